// The cases of layers as functions of one tensor, for ONNX.
import type { Module } from "../../src/nn/index.js";
import { isFloatingPoint, keep, manualSeed, scope, type Tensor } from "../../src/tensor/index.js";
import { ops } from "../../src/tensor/ops.js";
import { inputsOf, type LayerCase, outputsOf, randomize } from "./layer.js";

export interface LayerFunction {
  /** Created in evaluation mode, with random weights; the caller disposes it. */
  layer: Module;
  body: (x: Tensor) => Tensor;
  /** Shapes to trace. */
  traced: number[][];
  /** A shape that was not traced, where the input's size may vary. */
  tried: number[];
}

/**
 * Returns a case as a function of its first input; the others are constants. Indices are made of small numbers, and several
 * outputs are joined.
 */
export function asFunction(testCase: LayerCase): LayerFunction {
  return scope(() => {
    manualSeed(5);
    const layer = testCase.layer();
    randomize(layer);
    layer.eval();
    const [first, ...others] = inputsOf(testCase, "float32");
    for (const other of others) keep(other);
    const isFloating = isFloatingPoint(first!.dtype);
    const { shape } = first!;
    const body = (x: Tensor): Tensor => {
      const input = isFloating ? x : x.mul(3).abs().to("int64");
      const outputs = outputsOf(testCase, layer, [input, ...others]);
      return outputs.length === 1 ? outputs[0]! : ops.cat(outputs.map((one) => one.flatten()));
    };
    // Other inputs have the batch's size.
    const axes = others.length > 0 ? [] : (testCase.dynamic ?? [0]);
    const grown = (by: number) => {
      const sizes = [...shape];
      for (const [i, axis] of axes.entries()) sizes[axis < 0 ? axis + sizes.length : axis]! += by * (i + 1);
      return sizes;
    };
    const traced = axes.length === 0 ? [shape] : [shape, grown(1), grown(5)];
    return { layer, body, traced, tried: grown(3) };
  });
}
