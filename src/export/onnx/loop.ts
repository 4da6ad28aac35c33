import type { Windowing } from "../../data/windows.js";
import type { GraphBuilder } from "./graph.js";
import { GraphBuilder as Graph } from "./graph.js";
import { countWindows, padEnd, shareOf, type Waveform, type WindowValues } from "./windows.js";

/**
 * Like `overWindows`, for a model that was trained on batches by duration: the last window is padded to about its own
 * length, and a loop computes one window after the other.
 */
export function overWindowsOfAnyLength(
  graph: GraphBuilder,
  waveform: Waveform,
  windowing: Windowing,
  widths: Record<keyof WindowValues, number>,
  model: (graph: GraphBuilder, window: string) => WindowValues,
): WindowValues {
  graph.place = "windows";
  const { numWindows, ...lengths } = countWindows(graph, waveform, windowing);
  const body = windowBody(graph, waveform, lengths, windowing, widths, model);
  const numRows = graph.size(waveform.name, 0);
  const zeros = (width: number): string => {
    const shape = graph.add("Concat", [numRows, graph.numbers([width])], { axis: 0 });
    return graph.add("Expand", [graph.scalar(0, "float32"), shape]);
  };
  const [outputs, embedding] = graph.addMany(
    "Loop",
    [graph.add("Squeeze", [numWindows]), "", zeros(widths.outputs), zeros(widths.embedding)],
    2,
    { body },
  );
  return { outputs: outputs!, embedding: embedding! };
}

/** One iteration: (number, condition, sums so far) to (condition, sums with this window's share). */
function windowBody(
  outer: GraphBuilder,
  waveform: Waveform,
  { length, windowed }: Record<"length" | "windowed", string>,
  windowing: Windowing,
  widths: Record<keyof WindowValues, number>,
  model: (graph: GraphBuilder, window: string) => WindowValues,
) {
  const graph = new Graph(outer.opset, outer);
  graph.place = "windows/turn";
  const fresh = (name: string) => graph.fresh(`windows/turn/${name}`);
  const turn = fresh("number");
  const condition = fresh("goes_on");
  const sums = { outputs: fresh("outputs"), embedding: fresh("embedding") };

  const clip = graph.numbers([windowing.clipSamples]);
  const hop = graph.numbers([windowing.hopSamples]);
  const start = graph.add("Mul", [graph.add("Unsqueeze", [turn, graph.numbers([0])]), hop]);
  const samples = graph.add("Min", [graph.add("Sub", [length, start]), clip]); // [1]
  const end = graph.add("Add", [start, samples]);
  const time = graph.numbers([1 + waveform.channels.length]);
  const part = graph.add("Slice", [waveform.name, start, end, time]);
  // The shortest of the lengths that holds the window.
  const lengths = graph.numbers([...windowing.paddedSamples]); // [K]
  const fitting = graph.add("Where", [graph.add("Less", [lengths, samples]), clip, lengths]); // [K]
  const padded = graph.reduce("ReduceMin", fitting, [0], true); // [1]
  const missing = graph.add("Sub", [padded, samples]);
  const window = padEnd(graph, waveform, part, missing);
  const share = shareOf(graph, samples, windowed); // [1]
  const values = model(graph, window);

  graph.place = "windows/turn";
  const added = (name: keyof WindowValues) =>
    graph.add("Add", [sums[name], graph.add("Mul", [values[name], share])]);
  const next = { outputs: added("outputs"), embedding: added("embedding") };
  const nextCondition = graph.add("Identity", [condition]);
  const shaped = (name: string, width: number) => ({
    name,
    dtype: "float32" as const,
    shape: ["batch", width],
  });
  return graph.finish(
    "window",
    [
      { name: turn, dtype: "int64", shape: [] },
      { name: condition, dtype: "bool", shape: [] },
      shaped(sums.outputs, widths.outputs),
      shaped(sums.embedding, widths.embedding),
    ],
    [
      { name: nextCondition, dtype: "bool", shape: [] },
      shaped(next.outputs, widths.outputs),
      shaped(next.embedding, widths.embedding),
    ],
  );
}
