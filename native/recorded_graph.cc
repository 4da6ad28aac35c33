// Graphs of steps on a CPU, for tests: records the operator calls of a step below autograd, as CUDA graphs do, and does them again on the
// same memory without the code that asked for them. Costs nothing until the first recording, which registers the recorder.
#include "recorded_graph.h"

#include <ATen/ATen.h>
#include <torch/library.h>
#include <torch/version.h>

#include <cstring>
#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <unordered_set>
#include <vector>

// Older versions have no free dispatch key between autograd and the kernels.
#define WOODSHED_RECORDS (TORCH_VERSION_MAJOR * 100 + TORCH_VERSION_MINOR >= 213)

namespace woodshed {

namespace {

#if WOODSHED_RECORDS
using c10::IValue;
using torch::jit::Stack;

// The dispatcher asks this key after autograd, autocast and composite operators, and before kernels. libtorch has no use for it.
constexpr auto kKey = c10::DispatchKey::Fake;

struct RecordedCall {
  c10::OperatorHandle op;
  Stack arguments;
  // Tensors among the results, in order; undefined for those that share memory with an argument.
  std::vector<at::Tensor> results;
};

// Memory that existed before the recording, with its values then.
struct Before {
  c10::Storage storage;
  std::vector<char> bytes;
};

struct Recording {
  std::vector<RecordedCall> calls;
  std::vector<Before> before;
  // Memory that the calls created, which a graph on a GPU would have in its pool.
  std::vector<c10::Storage> made;
  std::unordered_set<const void*> known;
  at::Tensor randomState;
};

void forEachTensor(const IValue& value, const std::function<void(const at::Tensor&)>& body) {
  if (value.isTensor()) {
    if (value.toTensor().defined()) body(value.toTensor());
  } else if (value.isList()) {
    for (const IValue& element : value.toListRef()) forEachTensor(element, body);
  }
}

// A tensor of the same memory whose shape later operators do not change, and which autograd does not see.
at::Tensor frozen(const at::Tensor& tensor) {
  TORCH_CHECK(tensor.has_storage() && tensor.is_cpu(), "only dense tensors of a CPU can be recorded");
  auto* impl = tensor.unsafeGetTensorImpl();
  return at::Tensor(impl->shallow_copy_and_detach(c10::VariableVersion(0), /*allow_tensor_metadata_change=*/true));
}

IValue frozenValue(const IValue& value) {
  if (value.isTensor()) return value.toTensor().defined() ? IValue(frozen(value.toTensor())) : value;
  if (!value.isList()) return value;
  auto list = value.toList().copy();
  for (size_t i = 0; i < list.size(); i++) list.set(i, frozenValue(list.get(i)));
  return IValue(list);
}

at::Generator& defaultGenerator() {
  static at::Generator generator = at::globalContext().defaultGenerator(at::kCPU);
  return generator;
}

at::Tensor randomState() {
  std::lock_guard lock(defaultGenerator().mutex());
  return defaultGenerator().get_state();
}

void setRandomState(const at::Tensor& state) {
  std::lock_guard lock(defaultGenerator().mutex());
  defaultGenerator().set_state(state);
}

// Not of a thread: another one may run the backward pass, while the thread that records waits.
std::unique_ptr<Recording> active;

std::vector<std::unique_ptr<Recording>>& recordings() {
  static auto* list = new std::vector<std::unique_ptr<Recording>>;
  return *list;
}

void keepBefore(Recording& recording, const at::Tensor& tensor) {
  const c10::Storage& storage = tensor.storage();
  if (!recording.known.insert(storage.unsafeGetStorageImpl()).second) return;
  const auto* data = static_cast<const char*>(storage.data());
  recording.before.push_back({storage, {data, data + storage.nbytes()}});
}

// Throws where CUDA would: the host needs the values of a tensor, which no operator has computed yet.
void refuseReads(const c10::OperatorHandle& op, const Stack& arguments) {
  const std::string& name = op.schema().name();
  bool reads = op.hasTag(at::Tag::data_dependent_output);
  if (name == "aten::index" || name.find("index_put") != std::string::npos) {
    for (const IValue& list : arguments) {
      if (!list.isList()) continue;
      forEachTensor(list, [&](const at::Tensor& index) { reads |= index.scalar_type() == at::kBool; });
    }
  } else {
    reads |= op.hasTag(at::Tag::dynamic_output_shape);
  }
  TORCH_CHECK(!reads, "operation not permitted when stream is capturing: ", name, " waits for the values of a tensor");
}

void record(const c10::OperatorHandle& op, c10::DispatchKeySet keys, Stack* stack) {
  c10::impl::ExcludeDispatchKeyGuard below(kKey);
  const auto rest = keys & c10::DispatchKeySet(c10::DispatchKeySet::FULL_AFTER, kKey);
  // Changes of shapes alone have happened once the step was recorded.
  if (active == nullptr || op.hasTag(at::Tag::inplace_view)) {
    op.redispatchBoxed(rest, stack);
    return;
  }
  Recording& recording = *active;
  RecordedCall call{op, {}, {}};
  const auto first = stack->end() - static_cast<ptrdiff_t>(op.schema().arguments().size());
  for (auto value = first; value != stack->end(); ++value) call.arguments.push_back(frozenValue(*value));
  refuseReads(op, call.arguments);
  for (const IValue& value : call.arguments)
    forEachTensor(value, [&](const at::Tensor& tensor) { keepBefore(recording, tensor); });
  op.redispatchBoxed(rest, stack);
  std::unordered_set<const void*> created;
  for (auto value = stack->end() - static_cast<ptrdiff_t>(op.schema().returns().size()); value != stack->end(); ++value)
    forEachTensor(*value, [&](const at::Tensor& tensor) {
      const void* storage = tensor.storage().unsafeGetStorageImpl();
      if (recording.known.insert(storage).second) {
        created.insert(storage);
        recording.made.push_back(tensor.storage());
      }
      call.results.push_back(created.contains(storage) ? frozen(tensor) : at::Tensor());
    });
  recording.calls.push_back(std::move(call));
}

void install() {
  // Never destroyed: at the end of the process the dispatcher may be gone first.
  static auto* library = [] {
    auto* own = new torch::Library(torch::Library::IMPL, "_", kKey, __FILE__, __LINE__);
    own->fallback(torch::CppFunction::makeFromBoxedFunction<&record>());
    return own;
  }();
  (void)library;
}

// Ends the recording, and takes back what it did: capturing runs nothing.
std::unique_ptr<Recording> stop() {
  c10::impl::tls_set_dispatch_key_included(kKey, false);
  std::unique_ptr<Recording> recording = std::move(active);
  if (recording == nullptr) return nullptr;
  for (auto& [storage, bytes] : recording->before)
    if (!bytes.empty()) std::memcpy(storage.mutable_data(), bytes.data(), std::min(bytes.size(), storage.nbytes()));
  recording->before.clear();
  setRandomState(recording->randomState);
  return recording;
}

// Spoils memory of all recordings that only they refer to. On a GPU, graphs share a pool: what one leaves there no other
// code may read, nor the same graph when it runs again.
void spoil() {
  std::unordered_map<const void*, size_t> references;
  const auto count = [&](const at::Tensor& tensor) { references[tensor.storage().unsafeGetStorageImpl()]++; };
  for (const auto& recording : recordings()) {
    if (recording == nullptr) continue;
    for (const c10::Storage& storage : recording->made) references[storage.unsafeGetStorageImpl()]++;
    for (const RecordedCall& call : recording->calls) {
      for (const IValue& value : call.arguments) forEachTensor(value, count);
      for (const at::Tensor& tensor : call.results)
        if (tensor.defined()) count(tensor);
    }
  }
  for (const auto& recording : recordings()) {
    if (recording == nullptr) continue;
    for (c10::Storage& storage : recording->made)
      if (storage.use_count() == references[storage.unsafeGetStorageImpl()] && storage.nbytes() > 0)
        std::memset(storage.mutable_data(), 0xff, storage.nbytes());
  }
}

void replay(const Recording& recording) {
  at::AutoDispatchBelowADInplaceOrView guard;
  spoil();
  for (const RecordedCall& call : recording.calls) {
    Stack stack = call.arguments;
    call.op.callBoxed(stack);
    // Memory without values: a copy would put others there.
    if (call.op.schema().name().starts_with("aten::empty")) continue;
    size_t next = 0;
    for (const IValue& value : stack)
      forEachTensor(value, [&](const at::Tensor& result) {
        const at::Tensor& own = call.results.at(next++);
        if (own.defined()) own.copy_(result);
      });
  }
}

// beginRecording(): from now on, operators that this thread calls are recorded. They run, and the end takes it back.
napi_value beginRecording(Call&) {
  install();
  if (active != nullptr) throw ArgumentError("a step is being recorded already");
  active = std::make_unique<Recording>();
  active->randomState = randomState();
  c10::impl::tls_set_dispatch_key_included(kKey, true);
  return nullptr;
}

// endRecording(): returns the recording's number.
napi_value endRecording(Call& call) {
  auto& list = recordings();
  list.push_back(stop());
  return makeInt(call.env, static_cast<int64_t>(list.size() - 1));
}

// abandonRecording(): ends a recording that failed.
napi_value abandonRecording(Call&) {
  stop();
  return nullptr;
}

napi_value replayRecording(Call& call) {
  replay(*recordings().at(static_cast<size_t>(call.int32(0))));
  return nullptr;
}

napi_value releaseRecording(Call& call) {
  recordings().at(static_cast<size_t>(call.int32(0))).reset();
  return nullptr;
}

#else
napi_value withoutKey(Call&) { throw ArgumentError("steps can be recorded with libtorch 2.13 and later"); }
#endif

}  // namespace

void registerRecordedGraph(napi_env env, napi_value exports) {
#if WOODSHED_RECORDS
  define(env, exports, "beginRecording", beginRecording);
  define(env, exports, "endRecording", endRecording);
  define(env, exports, "abandonRecording", abandonRecording);
  define(env, exports, "replayRecording", replayRecording);
  define(env, exports, "releaseRecording", releaseRecording);
#else
  for (const char* name :
       {"beginRecording", "endRecording", "abandonRecording", "replayRecording", "releaseRecording"})
    define(env, exports, name, withoutKey);
#endif
}

}  // namespace woodshed
