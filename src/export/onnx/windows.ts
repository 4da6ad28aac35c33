// O = outputs of the model, D = width of the embedding, n = windows of a waveform.
import type { GraphBuilder } from "./graph.js";

/** Names of the model's results for windows: [..., O] and [..., D]. */
export interface WindowValues {
  outputs: string;
  embedding: string;
}

/**
 * Cuts waveforms [B, T] into windows as `predict` does: side by side, the last padded with silence. The model
 * computes all of them as one batch; its results are averaged by the audio in each window.
 */
export function overWindows(
  graph: GraphBuilder,
  waveform: string,
  clipSamples: number,
  model: (windows: string) => WindowValues,
): WindowValues {
  graph.place = "windows";
  const { length, numWindows } = countWindows(graph, waveform, clipSamples);
  const zero = graph.numbers([0]);
  const clip = graph.numbers([clipSamples]);
  const missing = graph.add("Sub", [graph.add("Mul", [numWindows, clip]), length]);
  const pads = graph.add("Concat", [zero, zero, zero, missing], { axis: 0 });
  const padded = graph.add("Pad", [waveform, pads, graph.scalar(0, "float32")], { mode: "constant" });
  const windows = graph.add("Reshape", [padded, graph.numbers([-1, clipSamples])]); // [B n, clip]
  const { outputs, embedding } = model(windows);

  graph.place = "windows";
  const scalarOf = (value: string) => graph.addOnce("Squeeze", [value]);
  const indices = graph.add("Range", [graph.scalar(0), scalarOf(numWindows), graph.scalar(1)]); // [n]
  const left = graph.add("Sub", [length, graph.add("Mul", [indices, clip])]);
  const weights = shareOf(graph, graph.add("Min", [left, clip]), length); // [n]
  const row = graph.add("Unsqueeze", [weights, graph.numbers([0])]); // [1, n]
  const average = (value: string): string => {
    const width = graph.size(value, 1);
    const shape = graph.add("Concat", [graph.numbers([-1]), numWindows, width], { axis: 0 });
    const byClip = graph.add("Reshape", [value, shape]); // [B, n, O]
    return graph.add("Squeeze", [graph.add("MatMul", [row, byClip]), graph.numbers([1])]); // [B, O]
  };
  return { outputs: average(outputs), embedding: average(embedding) };
}

/** Returns int64 tensors [1]: T, and the number of windows in it. */
export function countWindows(graph: GraphBuilder, waveform: string, clipSamples: number) {
  const length = graph.size(waveform, 1);
  const ends = graph.add("Add", [length, graph.numbers([clipSamples - 1])]);
  return { length, numWindows: graph.add("Div", [ends, graph.numbers([clipSamples])]) };
}

/** Returns the fraction `samples / length` as float32. */
export function shareOf(graph: GraphBuilder, samples: string, length: string): string {
  const float = (value: string) => graph.add("Cast", [value], { to: 1 });
  return graph.add("Div", [float(samples), float(length)]);
}
