import type { DType } from "../../../tensor/index.js";
import type { Call, Convert } from "../call.js";

/** An operator of one tensor that ONNX has as well. */
const unary =
  (opType: string): Convert =>
  (call) =>
    call.graph.add(opType, [call.cast(call.tensor(), call.dtype(), call.result.dtype)]);

/** An operator of two operands, each a tensor or a number, in the result's dtype. */
const binary =
  (opType: string): Convert =>
  (call) =>
    call.graph.add(opType, [call.valueIn("self", call.result.dtype), scaledOther(call)]);

/** Returns `other`, times the `alpha` of additions. */
function scaledOther(call: Call): string {
  const other = call.valueIn("other", call.result.dtype);
  const isScaled = call.number("alpha", 1) !== 1;
  return isScaled ? call.graph.add("Mul", [other, call.valueIn("alpha", call.result.dtype)]) : other;
}

/** A comparison of two operands in a dtype that holds both. */
const comparison =
  (opType: string, ...after: string[]): Convert =>
  (call) => {
    const other = call.argument("other");
    const isNumber = typeof other === "number" || typeof other === "bigint" || typeof other === "boolean";
    const others: DType = isNumber
      ? Number.isInteger(Number(other))
        ? call.dtype()
        : "float32"
      : call.dtype("other");
    const own = call.dtype();
    const common: DType =
      own === others ? own : own === "float32" || others === "float32" ? "float32" : "int64";
    const compared = call.graph.add(opType, [call.valueIn("self", common), call.valueIn("other", common)]);
    return after.reduce((value, next) => call.graph.add(next, [value]), compared);
  };

/** `max(x, min)` and `min(x, max)`, each if it is given. */
const clamp: Convert = (call) => {
  const { dtype } = call.result;
  let value = call.cast(call.tensor(), call.dtype(), dtype);
  if (call.has("min")) value = call.graph.add("Max", [value, call.valueIn("min", dtype)]);
  if (call.has("max")) value = call.graph.add("Min", [value, call.valueIn("max", dtype)]);
  return value;
};

const power: Convert = (call) => {
  const base = call.valueIn("self", call.result.dtype);
  return call.graph.add("Pow", [base, call.valueIn("exponent", call.result.dtype)]);
};

const square: Convert = (call) => {
  const value = call.tensor();
  return call.graph.add("Mul", [value, value]);
};

const reciprocalRoot: Convert = (call) =>
  call.graph.add("Reciprocal", [call.graph.add("Sqrt", [call.tensor()])]);

const where: Convert = (call) => {
  const dtype = call.result.dtype;
  return call.graph.add("Where", [
    call.tensor("condition"),
    call.valueIn("self", dtype),
    call.valueIn("other", dtype),
  ]);
};

const maskedFill: Convert = (call) => {
  const dtype = call.result.dtype;
  return call.graph.add("Where", [call.tensor("mask"), call.valueIn("value", dtype), call.tensor()]);
};

const toDType: Convert = (call) => call.cast(call.tensor(), call.dtype(), call.result.dtype);

export const ELEMENTWISE: Record<string, Convert> = {
  "aten::add.Tensor": binary("Add"),
  "aten::add.Scalar": binary("Add"),
  "aten::sub.Tensor": binary("Sub"),
  "aten::sub.Scalar": binary("Sub"),
  "aten::mul.Tensor": binary("Mul"),
  "aten::mul.Scalar": binary("Mul"),
  "aten::div.Tensor": binary("Div"),
  "aten::div.Scalar": binary("Div"),
  "aten::maximum": binary("Max"),
  "aten::minimum": binary("Min"),
  "aten::pow.Tensor_Scalar": power,
  "aten::pow.Tensor_Tensor": power,
  "aten::square": square,
  "aten::clamp": clamp,
  "aten::clamp.Tensor": clamp,
  "aten::clamp_min": clamp,
  "aten::clamp_max": clamp,
  "aten::abs": unary("Abs"),
  "aten::neg": unary("Neg"),
  "aten::exp": unary("Exp"),
  "aten::log": unary("Log"),
  "aten::sqrt": unary("Sqrt"),
  "aten::rsqrt": reciprocalRoot,
  "aten::reciprocal": unary("Reciprocal"),
  "aten::sin": unary("Sin"),
  "aten::cos": unary("Cos"),
  "aten::erf": unary("Erf"),
  "aten::floor": unary("Floor"),
  "aten::ceil": unary("Ceil"),
  "aten::round": unary("Round"),
  "aten::sigmoid": unary("Sigmoid"),
  "aten::tanh": unary("Tanh"),
  "aten::logical_not": unary("Not"),
  "aten::logical_or": (call) =>
    call.graph.add("Or", [call.valueIn("self", "bool"), call.valueIn("other", "bool")]),
  "aten::logical_and": (call) =>
    call.graph.add("And", [call.valueIn("self", "bool"), call.valueIn("other", "bool")]),
  "aten::eq.Tensor": comparison("Equal"),
  "aten::eq.Scalar": comparison("Equal"),
  "aten::ne.Tensor": comparison("Equal", "Not"),
  "aten::ne.Scalar": comparison("Equal", "Not"),
  "aten::gt.Tensor": comparison("Greater"),
  "aten::gt.Scalar": comparison("Greater"),
  "aten::ge.Tensor": comparison("GreaterOrEqual"),
  "aten::ge.Scalar": comparison("GreaterOrEqual"),
  "aten::lt.Tensor": comparison("Less"),
  "aten::lt.Scalar": comparison("Less"),
  "aten::le.Tensor": comparison("LessOrEqual"),
  "aten::le.Scalar": comparison("LessOrEqual"),
  "aten::where.self": where,
  "aten::masked_fill.Scalar": maskedFill,
  "aten::masked_fill.Tensor": maskedFill,
  "aten::to.dtype": toDType,
  "aten::to.dtype_layout": toDType,
  "aten::clone": (call) => call.tensor(),
};
