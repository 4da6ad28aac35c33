// A thin layer over N-API for the addon of audio: checks every call, and converts C++ exceptions to JavaScript errors.
//
// Several threads load the addon, and a thread may be terminated in the middle of a call: nothing here is global, and
// results are written to memory of the caller, since a thread that ends refuses to allocate.
#pragma once

#include <node_api.h>

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace woodshed::audio {

// A JavaScript exception is already pending: unwind to the boundary without a second error.
struct PendingException {};

// An error that JavaScript sees with a stable code.
struct AudioError : std::runtime_error {
  AudioError(const char* code, const std::string& message) : std::runtime_error(message), code(code) {}
  const char* code;
};

inline void check(napi_status status) {
  if (status == napi_ok) return;
  if (status == napi_pending_exception) throw PendingException{};
  throw AudioError("NAPI", "N-API call failed with status " + std::to_string(status));
}

template <typename T>
struct ArrayType;
template <>
struct ArrayType<float> {
  static constexpr napi_typedarray_type value = napi_float32_array;
};
template <>
struct ArrayType<double> {
  static constexpr napi_typedarray_type value = napi_float64_array;
};
template <>
struct ArrayType<int32_t> {
  static constexpr napi_typedarray_type value = napi_int32_array;
};
template <>
struct ArrayType<uint8_t> {
  static constexpr napi_typedarray_type value = napi_uint8_array;
};

// The elements of a typed array, also over shared memory.
template <typename T>
struct Span {
  T* data;
  size_t size;
};

// The arguments of one call, which TypeScript has validated.
class Call {
 public:
  static constexpr size_t kMaxArguments = 12;

  Call(napi_env env, napi_callback_info info) : env(env) {
    check(napi_get_cb_info(env, info, &count, values, nullptr, nullptr));
  }

  double number(size_t i) const {
    double result;
    if (i >= count || napi_get_value_double(env, values[i], &result) != napi_ok) refuse(i, "a number");
    return result;
  }

  int64_t integer(size_t i) const {
    int64_t result;
    if (i >= count || napi_get_value_int64(env, values[i], &result) != napi_ok) refuse(i, "an integer");
    return result;
  }

  std::string string(size_t i) const {
    size_t length = 0;
    if (i >= count || napi_get_value_string_utf8(env, values[i], nullptr, 0, &length) != napi_ok)
      refuse(i, "a string");
    std::string text(length, '\0');
    check(napi_get_value_string_utf8(env, values[i], text.data(), length + 1, &length));
    return text;
  }

  template <typename T>
  Span<T> array(size_t i) const {
    napi_typedarray_type type;
    void* data = nullptr;
    size_t length = 0;
    if (i >= count ||
        napi_get_typedarray_info(env, values[i], &type, &length, &data, nullptr, nullptr) != napi_ok ||
        type != ArrayType<T>::value)
      refuse(i, "a typed array of the right kind");
    return {static_cast<T*>(data), length};
  }

  [[noreturn]] void refuse(size_t i, const char* expected) const {
    throw AudioError("ARGUMENT", "argument " + std::to_string(i + 1) + ": expected " + expected);
  }

  napi_env env;
  size_t count = kMaxArguments;
  napi_value values[kMaxArguments];
};

// A function of the addon; null returns undefined.
using Body = napi_value (*)(Call&);

template <Body body>
napi_value invoke(napi_env env, napi_callback_info info) {
  try {
    Call call(env, info);
    return body(call);
  } catch (const PendingException&) {
  } catch (const AudioError& error) {
    napi_throw_error(env, error.code, error.what());
  } catch (const std::exception& error) {
    napi_throw_error(env, "NATIVE", error.what());
  }
  return nullptr;
}

template <Body body>
void define(napi_env env, napi_value exports, const char* name) {
  napi_value function;
  check(napi_create_function(env, name, NAPI_AUTO_LENGTH, invoke<body>, nullptr, &function));
  check(napi_set_named_property(env, exports, name, function));
}

}  // namespace woodshed::audio
