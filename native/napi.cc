#include "napi.h"

#include <c10/util/Exception.h>

#include <cstring>
#include <new>

#include "callbacks.h"

namespace woodshed {

namespace {
thread_local napi_ref errorClass = nullptr;

// Maps libtorch's exception classes to error codes; any other class is a failed operator.
const char* codeOf(const c10::Error& error) {
  if (dynamic_cast<const c10::OutOfMemoryError*>(&error)) return "OUT_OF_MEMORY";
  // Failures of the allocators of the system, of CUDA's driver and of its libraries have no class of their own.
  for (const char* text : {"can't allocate memory", "out of memory", "ALLOC_FAILED", "ALLOCATION_FAILED"})
    if (std::strstr(error.what_without_backtrace(), text) != nullptr) return "OUT_OF_MEMORY";
  if (dynamic_cast<const c10::TypeError*>(&error)) return "DTYPE";
  if (dynamic_cast<const c10::IndexError*>(&error)) return "INDEX";
  if (dynamic_cast<const c10::ValueError*>(&error)) return "VALUE";
  if (dynamic_cast<const c10::NotImplementedError*>(&error)) return "NOT_IMPLEMENTED";
  return "OPERATOR";
}

// One record per export; lives as long as the addon.
struct Named {
  const char* name;
  Body body;
};

napi_value invoke(napi_env env, napi_callback_info info) {
  const Named* named = nullptr;
  try {
    Call call(env, info);
    named = static_cast<const Named*>(call.data);
    return named->body(call);
  } catch (...) {
    rethrowToJavaScript(env, [&] { return std::string(named ? named->name : "addon"); });
    return nullptr;
  }
}
}  // namespace

void setErrorClass(napi_env env, napi_value constructor) {
  check(napi_create_reference(env, constructor, 1, &errorClass));
}

void throwNativeError(napi_env env, const char* code, const std::string& message) {
  napi_value constructor = nullptr;
  if (errorClass != nullptr) napi_get_reference_value(env, errorClass, &constructor);
  napi_value error;
  if (constructor != nullptr) {
    napi_value arguments[2] = {makeString(env, code), makeString(env, message)};
    if (napi_new_instance(env, constructor, 2, arguments, &error) == napi_ok) {
      napi_throw(env, error);
      return;
    }
  }
  napi_throw_error(env, code, message.c_str());
}

void rethrowToJavaScript(napi_env env, const std::function<std::string()>& where) {
  // An exception that left this function would end the process.
  auto begin = [&] {
    try {
      return where() + ": ";
    } catch (...) {
      return std::string();
    }
  };
  try {
    throw;
  } catch (const PendingException&) {
    return;
  } catch (const JavaScriptError& error) {
    napi_value holder = error.holder->value(env), thrown;
    if (napi_get_element(env, holder, 0, &thrown) == napi_ok) napi_throw(env, thrown);
  } catch (const ArgumentError& error) {
    throwNativeError(env, "ARGUMENT", begin() + error.what());
  } catch (const c10::Error& error) {
    throwNativeError(env, codeOf(error), begin() + error.what_without_backtrace());
  } catch (const std::bad_alloc&) {
    throwNativeError(env, "OUT_OF_MEMORY", begin() + "out of memory");
  } catch (const std::exception& error) {
    throwNativeError(env, "OPERATOR", begin() + error.what());
  } catch (...) {
    throwNativeError(env, "OPERATOR", begin() + "an exception of an unknown type");
  }
}

void define(napi_env env, napi_value exports, const char* name, Body body) {
  auto* named = new Named{name, body};
  napi_value function;
  check(napi_create_function(env, name, NAPI_AUTO_LENGTH, invoke, named, &function));
  check(napi_set_named_property(env, exports, name, function));
}

napi_valuetype typeOf(napi_env env, napi_value value) {
  napi_valuetype type;
  check(napi_typeof(env, value, &type));
  return type;
}

bool isNullish(napi_env env, napi_value value) {
  napi_valuetype type = typeOf(env, value);
  return type == napi_undefined || type == napi_null;
}

std::string toString(napi_env env, napi_value value) {
  size_t length = 0;
  check(napi_get_value_string_utf8(env, value, nullptr, 0, &length));
  std::string text(length, '\0');
  check(napi_get_value_string_utf8(env, value, text.data(), length + 1, &length));
  return text;
}

std::string describeValue(napi_env env, napi_value value) {
  switch (typeOf(env, value)) {
    case napi_undefined: return "undefined";
    case napi_null: return "null";
    case napi_string: return '"' + toString(env, value) + '"';
    case napi_function: return "a function";
    case napi_symbol: return "a symbol";
    case napi_object: {
      bool isArray = false;
      check(napi_is_array(env, value, &isArray));
      if (!isArray) return "an object";
      uint32_t length;
      check(napi_get_array_length(env, value, &length));
      return "an array of " + std::to_string(length);
    }
    default: {
      napi_value text;
      check(napi_coerce_to_string(env, value, &text));
      return toString(env, text);
    }
  }
}

int32_t Call::int32(size_t i) const {
  int32_t result;
  if (i >= count || napi_get_value_int32(env, values[i], &result) != napi_ok)
    throw ArgumentError("argument " + std::to_string(i + 1) + ": expected an integer");
  return result;
}

int64_t Call::int64(size_t i) const {
  int64_t result;
  if (i >= count || napi_get_value_int64(env, values[i], &result) != napi_ok)
    throw ArgumentError("argument " + std::to_string(i + 1) + ": expected an integer");
  return result;
}

double Call::number(size_t i) const {
  double result;
  if (i >= count || napi_get_value_double(env, values[i], &result) != napi_ok)
    throw ArgumentError("argument " + std::to_string(i + 1) + ": expected a number");
  return result;
}

bool Call::boolean(size_t i) const {
  bool result;
  if (i >= count || napi_get_value_bool(env, values[i], &result) != napi_ok)
    throw ArgumentError("argument " + std::to_string(i + 1) + ": expected a boolean");
  return result;
}

std::string Call::string(size_t i) const {
  if (i >= count || typeOf(env, values[i]) != napi_string)
    throw ArgumentError("argument " + std::to_string(i + 1) + ": expected a string");
  return toString(env, values[i]);
}

napi_value makeString(napi_env env, const std::string& text) {
  napi_value value;
  check(napi_create_string_utf8(env, text.data(), text.size(), &value));
  return value;
}

napi_value makeInt(napi_env env, int64_t number) {
  napi_value value;
  // V8 stores a small integer in the pointer, without an allocation.
  if (number >= INT32_MIN && number <= INT32_MAX) {
    check(napi_create_int32(env, static_cast<int32_t>(number), &value));
  } else {
    check(napi_create_int64(env, number, &value));
  }
  return value;
}

napi_value makeDouble(napi_env env, double number) {
  napi_value value;
  check(napi_create_double(env, number, &value));
  return value;
}

napi_value makeBool(napi_env env, bool boolean) {
  napi_value value;
  check(napi_get_boolean(env, boolean, &value));
  return value;
}

napi_value makeNull(napi_env env) {
  napi_value value;
  check(napi_get_null(env, &value));
  return value;
}

}  // namespace woodshed
