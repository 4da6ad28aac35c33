import type { Convert } from "../call.js";
import { Float } from "../model.js";

const SIXTH = new Float(1 / 6);

const named =
  (opType: string): Convert =>
  (call) =>
    call.graph.add(opType, [call.tensor()]);

const silu: Convert = (call) =>
  call.graph.add("Mul", [call.tensor(), call.graph.add("Sigmoid", [call.tensor()])]);

const mish: Convert = (call) => {
  const { graph } = call;
  return graph.add("Mul", [call.tensor(), graph.add("Tanh", [graph.add("Softplus", [call.tensor()])])]);
};

/** Written by its definition: ONNX has Gelu only since operator set 20. */
const gelu: Convert = (call) => {
  const { graph } = call;
  const dtype = call.result.dtype;
  const x = call.tensor();
  const number = (value: number) => graph.scalar(value, dtype);
  const half = graph.add("Mul", [x, number(0.5)]);
  let bent: string;
  if (call.text("approximate", "none") === "tanh") {
    const cube = graph.add("Mul", [graph.add("Mul", [x, x]), x]);
    const inner = graph.add("Add", [x, graph.add("Mul", [cube, number(0.044715)])]);
    bent = graph.add("Tanh", [graph.add("Mul", [inner, number(Math.sqrt(2 / Math.PI))])]);
  } else bent = graph.add("Erf", [graph.add("Mul", [x, number(Math.SQRT1_2)])]);
  return graph.add("Mul", [half, graph.add("Add", [bent, number(1)])]);
};

/** `x` limited to a range. */
const limited =
  (least: number, most: number): Convert =>
  (call) => {
    const { graph } = call;
    const dtype = call.result.dtype;
    const [low, high] = [call.number("min_val", least), call.number("max_val", most)];
    const raised = graph.add("Max", [call.tensor(), graph.scalar(low, dtype)]);
    return graph.add("Min", [raised, graph.scalar(high, dtype)]);
  };

/** Above this PyTorch's threshold, softplus is the identity to float32's last digit. */
const EXACT_THRESHOLD = 20;

const softplus: Convert = (call) => {
  const { graph } = call;
  const dtype = call.result.dtype;
  const [beta, threshold] = [call.number("beta", 1), call.number("threshold", 20)];
  const x = call.tensor();
  const scaled = beta === 1 ? x : graph.add("Mul", [x, graph.scalar(beta, dtype)]);
  const bent = graph.add("Softplus", [scaled]);
  const value = beta === 1 ? bent : graph.add("Div", [bent, graph.scalar(beta, dtype)]);
  if (threshold >= EXACT_THRESHOLD) return value;
  return graph.add("Where", [graph.add("Greater", [scaled, graph.scalar(threshold, dtype)]), x, value]);
};

const logSigmoid: Convert = (call) => {
  const { graph } = call;
  return graph.add("Neg", [graph.add("Softplus", [graph.add("Neg", [call.tensor()])])]);
};

const glu: Convert = (call) => {
  const { graph } = call;
  const axis = call.axis("dim", -1);
  const half = call.fixedDim(axis) / 2;
  const parts = graph.addMany("Split", [call.tensor(), graph.numbers([half, half])], 2, { axis });
  return graph.add("Mul", [parts[0]!, graph.add("Sigmoid", [parts[1]!])]);
};

/** Slopes are along the channels, [B, C, ...]. */
const prelu: Convert = (call) => {
  const { graph } = call;
  const count = call.fixedDim(0, "weight");
  const axes = Array<number>(Math.max(0, call.rank() - 2)).fill(1);
  const slopes =
    count === 1
      ? call.tensor("weight")
      : graph.add("Reshape", [call.tensor("weight"), graph.numbers([count, ...axes])]);
  return graph.add("PRelu", [call.tensor(), slopes]);
};

const elu: Convert = (call) => {
  if (call.number("scale", 1) !== 1 || call.number("input_scale", 1) !== 1)
    return call.fail("'scale' and 'input_scale' are not written");
  return call.graph.add("Elu", [call.tensor()], { alpha: new Float(call.number("alpha", 1)) });
};

export const ACTIVATIONS: Record<string, Convert> = {
  "aten::relu": named("Relu"),
  "aten::relu6": limited(0, 6),
  "aten::hardtanh": limited(-1, 1),
  "aten::leaky_relu": (call) =>
    call.graph.add("LeakyRelu", [call.tensor()], { alpha: new Float(call.number("negative_slope", 0.01)) }),
  "aten::prelu": prelu,
  "aten::elu": elu,
  "aten::selu": named("Selu"),
  "aten::gelu": gelu,
  "aten::silu": silu,
  "aten::mish": mish,
  "aten::hardswish": named("HardSwish"),
  "aten::hardsigmoid": (call) => call.graph.add("HardSigmoid", [call.tensor()], { alpha: SIXTH }),
  "aten::softplus": softplus,
  "aten::log_sigmoid": logSigmoid,
  "aten::glu": glu,
};
