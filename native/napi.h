// A thin layer over N-API: checks every call, converts every C++ exception to a typed JavaScript
// error, and allocates nothing on the hot path.
#pragma once

#include <node_api.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>

namespace woodshed {

// A JavaScript exception is already pending: unwind to the boundary without a second error.
struct PendingException {};

// An argument from JavaScript that cannot be used.
struct ArgumentError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline void check(napi_status status) {
  if (status == napi_ok) return;
  if (status == napi_pending_exception) throw PendingException{};
  throw ArgumentError("N-API call failed with status " + std::to_string(status));
}

// Throws a JavaScript NativeError with a stable code.
void throwNativeError(napi_env env, const char* code, const std::string& message);

// Stores the TypeScript class NativeError, so that errors are typed without a try block in JavaScript.
void setErrorClass(napi_env env, napi_value constructor);

// Converts the exception in flight to a JavaScript error. `where` returns the start of its message.
void rethrowToJavaScript(napi_env env, const std::function<std::string()>& where);

// Views of memory that can be detached, in all threads. 0 in training: the loader's memory is shared.
extern std::atomic<int> numUnsharedViews;
// Makes each use of a tensor whose array has lost its memory an error. JavaScript detaches memory only between
// native calls, so a check at the start of each call is enough.
void refuseDetachedMemory(napi_env env);

// No operator of libtorch takes more arguments.
constexpr size_t kMaxArguments = 32;
// N-API fills the array up to the count that it receives, and most calls have few arguments.
constexpr size_t kFewArguments = 4;

// The arguments of one call.
class Call {
 public:
  Call(napi_env env, napi_callback_info info) : env(env) {
    if (numUnsharedViews.load(std::memory_order_relaxed) != 0) [[unlikely]] refuseDetachedMemory(env);
    check(napi_get_cb_info(env, info, &count, values, nullptr, &data));
    if (count <= kFewArguments) return;
    count = kMaxArguments;
    check(napi_get_cb_info(env, info, &count, values, nullptr, &data));
  }

  napi_env env;
  size_t count = kFewArguments;
  napi_value values[kMaxArguments];
  void* data = nullptr;

  int32_t int32(size_t i) const;
  int64_t int64(size_t i) const;
  double number(size_t i) const;
  bool boolean(size_t i) const;
  std::string string(size_t i) const;
};

napi_valuetype typeOf(napi_env env, napi_value value);
bool isNullish(napi_env env, napi_value value);
std::string toString(napi_env env, napi_value value);
// Returns a short description of any value for error messages; runs no JavaScript.
std::string describeValue(napi_env env, napi_value value);

napi_value makeString(napi_env env, const std::string& text);
napi_value makeInt(napi_env env, int64_t value);
napi_value makeDouble(napi_env env, double value);
napi_value makeBool(napi_env env, bool value);
napi_value makeNull(napi_env env);

template <typename Sizes>
napi_value makeIntArray(napi_env env, const Sizes& values) {
  napi_value array;
  check(napi_create_array_with_length(env, values.size(), &array));
  for (size_t i = 0; i < values.size(); i++) check(napi_set_element(env, array, i, makeInt(env, values[i])));
  return array;
}

// Exports a function whose body may throw C++ exceptions.
using Body = napi_value (*)(Call&);
void define(napi_env env, napi_value exports, const char* name, Body body);

}  // namespace woodshed
