// O = outputs of the model, D = width of the embedding, n = windows of a waveform.
import type { Windowing } from "../../data/windows.js";
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
 * Cuts waveforms into windows as `predict` does: the last is padded with silence. The model
 * computes all of them as one batch; its results are averaged by the audio in each window, or those of frames are put side by
 * side.
 */
export function overWindows(
  graph: GraphBuilder,
  waveform: Waveform,
  windowing: Windowing,
  hasFrames: boolean,
  model: (windows: string) => WindowValues,
): WindowValues {
  graph.place = "windows";
  const { clipSamples, hopSamples } = windowing;
  const { length, numWindows, windowed } = countWindows(graph, waveform, windowing);
  const clip = graph.numbers([clipSamples]);
  const hop = graph.numbers([hopSamples]);
  const covered = graph.add("Mul", [numWindows, hop]);
  const end = overlaps(windowing)
    ? graph.add("Add", [covered, graph.numbers([clipSamples - hopSamples])])
    : covered;
  const padded = padEnd(graph, waveform, waveform.name, graph.add("Sub", [end, length]));
  const cutAll = overlaps(windowing) ? cutOverlapping : cut;
  const { outputs, embedding } = model(cutAll(graph, waveform, padded, numWindows, windowing));

  graph.place = "windows";
  const left = graph.add("Sub", [length, startsOf(graph, numWindows, hop)]);
  const weights = shareOf(graph, graph.add("Min", [left, clip]), windowed); // [n]
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

export const overlaps = ({ clipSamples, hopSamples }: Windowing): boolean => hopSamples < clipSamples;

/** Returns the first sample of each window, int64 [n]. */
function startsOf(graph: GraphBuilder, numWindows: string, hop: string): string {
  const count = graph.addOnce("Squeeze", [numWindows]);
  return graph.addOnce("Mul", [graph.addOnce("Range", [graph.scalar(0), count, graph.scalar(1)]), hop]);
}

/** Like `cut`, for windows that overlap: waveforms are [B, (n - 1) hop + clip], or [B, A, (n - 1) hop + clip]. */
function cutOverlapping(
  graph: GraphBuilder,
  { channels }: Waveform,
  padded: string,
  numWindows: string,
  { clipSamples, hopSamples }: Windowing,
): string {
  const starts = startsOf(graph, numWindows, graph.numbers([hopSamples]));
  const column = graph.add("Unsqueeze", [starts, graph.numbers([1])]); // [n, 1]
  const inWindow = graph.add("Range", [graph.scalar(0), graph.scalar(clipSamples), graph.scalar(1)]); // [clip]
  const places = graph.add("Add", [column, inWindow]); // [n, clip]
  const windows = graph.add("Gather", [padded, places], { axis: 1 + channels.length }); // [B, n, clip] or [B, A, n, clip]
  const byWindow =
    channels.length === 0 ? windows : graph.add("Transpose", [windows], { perm: [0, 2, 1, 3] });
  return graph.add("Reshape", [byWindow, graph.numbers([-1, ...channels, clipSamples])]);
}

/** Returns windows [B n, clip], or [B n, A, clip], of waveforms [B, n clip], or [B, A, n clip]. */
function cut(
  graph: GraphBuilder,
  { channels }: Waveform,
  padded: string,
  numWindows: string,
  { clipSamples }: Windowing,
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

/** Returns int64 tensors [1]: T, the number of windows in it, and the samples of all windows, without padding. */
export function countWindows(graph: GraphBuilder, { name, channels }: Waveform, windowing: Windowing) {
  const { clipSamples, hopSamples } = windowing;
  const length = graph.size(name, 1 + channels.length);
  const ratio = (samples: string): string => {
    const ends = graph.add("Add", [samples, graph.numbers([hopSamples - 1])]);
    return graph.add("Div", [ends, graph.numbers([hopSamples])]);
  };
  if (!overlaps(windowing)) return { length, numWindows: ratio(length), windowed: length };
  const none = graph.numbers([0]);
  const afterFirst = graph.add("Max", [graph.add("Sub", [length, graph.numbers([clipSamples])]), none]);
  const others = ratio(afterFirst);
  const twice = graph.add("Mul", [others, graph.numbers([clipSamples - hopSamples])]);
  return {
    length,
    numWindows: graph.add("Add", [others, graph.numbers([1])]),
    windowed: graph.add("Add", [length, twice]),
  };
}

/** Returns the fraction `samples / windowed` as float32. */
export function shareOf(graph: GraphBuilder, samples: string, windowed: string): string {
  const float = (value: string) => graph.add("Cast", [value], { to: 1 });
  return graph.add("Div", [float(samples), float(windowed)]);
}
