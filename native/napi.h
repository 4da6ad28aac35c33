// The thinnest layer over N-API: every call checked, every C++ exception turned into a typed
// JavaScript error, nothing allocated on the hot path.
#pragma once

#include <node_api.h>

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>

namespace woodshed {

// A JavaScript exception is already pending: unwind to the boundary and say nothing more.
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

// Remembers the TypeScript class NativeError, so that errors are typed without a try in JavaScript.
void setErrorClass(napi_env env, napi_value constructor);

// Turns the exception in flight into a JavaScript error; `where` begins the message.
void rethrowToJavaScript(napi_env env, const std::function<std::string()>& where);

// No operator of libtorch takes more.
constexpr size_t kMaxArguments = 32;
// N-API fills what it is told to, given or not: most calls have few arguments.
constexpr size_t kFewArguments = 4;

// The arguments of one call.
class Call {
 public:
  Call(napi_env env, napi_callback_info info) : env(env) {
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
// A short, safe description of any value for error messages.
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

// Exports `name` with a body that may throw C++ exceptions.
using Body = napi_value (*)(Call&);
void define(napi_env env, napi_value exports, const char* name, Body body);

}  // namespace woodshed
