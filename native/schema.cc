#include <ATen/core/function_schema.h>
#include <ATen/core/jit_type.h>

#include "operators.h"

namespace woodshed {

const char* nameOf(Kind kind) {
  switch (kind) {
    case Kind::Unsupported: return "Unsupported";
    case Kind::Tensor: return "Tensor";
    case Kind::OptionalTensor: return "Tensor?";
    case Kind::TensorList: return "Tensor[]";
    case Kind::OptionalTensorList: return "Tensor?[]";
    case Kind::Scalar: return "Scalar";
    case Kind::Int: return "int";
    case Kind::Float: return "float";
    case Kind::Bool: return "bool";
    case Kind::String: return "string";
    case Kind::DType: return "DType";
    case Kind::Layout: return "Layout";
    case Kind::MemoryFormat: return "MemoryFormat";
    case Kind::Device: return "Device";
    case Kind::IntList: return "int[]";
    case Kind::FloatList: return "float[]";
    case Kind::BoolList: return "bool[]";
    case Kind::ScalarList: return "Scalar[]";
    case Kind::StringList: return "string[]";
    case Kind::Object: return "NativeObject";
  }
  return "Unsupported";
}

Kind kindOf(const c10::TypePtr& type, bool* isOptional, int32_t* listSize) {
  using c10::TypeKind;
  switch (type->kind()) {
    case TypeKind::TensorType: return Kind::Tensor;
    case TypeKind::NumberType: return Kind::Scalar;
    case TypeKind::IntType:
    case TypeKind::SymIntType: return Kind::Int;
    case TypeKind::FloatType:
    case TypeKind::SymFloatType: return Kind::Float;
    case TypeKind::BoolType:
    case TypeKind::SymBoolType: return Kind::Bool;
    case TypeKind::StringType: return Kind::String;
    case TypeKind::ScalarTypeType: return Kind::DType;
    case TypeKind::LayoutType: return Kind::Layout;
    case TypeKind::MemoryFormatType: return Kind::MemoryFormat;
    case TypeKind::DeviceObjType: return Kind::Device;
    case TypeKind::GeneratorType:
    case TypeKind::StorageType:
    case TypeKind::QSchemeType:
    case TypeKind::ClassType: return Kind::Object;
    case TypeKind::OptionalType: {
      *isOptional = true;
      Kind kind = kindOf(type->expectRef<c10::OptionalType>().getElementType(), isOptional, listSize);
      return kind == Kind::Tensor ? Kind::OptionalTensor : kind;
    }
    case TypeKind::ListType: {
      const auto& element = type->expectRef<c10::ListType>().getElementType();
      bool elementIsOptional = false;
      switch (kindOf(element, &elementIsOptional, listSize)) {
        case Kind::Tensor: return Kind::TensorList;
        case Kind::OptionalTensor: return Kind::OptionalTensorList;
        case Kind::Int: return Kind::IntList;
        case Kind::Float: return Kind::FloatList;
        case Kind::Bool: return Kind::BoolList;
        case Kind::Scalar: return elementIsOptional ? Kind::Unsupported : Kind::ScalarList;
        case Kind::String: return Kind::StringList;
        default: return Kind::Unsupported;
      }
    }
    default: return Kind::Unsupported;
  }
}

namespace {
// Matches relu(x), mul(x, y) and add(x, y, alpha=1): two thirds of the calls of a training step.
Shape shapeOf(const Operator& op) {
  if (op.returns.size() != 1 || op.returns[0] != Kind::Tensor || op.aliasedArgument >= 0) return Shape::Any;
  const auto& arguments = op.arguments;
  auto isTensor = [&](size_t i) { return arguments[i].kind == Kind::Tensor; };
  if (arguments.size() == 1 && isTensor(0)) return Shape::Unary;
  if (arguments.size() == 2 && isTensor(0) && isTensor(1)) return Shape::Binary;
  bool isScaled = arguments.size() == 3 && isTensor(0) && isTensor(1) && arguments[2].kind == Kind::Scalar &&
                  arguments[2].hasDefault && !arguments[2].isOptional;
  return isScaled ? Shape::BinaryScaled : Shape::Any;
}
}  // namespace

Operator specify(const c10::OperatorHandle& handle) {
  const c10::FunctionSchema& schema = handle.schema();
  Operator op{handle, schema.name(), {}, {}, -1, Shape::Any};
  if (!schema.overload_name().empty()) op.name += "." + schema.overload_name();
  for (const c10::Argument& argument : schema.arguments()) {
    ArgumentSpec spec;
    spec.name = argument.name();
    // The real type distinguishes dtype, layout and memory format from plain integers.
    spec.kind = kindOf(argument.real_type(), &spec.isOptional, &spec.listSize);
    spec.isKeywordOnly = argument.kwarg_only();
    spec.listSize = argument.N().value_or(0);
    spec.hasDefault = argument.default_value().has_value();
    if (spec.hasDefault) spec.defaultValue = *argument.default_value();
    op.arguments.push_back(std::move(spec));
  }
  for (const c10::Argument& result : schema.returns()) {
    bool isOptional = false;
    int32_t listSize = 0;
    op.returns.push_back(kindOf(result.real_type(), &isOptional, &listSize));
  }
  if (op.returns.size() == 1 && op.returns[0] == Kind::Tensor) {
    const c10::AliasInfo* alias = schema.returns()[0].alias_info();
    for (size_t i = 0; alias && alias->isWrite() && i < schema.arguments().size(); i++) {
      const c10::AliasInfo* other = schema.arguments()[i].alias_info();
      if (other && other->isWrite() && *other == *alias) op.aliasedArgument = static_cast<int32_t>(i);
    }
  }
  op.shape = shapeOf(op);
  return op;
}

}  // namespace woodshed
