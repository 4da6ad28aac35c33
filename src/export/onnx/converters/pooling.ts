import type { Call, Convert } from "../call.js";
import { bothEnds } from "./convolutions.js";

function poolAttributes(call: Call, numAxes: number) {
  if (call.rank() !== numAxes + 2) return call.fail("expected a batch of inputs, [B, C, ...]");
  const kernel = call.numbers("kernel_size", numAxes, 1);
  return {
    kernel_shape: kernel,
    strides: call.numbers("stride", numAxes, kernel),
    pads: bothEnds(call.numbers("padding", numAxes, 0)),
    ceil_mode: call.flag("ceil_mode", false) ? 1 : 0,
  };
}

const maxPool =
  (numAxes: number): Convert =>
  (call) =>
    call.graph.add("MaxPool", [call.tensor()], {
      ...poolAttributes(call, numAxes),
      dilations: call.numbers("dilation", numAxes, 1),
    });

const averagePool =
  (numAxes: number): Convert =>
  (call) => {
    const { graph } = call;
    const attributes = poolAttributes(call, numAxes);
    const isOverridden = call.has("divisor_override");
    if (isOverridden && attributes.ceil_mode === 1)
      return call.fail("'divisor_override' with 'ceil_mode' has no ONNX form");
    const includesPad = isOverridden || call.flag("count_include_pad", true);
    const mean = graph.add("AveragePool", [call.tensor()], {
      ...attributes,
      count_include_pad: includesPad ? 1 : 0,
    });
    if (!isOverridden) return mean;
    const size = attributes.kernel_shape.reduce((product, one) => product * one, 1);
    const factor = size / call.number("divisor_override");
    return graph.add("Mul", [mean, graph.scalar(factor, call.dtype())]);
  };

/**
 * Pools to one value per axis, or to windows as PyTorch places them: window i of n begins at floor(i * size / n) and ends at
 * ceil((i + 1) * size / n). A window is a product of intervals, so that axes are pooled one by one.
 */
const adaptivePool =
  (numAxes: number, globalType: string, reduction: string): Convert =>
  (call) => {
    const { graph } = call;
    if (call.rank() !== numAxes + 2) return call.fail("expected a batch of inputs, [B, C, ...]");
    const sizes = wantedSizes(call, numAxes);
    if (sizes.every((size) => size === 1)) return graph.add(globalType, [call.tensor()]);
    return sizes.reduce<string>((value, size, i) => {
      const axis = 2 + i;
      if (size === 1) return graph.reduce(reduction, value, [axis], true);
      const given = call.dims()[axis] ?? null;
      // An axis that keeps its size, as null in the layer's sizes.
      if (size === given || (size === null && given === null)) return value;
      const length = call.fixedDim(axis);
      const number = size ?? call.fail("'output_size' must not depend on the input's size");
      const windows = Array.from({ length: number }, (_, place) => {
        const ends = [Math.floor((place * length) / number), Math.ceil(((place + 1) * length) / number)];
        const [start, end] = ends.map((one) => graph.numbers([one])) as [string, string];
        const part = graph.add("Slice", [value, start, end, graph.numbers([axis])]);
        return graph.reduce(reduction, part, [axis], true);
      });
      return graph.add("Concat", windows, { axis });
    }, call.tensor());
  };

/** Returns the size of each axis; null if it depends on the input. */
function wantedSizes(call: Call, numAxes: number): (number | null)[] {
  const given = call.argument("output_size");
  const list: unknown[] = Array.isArray(given) ? given : Array<unknown>(numAxes).fill(given);
  return list.map((size) => (typeof size === "number" ? size : null));
}

const averageWindows = (numAxes: number) => adaptivePool(numAxes, "GlobalAveragePool", "ReduceMean");
const largestOfWindows = (numAxes: number) => adaptivePool(numAxes, "GlobalMaxPool", "ReduceMax");

export const POOLING: Record<string, Convert> = {
  "aten::max_pool1d": maxPool(1),
  "aten::max_pool2d": maxPool(2),
  "aten::max_pool3d": maxPool(3),
  "aten::avg_pool1d": averagePool(1),
  "aten::avg_pool2d": averagePool(2),
  "aten::avg_pool3d": averagePool(3),
  "aten::adaptive_avg_pool1d": averageWindows(1),
  "aten::adaptive_avg_pool2d": averageWindows(2),
  "aten::adaptive_max_pool1d": largestOfWindows(1),
  "aten::adaptive_max_pool2d": largestOfWindows(2),
};
