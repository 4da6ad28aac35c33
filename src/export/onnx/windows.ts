// O = outputs of the model, D = width of the embedding, n = windows of a waveform.
import type { GraphBuilder } from "./graph.js";

/** Names of the model's results for windows: [..., O] and [..., D]. */
export interface WindowValues {
  outputs: string;
  embedding: string;
}

/** Waveforms [B, T], or [B, A, T] of several channels. */
export interface Waveform {
  name: string;
  /** [A], or none for one channel. */
  channels: readonly number[];
}

/**
 * Cuts waveforms into windows as `predict` does: side by side, the last padded with silence. The model
 * computes all of them as one batch; its results are averaged by the audio in each window, or those of frames are put side by
 * side.
 */
export function overWindows(
  graph: GraphBuilder,
  waveform: Waveform,
  clipSamples: number,
  hasFrames: boolean,
  model: (windows: string) => WindowValues,
): WindowValues {
  graph.place = "windows";
  const { length, numWindows } = countWindows(graph, waveform, clipSamples);
  const clip = graph.numbers([clipSamples]);
  const missing = graph.add("Sub", [graph.add("Mul", [numWindows, clip]), length]);
  const padded = padEnd(graph, waveform, waveform.name, missing);
  const { outputs, embedding } = model(cut(graph, waveform, padded, numWindows, clipSamples));

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
  /** [B n, R, F] to [B, R, n F] */
  const sideBySide = (value: string): string => {
    const [rows, frames] = [graph.size(value, 1), graph.size(value, 2)];
    const all = (...sizes: string[]) => graph.add("Concat", sizes, { axis: 0 });
    const byClip = graph.add("Reshape", [value, all(graph.numbers([-1]), numWindows, rows, frames)]); // [B, n, R, F]
    const byRow = graph.add("Transpose", [byClip], { perm: [0, 2, 1, 3] });
    return graph.add("Reshape", [byRow, all(graph.numbers([0]), rows, graph.numbers([-1]))]);
  };
  return { outputs: hasFrames ? sideBySide(outputs) : average(outputs), embedding: average(embedding) };
}

/** Returns windows [B n, clip], or [B n, A, clip], of waveforms [B, n clip], or [B, A, n clip]. */
function cut(
  graph: GraphBuilder,
  { channels }: Waveform,
  padded: string,
  numWindows: string,
  clipSamples: number,
): string {
  const shape = graph.numbers([-1, ...channels, clipSamples]);
  if (channels.length === 0) return graph.add("Reshape", [padded, shape]);
  const sizes = [graph.numbers([-1, ...channels]), numWindows, graph.numbers([clipSamples])];
  const byChannel = graph.add("Reshape", [padded, graph.add("Concat", sizes, { axis: 0 })]); // [B, A, n, clip]
  return graph.add("Reshape", [graph.add("Transpose", [byChannel], { perm: [0, 2, 1, 3] }), shape]);
}

/** Pads the last axis of a part of the waveform with silence at its end. @param missing samples, int64 [1] */
export function padEnd(graph: GraphBuilder, { channels }: Waveform, part: string, missing: string): string {
  const rank = 2 + channels.length;
  const zeros = graph.numbers(Array<number>(2 * rank - 1).fill(0));
  const pads = graph.add("Concat", [zeros, missing], { axis: 0 });
  return graph.add("Pad", [part, pads, graph.scalar(0, "float32")], { mode: "constant" });
}

/** Returns int64 tensors [1]: T, and the number of windows in it. */
export function countWindows(graph: GraphBuilder, { name, channels }: Waveform, clipSamples: number) {
  const length = graph.size(name, 1 + channels.length);
  const ends = graph.add("Add", [length, graph.numbers([clipSamples - 1])]);
  return { length, numWindows: graph.add("Div", [ends, graph.numbers([clipSamples])]) };
}

/** Returns the fraction `samples / length` as float32. */
export function shareOf(graph: GraphBuilder, samples: string, length: string): string {
  const float = (value: string) => graph.add("Cast", [value], { to: 1 });
  return graph.add("Div", [float(samples), float(length)]);
}
