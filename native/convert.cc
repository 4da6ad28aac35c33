#include <ATen/ATen.h>

#include <cmath>

#include "dtypes.h"
#include "operators.h"
#include "tensors.h"

namespace woodshed {

namespace {

[[noreturn]] void reject(napi_env env, napi_value value, const char* expected) {
  throw ArgumentError(std::string("expected ") + expected + ", got " + describeValue(env, value));
}

int32_t handleOf(napi_env env, napi_value value) {
  int32_t handle;
  if (napi_get_value_int32(env, value, &handle) != napi_ok) reject(env, value, "a Tensor");
  return handle;
}

int64_t intOf(napi_env env, napi_value value) {
  double number;
  if (napi_get_value_double(env, value, &number) == napi_ok) {
    // Beyond 2^53 a JavaScript number no longer identifies one integer.
    if (number != std::floor(number) || std::fabs(number) > 9007199254740992.0) reject(env, value, "an integer");
    return static_cast<int64_t>(number);
  }
  int64_t big;
  bool lossless;
  if (napi_get_value_bigint_int64(env, value, &big, &lossless) == napi_ok && lossless) return big;
  reject(env, value, "an integer");
}

double floatOf(napi_env env, napi_value value) {
  double number;
  if (napi_get_value_double(env, value, &number) != napi_ok) reject(env, value, "a number");
  return number;
}

bool boolOf(napi_env env, napi_value value) {
  bool boolean;
  if (napi_get_value_bool(env, value, &boolean) != napi_ok) reject(env, value, "a boolean");
  return boolean;
}

std::string stringOf(napi_env env, napi_value value) {
  if (typeOf(env, value) != napi_string) reject(env, value, "a string");
  return toString(env, value);
}

// JavaScript has one number type: 2 is an integer scalar, 2.5 and -0 are floating, 2n is always an integer. A Float64Array
// of one number is always floating, one of two is complex.
at::Scalar scalarOf(napi_env env, napi_value value) {
  double number;
  if (napi_get_value_double(env, value, &number) == napi_ok) {
    bool isInteger = number == std::floor(number) && std::fabs(number) <= 9007199254740992.0;
    if (isInteger && !(number == 0 && std::signbit(number))) return at::Scalar(static_cast<int64_t>(number));
    return at::Scalar(number);
  }
  switch (typeOf(env, value)) {
    case napi_boolean: return at::Scalar(boolOf(env, value));
    case napi_bigint: return at::Scalar(intOf(env, value));
    default: break;
  }
  napi_typedarray_type type;
  size_t length;
  void* data;
  if (napi_get_typedarray_info(env, value, &type, &length, &data, nullptr, nullptr) == napi_ok &&
      type == napi_float64_array && (length == 1 || length == 2)) {
    auto* parts = static_cast<const double*>(data);
    return length == 1 ? at::Scalar(parts[0]) : at::Scalar(c10::complex<double>(parts[0], parts[1]));
  }
  reject(env, value, "a number");
}

napi_value makeComplex(napi_env env, c10::complex<double> value) {
  napi_value buffer, array;
  void* data;
  check(napi_create_arraybuffer(env, 2 * sizeof(double), &data, &buffer));
  static_cast<double*>(data)[0] = value.real();
  static_cast<double*>(data)[1] = value.imag();
  check(napi_create_typedarray(env, napi_float64_array, 2, buffer, 0, &array));
  return array;
}

template <typename T, typename Convert>
c10::List<T> listOf(napi_env env, napi_value value, const char* expected, Convert convert) {
  uint32_t length;
  if (napi_get_array_length(env, value, &length) != napi_ok) reject(env, value, expected);
  c10::List<T> list;
  list.reserve(length);
  for (uint32_t i = 0; i < length; i++) {
    napi_value element;
    check(napi_get_element(env, value, i, &element));
    list.push_back(convert(env, element));
  }
  return list;
}

// A number stands for every element of a fixed-size list: kernelSize 3 for [3, 3].
template <typename T, typename Convert>
c10::IValue sizedListOf(napi_env env, napi_value value, int32_t size, const char* expected, Convert convert) {
  if (size > 0 && typeOf(env, value) == napi_number) {
    c10::List<T> list;
    for (int32_t i = 0; i < size; i++) list.push_back(convert(env, value));
    return list;
  }
  return listOf<T>(env, value, expected, convert);
}

c10::IValue tensorList(napi_env env, napi_value value) {
  // An Int32Array of handles is read in place: an optimizer passes the same array at every step.
  napi_typedarray_type type;
  size_t length;
  void* data;
  if (napi_get_typedarray_info(env, value, &type, &length, &data, nullptr, nullptr) == napi_ok &&
      type == napi_int32_array) {
    c10::List<at::Tensor> list;
    list.reserve(length);
    for (size_t i = 0; i < length; i++) list.push_back(tensors.at(static_cast<int32_t*>(data)[i]));
    return list;
  }
  return listOf<at::Tensor>(env, value, "an array of Tensors",
                            [](napi_env e, napi_value v) { return tensors.at(handleOf(e, v)); });
}

}  // namespace

c10::IValue toIValue(napi_env env, napi_value value, const ArgumentSpec& spec) {
  // Tensors first: most arguments are tensors.
  if (spec.kind == Kind::Tensor) return tensors.at(handleOf(env, value));
  if (isNullish(env, value)) {
    if (typeOf(env, value) == napi_undefined && spec.hasDefault) return spec.defaultValue;
    if (spec.isOptional) return {};
    reject(env, value, nameOf(spec.kind));
  }
  switch (spec.kind) {
    case Kind::OptionalTensor: return tensors.at(handleOf(env, value));
    case Kind::TensorList: return tensorList(env, value);
    case Kind::OptionalTensorList:
      return listOf<std::optional<at::Tensor>>(
          env, value, "an array of Tensors or nulls", [](napi_env e, napi_value v) -> std::optional<at::Tensor> {
            if (isNullish(e, v)) return std::nullopt;
            return tensors.at(handleOf(e, v));
          });
    case Kind::Scalar: return scalarOf(env, value);
    case Kind::Int: return intOf(env, value);
    case Kind::Float: return floatOf(env, value);
    case Kind::Bool: return boolOf(env, value);
    case Kind::String: return stringOf(env, value);
    case Kind::DType: return dtypeOf(stringOf(env, value));
    case Kind::Layout: return layoutOf(stringOf(env, value));
    case Kind::MemoryFormat: return memoryFormatOf(stringOf(env, value));
    case Kind::Device: return c10::Device(stringOf(env, value));
    case Kind::IntList: return sizedListOf<int64_t>(env, value, spec.listSize, "an array of integers", intOf);
    case Kind::FloatList: return sizedListOf<double>(env, value, spec.listSize, "an array of numbers", floatOf);
    case Kind::BoolList: return listOf<bool>(env, value, "an array of booleans", boolOf);
    case Kind::ScalarList: return listOf<at::Scalar>(env, value, "an array of numbers", scalarOf);
    case Kind::StringList: return listOf<std::string>(env, value, "an array of strings", stringOf);
    case Kind::Object: return objects.at(handleOf(env, value));
    default: throw ArgumentError("arguments of this type cannot be passed from JavaScript");
  }
}

napi_value fromScalar(napi_env env, const at::Scalar& value) {
  if (value.isComplex()) return makeComplex(env, value.toComplexDouble());
  if (value.isBoolean()) return makeBool(env, value.toBool());
  if (!value.isIntegral(false)) return makeDouble(env, value.toDouble());
  constexpr int64_t kSafe = int64_t{1} << 53;
  napi_value big;
  if (value.type() == at::kUInt64) {
    check(napi_create_bigint_uint64(env, value.toUInt64(), &big));
    return big;
  }
  const int64_t number = value.toLong();
  if (number < kSafe && number > -kSafe) return makeInt(env, number);
  check(napi_create_bigint_int64(env, number, &big));
  return big;
}

napi_value fromIValue(napi_env env, c10::IValue value, Kind kind) {
  if (value.isTensor()) {
    if (!value.toTensor().defined()) return makeNull(env);
    return makeInt(env, tensors.put(std::move(value).toTensor()));
  }
  if (value.isNone()) return makeNull(env);
  // By kind before tag: a quantization scheme and a dtype are integers to an IValue.
  if (kind == Kind::Object) return makeInt(env, objects.put(std::move(value)));
  if (kind == Kind::DType) return makeString(env, dtypeName(value.toScalarType()));
  if (value.isScalar() || value.isUnsigned()) return fromScalar(env, value.toScalar());
  if (value.isString()) return makeString(env, value.toStringRef());
  if (value.isIntList()) return makeIntArray(env, value.toIntVector());
  if (value.isList()) {
    auto list = value.toListRef();
    napi_value array;
    check(napi_create_array_with_length(env, list.size(), &array));
    for (size_t i = 0; i < list.size(); i++) check(napi_set_element(env, array, i, fromIValue(env, list[i], kind)));
    return array;
  }
  throw ArgumentError("a result of the type " + value.tagKind() + " cannot be passed to JavaScript");
}

}  // namespace woodshed
