// Operators by name: the schema is read once, its converters are kept, and each call goes through
// the dispatcher with every key (autograd, autocast, profiler) that Python's call would take.
#pragma once

#include <ATen/core/dispatch/Dispatcher.h>

#include <string>
#include <vector>

#include "napi.h"

namespace woodshed {

// What JavaScript passes for an argument or gets for a result.
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
  int32_t listSize = 0;       // int[2] takes one number for both
  bool hasDefault = false;
  c10::IValue defaultValue;
};

// The C++ signatures of the commonest operators, which are called without boxing their arguments.
enum class Shape : uint8_t { Any, Unary, Binary, BinaryScaled };

struct Operator {
  c10::OperatorHandle handle;
  std::string name;  // "aten::add.Tensor"
  std::vector<ArgumentSpec> arguments;
  std::vector<Kind> returns;
  // Index of the argument that the one result aliases ("Tensor(a!)"), or -1: no new handle then.
  int32_t aliasedArgument = -1;
  Shape shape = Shape::Any;
};

// Reads a schema; a kind of Unsupported marks what cannot be passed.
Operator specify(const c10::OperatorHandle& handle);

Kind kindOf(const c10::TypePtr& type, bool* isOptional, int32_t* listSize);

c10::IValue toIValue(napi_env env, napi_value value, const ArgumentSpec& spec);
napi_value fromIValue(napi_env env, c10::IValue value, Kind kind);

void registerOperators(napi_env env, napi_value exports);

}  // namespace woodshed
