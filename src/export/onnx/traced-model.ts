import { loadedFrontEnd } from "../../config/feature-sizes.js";
import { PURPOSES, randomFloat } from "../../data/random.js";
import type { Windowing } from "../../data/windows.js";
import { ExportError } from "../../errors.js";
import { embedAndClassify } from "../../inference/forward.js";
import { windowingOf } from "../../inference/loaders.js";
import type { RestoredModel } from "../../inference/restore.js";
import { waveShape } from "../../inference/sample-format.js";
import type { TaskDescription } from "../../tasks/answer.js";
import { Tensor } from "../../tensor/index.js";
import { convertCalls } from "./convert.js";
import { type GraphCall, mergeTraces } from "./dynamic.js";
import { GraphBuilder } from "./graph.js";
import { overWindowsOfAnyLength } from "./loop.js";
import type { OnnxGraph, OnnxValueInfo } from "./model.js";
import { type Trace, trace } from "./trace.js";
import { overWindows, type Waveform } from "./windows.js";

/** A traced model: from waveforms as long as a window to everything that is computed from them. */
export interface TracedModel {
  calls: readonly GraphCall[];
  /** The trace whose values are stored, and its input, row-major. */
  trace: Trace;
  wave: Float32Array; // [B, T], or [B, channels, T]
  /** The windows that the file cuts waveforms into. */
  windowing: Windowing;
  /** True for outputs of frames, [B, R, F]. */
  hasFrames: boolean;
}

/** Batch sizes of the traces: models are unlikely to contain these numbers as constants. */
const NUM_ROWS = [2, 3, 7];

/** Traces the features and the model, on inputs of several sizes. */
export function traceModel(restored: RestoredModel): TracedModel {
  const { model, frontEnd, config } = restored;
  const windowing = windowingOf(config);
  const { clipSamples, paddedSamples } = windowing;
  const shortest = paddedSamples[0]!;
  const traces = NUM_ROWS.map((numRows, i) => {
    // Only lengths that predict uses are traced: the model may accept clips of one length only.
    const longest = Math.max(clipSamples, shortest + 2 * loadedFrontEnd(config).sizes().hop.samples);
    const numSamples = hasOneLength(windowing)
      ? clipSamples
      : longest - Math.round((i * (longest - shortest)) / 3);
    const shape = waveShape(config, numRows, numSamples);
    const wave = testWave(shape, config.data.sample_rate_hz);
    const traced = trace(
      { front_end: frontEnd, model },
      (input) => {
        const { embeddings, logits } = embedAndClassify(restored, input);
        return { embedding: embeddings, outputs: restored.task.activate(logits) };
      },
      Tensor.from(wave, { shape }),
    );
    return { traced, wave };
  });
  const { traced, wave } = traces[0]!;
  const calls = mergeTraces(traces.map(({ traced }) => traced));
  return { calls, trace: traced, wave, windowing, hasFrames: restored.task.hasFrames ?? false };
}

const hasOneLength = ({ paddedSamples }: Windowing): boolean => paddedSamples.length === 1;

/** Makes rows of tones, noise and silence, loud and quiet: the same each time. @param shape the last axis is time */
export function testWave(shape: readonly number[], sampleRateHz: number): Float32Array {
  const numSamples = shape.at(-1)!;
  const numRows = shape.slice(0, -1).reduce((product, size) => product * size, 1);
  const wave = new Float32Array(numRows * numSamples);
  for (let row = 0; row < numRows; row++) {
    const hz = 110 * 2 ** (row % 6);
    const loudness = 0.5 / (1 + row);
    for (let i = 0; i < numSamples; i++) {
      const isSilent = row % 3 === 2 && i > numSamples / 2;
      const noise = randomFloat(PURPOSES.exportNoise, row, i) - 0.5;
      const tone = Math.sin((2 * Math.PI * hz * i) / sampleRateHz);
      wave[row * numSamples + i] = isSilent ? 0 : loudness * (tone + 0.3 * noise);
    }
  }
  return wave;
}

