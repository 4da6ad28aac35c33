import type { Call, Convert } from "../call.js";
import { Float } from "../model.js";

const batchNorm: Convert = (call) => {
  if (call.flag("training", false)) return call.fail("it normalises by its batch; call eval() first");
  const channels = call.fixedDim(1, "input");
  const constant = (name: string, value: number) =>
    call.has(name)
      ? call.tensor(name)
      : call.graph.numbers(Array<number>(channels).fill(value), call.dtype("input"));
  return call.graph.add(
    "BatchNormalization",
    [
      call.tensor("input"),
      constant("weight", 1),
      constant("bias", 0),
      call.tensor("running_mean"),
      call.tensor("running_var"),
    ],
    { epsilon: new Float(call.number("eps", 1e-5)) },
  );
};

const layerNorm: Convert = (call) => {
  const shape = call.numbers("normalized_shape", 1, 0);
  const size = shape.reduce((product, one) => product * one, 1);
  const weight = call.has("weight")
    ? call.tensor("weight")
    : call.graph.numbers(Array<number>(size).fill(1), call.dtype("input"), shape);
  const inputs = [call.tensor("input"), weight, ...(call.has("bias") ? [call.tensor("bias")] : [])];
  return call.graph.add("LayerNormalization", inputs, {
    axis: -shape.length,
    epsilon: new Float(call.number("eps", 1e-5)),
  });
};

/** Scales and shifts channels, where the operator has weights: [C] against [B, C, ...]. */
function affine(call: Call, value: string): string {
  const { graph } = call;
  const shape = [call.fixedDim(1, "input"), ...Array<number>(call.rank("input") - 2).fill(1)];
  const along = (name: string) => graph.add("Reshape", [call.tensor(name), graph.numbers(shape)]);
  const scaled = call.has("weight") ? graph.add("Mul", [value, along("weight")]) : value;
  return call.has("bias") ? graph.add("Add", [scaled, along("bias")]) : scaled;
}

/** Normalizes each of `numRows` rows of values of each example: [B, rows, ...] in any shape. */
function normalizeRows(call: Call, value: string, numRows: number): string {
  const { graph } = call;
  const dtype = call.dtype("input");
  const filled = (one: number) => graph.numbers(Array<number>(numRows).fill(one), dtype);
  return graph.add("InstanceNormalization", [value, filled(1), filled(0)], {
    epsilon: new Float(call.number("eps", 1e-5)),
  });
}

const groupNorm: Convert = (call) => {
  const { graph } = call;
  const numGroups = call.number("num_groups");
  const groups = graph.add("Reshape", [call.tensor("input"), graph.numbers([0, numGroups, -1])]);
  const normalized = normalizeRows(call, groups, numGroups);
  const shape = graph.addOnce("Shape", [call.tensor("input")]);
  return affine(call, graph.add("Reshape", [normalized, shape]));
};

const instanceNorm: Convert = (call) => {
  if (!call.flag("use_input_stats", true)) return batchNorm(call);
  return affine(call, normalizeRows(call, call.tensor("input"), call.fixedDim(1, "input")));
};

/** The smallest number that changes 1 in float32. */
const EPSILON = 2 ** -23;

const rmsNorm: Convert = (call) => {
  const { graph } = call;
  const dtype = call.dtype("input");
  const rank = call.rank("input");
  const axes = call.numbers("normalized_shape", 1, 0).map((_, i, all) => rank - all.length + i);
  const value = call.tensor("input");
  const power = graph.reduce("ReduceMean", graph.add("Mul", [value, value]), axes, true);
  const root = graph.add("Sqrt", [
    graph.add("Add", [power, graph.scalar(call.number("eps", EPSILON), dtype)]),
  ]);
  const normalized = graph.add("Div", [value, root]);
  return call.has("weight") ? graph.add("Mul", [normalized, call.tensor("weight")]) : normalized;
};

export const NORMS: Record<string, Convert> = {
  "aten::batch_norm": batchNorm,
  "aten::layer_norm": layerNorm,
  "aten::group_norm": groupNorm,
  "aten::instance_norm": instanceNorm,
  "aten::rms_norm": rmsNorm,
};
