import type { Call, Convert } from "../call.js";

/** ONNX lists the padding before each axis, then the padding after each. */
export function bothEnds(padding: readonly number[]): number[] {
  return [...padding, ...padding];
}

function padsOf(call: Call, numAxes: number, kernel: readonly number[]): number[] {
  const padding = call.argument("padding");
  if (typeof padding !== "string") return bothEnds(call.numbers("padding", numAxes, 0));
  if (padding === "valid") return bothEnds(kernel.map(() => 0));
  // The stride is 1: the output is as long as the input. An odd total has the larger part at the end.
  const totals = call.numbers("dilation", numAxes, 1).map((step, i) => step * (kernel[i]! - 1));
  return [...totals.map((total) => Math.floor(total / 2)), ...totals.map((total) => Math.ceil(total / 2))];
}

function inputsOf(call: Call, numAxes: number): string[] {
  if (call.rank("input") !== numAxes + 2) return call.fail("expected a batch of inputs, [B, C, ...]");
  const bias = call.has("bias") ? [call.tensor("bias")] : [];
  return [call.tensor("input"), call.tensor("weight"), ...bias];
}

/** A convolution over the last `numAxes` axes. */
const convolution =
  (numAxes: number): Convert =>
  (call) => {
    const kernel = call.dims("weight").slice(2) as number[];
    return call.graph.add("Conv", inputsOf(call, numAxes), {
      kernel_shape: kernel,
      strides: call.numbers("stride", numAxes, 1),
      dilations: call.numbers("dilation", numAxes, 1),
      group: call.number("groups", 1),
      pads: padsOf(call, numAxes, kernel),
    });
  };

const transposedConvolution =
  (numAxes: number): Convert =>
  (call) =>
    call.graph.add("ConvTranspose", inputsOf(call, numAxes), {
      kernel_shape: call.dims("weight").slice(2) as number[],
      strides: call.numbers("stride", numAxes, 1),
      dilations: call.numbers("dilation", numAxes, 1),
      group: call.number("groups", 1),
      pads: bothEnds(call.numbers("padding", numAxes, 0)),
      output_padding: call.numbers("output_padding", numAxes, 0),
    });

export const CONVOLUTIONS: Record<string, Convert> = {
  "aten::conv1d": convolution(1),
  "aten::conv1d.padding": convolution(1),
  "aten::conv2d": convolution(2),
  "aten::conv2d.padding": convolution(2),
  "aten::conv3d": convolution(3),
  "aten::conv3d.padding": convolution(3),
  "aten::conv_transpose1d": transposedConvolution(1),
  "aten::conv_transpose2d.input": transposedConvolution(2),
  "aten::conv_transpose3d.input": transposedConvolution(3),
};