const WAVEFORM = "waveform";

/** The input of an exported model: that of several channels has an axis for them. */
function inputOf({ trace }: TracedModel): OnnxValueInfo {
  const [, numChannels] = trace.input.shape;
  const isMono = trace.input.shape.length === 2;
  return {
    name: WAVEFORM,
    dtype: "float32",
    shape: isMono ? ["batch", "samples"] : ["batch", numChannels!, "samples"],
    description: `${isMono ? "Mono audio" : `Audio of ${numChannels} channels`} at the sample rate of the metadata, full scale 1, of any length from one sample on.`,
  };
}

/**
 * The graph that is exported: waveforms of any length to activated outputs and embedding.
 *
 * @param output name and meaning of the activated outputs
 */
export function waveformGraph(
  model: TracedModel,
  opset: number,
  output: TaskDescription["output"],
): OnnxGraph {
  const graph = new GraphBuilder(opset);
  const { calls, trace, windowing, hasFrames } = model;
  graph.fresh(WAVEFORM);
  const widths = { outputs: widthOf(trace, "outputs", hasFrames), embedding: widthOf(trace, "embedding") };
  for (const name of [output.name, EMBEDDING]) graph.fresh(name);
  const convert = (target: GraphBuilder, window: string) => {
    const names = convertCalls(calls, target, window);
    const named = (name: string) => names.get(trace.outputs[name]!.id)!;
    return { outputs: named("outputs"), embedding: named("embedding") };
  };
  const [, ...inner] = trace.input.shape;
  const waveform: Waveform = { name: WAVEFORM, channels: inner.slice(0, -1) };
  const values = hasOneLength(windowing)
    ? overWindows(graph, waveform, windowing, hasFrames, (windows) => convert(graph, windows))
    : overWindowsOfAnyLength(graph, waveform, windowing, widths, convert);
  graph.rename(values.outputs, output.name);
  graph.rename(values.embedding, EMBEDDING);
  return graph.finish("woodshed", [inputOf(model)], outputsOf(widths, output, hasFrames));
}

const EMBEDDING = "embedding";

function outputsOf(
  widths: { outputs: number; embedding: number },
  { name, meaning }: TaskDescription["output"],
  hasFrames: boolean,
): OnnxValueInfo[] {
  const shape = ["batch", widths.outputs, ...(hasFrames ? ["frames"] : [])];
  return [
    { name, dtype: "float32", shape, description: meaning },
    {
      name: EMBEDDING,
      dtype: "float32",
      shape: ["batch", widths.embedding],
      description: "Input of the last layer; the mean over the windows of a long waveform.",
    },
  ];
}

/**
 * The model on one window, with the results of all its modules as outputs, to be compared one by one.
 * They are in the order in which they were computed, the outputs before activation last.
 */
export function watchedGraph(model: TracedModel, opset: number) {
  const { calls, trace } = model;
  const graph = new GraphBuilder(opset);
  const input = inputOf(model);
  graph.fresh(input.name);
  const names = convertCalls(calls, graph, input.name);
  const watched = trace.moduleResults
    .filter(({ values }) => values !== null)
    .map(({ module, value, values }, i) => {
      const name = `watched_${i}`;
      graph.rename(names.get(value.id)!, name);
      return { name, module, values: values!, rank: value.shape.length };
    });
  const outputs = watched.map(({ name, rank }, i): OnnxValueInfo => {
    const shape = Array.from({ length: rank }, (_, axis) => `size_${i}_${axis}`);
    return { name, dtype: "float32", shape };
  });
  return { graph: graph.finish("watched", [input], outputs), watched };
}

function widthOf(trace: Trace, output: string, hasFrames = false): number {
  const { shape } = trace.outputs[output]!;
  if (shape.length !== (hasFrames ? 3 : 2)) {
    throw new ExportError(
      "SHAPE",
      `export: ${output}: expected ${hasFrames ? "[B, rows, frames]" : "[B, width]"}, the model returns [${shape.join(", ")}]`,
    );
  }
  return shape[1]!;
}
