// Operators by name: reads the schema once, stores its converters, and calls through the dispatcher
// with the same keys (autograd, autocast, profiler) as a call from Python.
#pragma once

#include <ATen/core/dispatch/Dispatcher.h>

#include <string>
#include <vector>

#include "napi.h"

namespace woodshed {

// The type of an argument or result as JavaScript sees it.
enum class Kind : uint8_t {
  Unsupported,
  Tensor,
  OptionalTensor,
  TensorList,
  OptionalTensorList,
  Scalar,
  Int,
  Float,
  Bool,
  String,
  DType,
  Layout,
  MemoryFormat,
  Device,
  IntList,
  FloatList,
  BoolList,
  ScalarList,
  StringList,
  Object,
};

const char* nameOf(Kind kind);

struct ArgumentSpec {
  std::string name;
  Kind kind = Kind::Unsupported;
  bool isOptional = false;    // accepts null
  bool isKeywordOnly = false;
  int32_t listSize = 0;       // for int[2], which accepts one number for both
  bool hasDefault = false;
  c10::IValue defaultValue;
};

// The C++ signatures of the most frequent operators, which are called without boxing their arguments.
enum class Shape : uint8_t { Any, Unary, Binary, BinaryScaled };

struct Operator {
  c10::OperatorHandle handle;
  std::string name;  // "aten::add.Tensor"
  std::vector<ArgumentSpec> arguments;
  std::vector<Kind> returns;
  // Index of the argument that the single result aliases ("Tensor(a!)"), which needs no new handle; else -1.
  int32_t aliasedArgument = -1;
  Shape shape = Shape::Any;
};

// Reads a schema. Kind::Unsupported marks a type that cannot be passed.
Operator specify(const c10::OperatorHandle& handle);

Kind kindOf(const c10::TypePtr& type, bool* isOptional, int32_t* listSize);

c10::IValue toIValue(napi_env env, napi_value value, const ArgumentSpec& spec);
// Returns a number, a boolean, a bigint where a number would lose digits, or a Float64Array of the parts of a complex value.
napi_value fromScalar(napi_env env, const at::Scalar& value);
napi_value fromIValue(napi_env env, c10::IValue value, Kind kind);

void registerOperators(napi_env env, napi_value exports);

}  // namespace woodshed
