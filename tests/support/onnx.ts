import { randomFloat } from "../../src/data/random.js";
import { convertCalls } from "../../src/export/onnx/convert.js";
import { mergeTraces } from "../../src/export/onnx/dynamic.js";
import { GraphBuilder } from "../../src/export/onnx/graph.js";
import { encodeModel } from "../../src/export/onnx/model.js";
import { OnnxSession } from "../../src/export/onnx/runtime.js";
import { trace } from "../../src/export/onnx/trace.js";
import type { Module } from "../../src/nn/index.js";
import { noGrad, scope, Tensor } from "../../src/tensor/index.js";

export function numbersOf(shape: readonly number[], seed = 1): Float32Array {
  const count = shape.reduce((product, size) => product * size, 1);
  return Float32Array.from({ length: count }, (_, i) => 2 * randomFloat(seed, i) - 1);
}

/** Exports a function of one tensor, traced on inputs of these shapes. */
export function exportFunction(
  body: (x: Tensor) => Tensor,
  shapes: readonly (readonly number[])[],
  { modules = {}, opset = 18 }: { modules?: Record<string, Module>; opset?: number } = {},
): Uint8Array {
  const traces = shapes.map((shape, i) =>
    scope(() =>
      trace(modules, (x) => ({ y: body(x) }), Tensor.from(numbersOf(shape, i), { shape: [...shape] })),
    ),
  );
  const calls = mergeTraces(traces);
  const graph = new GraphBuilder(opset);
  graph.fresh("x");
  graph.fresh("y");
  const names = convertCalls(calls, graph, "x");
  const { id, shape, dtype } = traces[0]!.outputs["y"]!;
  graph.rename(names.get(id)!, "y");
  const dynamic = (name: string, rank: number) => Array.from({ length: rank }, (_, i) => `${name}${i}`);
  return encodeModel({
    graph: graph.finish(
      "function",
      [{ name: "x", dtype: "float32", shape: dynamic("x", shapes[0]!.length) }],
      [{ name: "y", dtype, shape: dynamic("y", shape.length) }],
    ),
    opset,
    producerVersion: "test",
    description: "",
    metadata: {},
  });
}

/** Returns the largest difference between libtorch and onnxruntime on inputs of these shapes. */
export async function largestDifference(
  model: Uint8Array,
  body: (x: Tensor) => Tensor,
  shapes: readonly (readonly number[])[],
): Promise<number> {
  const session = await OnnxSession.open(model);
  let most = 0;
  try {
    for (const shape of shapes) {
      const input = numbersOf(shape, 7);
      const ours = noGrad(() =>
        scope(() =>
          body(Tensor.from(input, { shape: [...shape] }))
            .to("float32")
            .toFloat32Array(),
        ),
      );
      const theirs = Float32Array.from((await session.run(input, shape))["y"]!, Number);
      if (theirs.length !== ours.length) return Number.POSITIVE_INFINITY;
      ours.forEach((value, i) => {
        most = Math.max(most, Object.is(value, theirs[i]) ? 0 : Math.abs(value - theirs[i]!));
      });
    }
  } finally {
    await session.close();
  }
  return most;
}
