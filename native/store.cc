// The key-value store through which ranks find each other.
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include "distributed.h"

namespace woodshed {

namespace {

c10::intrusive_ptr<c10d::Store> storeAt(int32_t handle) { return sharedAt<c10d::Store>(handle, "store"); }

std::vector<uint8_t> bytesOf(const std::string& text) { return {text.begin(), text.end()}; }

// newStore(host, port, isServer, timeoutMs): port 0 chooses a free port.
napi_value newStore(Call& call) {
  c10d::TCPStoreOptions options;
  options.port = static_cast<uint16_t>(call.int32(1));
  options.isServer = call.boolean(2);
  options.waitWorkers = false;
  options.timeout = std::chrono::milliseconds(call.int64(3));
  return makeInt(call.env, putShared<c10d::Store>(c10::make_intrusive<c10d::TCPStore>(call.string(0), options)));
}

napi_value storePort(Call& call) {
  return makeInt(call.env, sharedAt<c10d::TCPStore>(call.int32(0), "TCP store")->getPort());
}

// newPrefixStore(store, prefix): returns the same store with a prefix before each key.
napi_value newPrefixStore(Call& call) {
  auto store = c10::make_intrusive<c10d::PrefixStore>(call.string(1), storeAt(call.int32(0)));
  return makeInt(call.env, putShared<c10d::Store>(std::move(store)));
}

napi_value storeSet(Call& call) {
  storeAt(call.int32(0))->set(call.string(1), bytesOf(call.string(2)));
  return nullptr;
}

// storeGet(store, key): waits for the key, up to the store's timeout.
napi_value storeGet(Call& call) {
  auto bytes = storeAt(call.int32(0))->get(call.string(1));
  return makeString(call.env, {bytes.begin(), bytes.end()});
}

napi_value storeAdd(Call& call) {
  return makeInt(call.env, storeAt(call.int32(0))->add(call.string(1), call.int64(2)));
}

// storeHas(store, key): does not wait.
napi_value storeHas(Call& call) {
  return makeBool(call.env, storeAt(call.int32(0))->check({call.string(1)}));
}

napi_value storeDelete(Call& call) {
  return makeBool(call.env, storeAt(call.int32(0))->deleteKey(call.string(1)));
}

}  // namespace

void registerStore(napi_env env, napi_value exports) {
  define(env, exports, "newStore", newStore);
  define(env, exports, "storePort", storePort);
  define(env, exports, "newPrefixStore", newPrefixStore);
  define(env, exports, "storeSet", storeSet);
  define(env, exports, "storeGet", storeGet);
  define(env, exports, "storeAdd", storeAdd);
  define(env, exports, "storeHas", storeHas);
  define(env, exports, "storeDelete", storeDelete);
}

}  // namespace woodshed
