import { randomFloat } from "../../data/random.js";
import { ExportError } from "../../errors.js";
import { Tensor } from "../../tensor/index.js";
import { clipSamplesOf, shortestInput } from "../../train/data.js";
import type { RestoredModel } from "../../train/restore.js";
import { embedAndClassify } from "../../train/step.js";
import { convertCalls } from "./convert.js";
import { type GraphCall, mergeTraces } from "./dynamic.js";
import { GraphBuilder } from "./graph.js";
import { overWindowsOfAnyLength } from "./loop.js";
import type { OnnxGraph, OnnxValueInfo } from "./model.js";
import { type Trace, trace } from "./trace.js";
import { overWindows } from "./windows.js";

/** A traced model, from waveforms of a window's length to its outputs. */
export interface TracedModel {
  calls: readonly GraphCall[];
  /** The trace whose values are stored, and its input, row-major. */
  trace: Trace;
  wave: Float32Array; // [B, T]
  numRows: number;
  /** Length of the windows that `predict` uses; if `isPadded` is false, from `shortest` to this. */
  clipSamples: number;
  shortest: number;
  isPadded: boolean;
}

/** Batch sizes of the traces; unlikely to equal a size in a model. */
const NUM_ROWS = [2, 3, 7];

/** Traces features and model on inputs of several sizes. */
export function traceModel(restored: RestoredModel): TracedModel {
  const { model, features, config } = restored;
  const clipSamples = clipSamplesOf(config);
  const shortest = shortestInput(config);
  const isPadded = config.training.batch_sec === null;
  const traces = NUM_ROWS.map((numRows, i) => {
    // Only lengths that `predict` uses: a model may support clips of one length only.
    const longest = Math.max(clipSamples, shortest + 2 * config.features.hop_samples);
    const numSamples = isPadded ? clipSamples : longest - Math.round((i * (longest - shortest)) / 3);
    const wave = testWave(numRows, numSamples, config.data.sample_rate_hz);
    const traced = trace(
      { features, model },
      (input) => {
        const { embeddings, logits } = embedAndClassify(restored, input);
        return { embedding: embeddings, logits, probabilities: logits.softmax(1) };
      },
      Tensor.from(wave, { shape: [numRows, numSamples] }),
    );
    return { traced, wave, numRows };
  });
  const { traced, wave, numRows } = traces[0]!;
  const calls = mergeTraces(traces.map(({ traced }) => traced));
  return { calls, trace: traced, wave, numRows, clipSamples, shortest, isPadded };
}

/** Returns rows of tones, noise and silence, loud and quiet; always the same. */
export function testWave(numRows: number, numSamples: number, sampleRateHz: number): Float32Array {
  const wave = new Float32Array(numRows * numSamples);
  for (let row = 0; row < numRows; row++) {
    const hz = 110 * 2 ** (row % 6);
    const loudness = 0.5 / (1 + row);
    for (let i = 0; i < numSamples; i++) {
      const isSilent = row % 3 === 2 && i > numSamples / 2;
      const noise = randomFloat(row, i) - 0.5;
      const tone = Math.sin((2 * Math.PI * hz * i) / sampleRateHz);
      wave[row * numSamples + i] = isSilent ? 0 : loudness * (tone + 0.3 * noise);
    }
  }
  return wave;
}

export const INPUT: OnnxValueInfo = {
  name: "waveform",
  dtype: "float32",
  shape: ["batch", "samples"],
  description: "Mono audio at the sample rate in the metadata, full scale 1, of one sample or more.",
};

/** Builds the exported graph: waveforms of any length to probabilities and embedding. */
export function waveformGraph(traced: TracedModel, opset: number): OnnxGraph {
  const graph = new GraphBuilder(opset);
  const { calls, trace, clipSamples, shortest, isPadded } = traced;
  graph.fresh(INPUT.name);
  for (const name of OUTPUT_NAMES) graph.fresh(name);
  const widths = { probabilities: widthOf(trace, "probabilities"), embedding: widthOf(trace, "embedding") };
  const convert = (own: GraphBuilder, window: string) => {
    const names = convertCalls(calls, own, window);
    const named = (name: string) => names.get(trace.outputs[name]!.id)!;
    return { probabilities: named("probabilities"), embedding: named("embedding") };
  };
  const outputs = isPadded
    ? overWindows(graph, INPUT.name, clipSamples, (windows) => convert(graph, windows))
    : overWindowsOfAnyLength(graph, INPUT.name, { clipSamples, shortest }, widths, convert);
  for (const name of OUTPUT_NAMES) graph.rename(outputs[name], name);
  return graph.finish("woodshed", [INPUT], outputsOf(widths));
}

const OUTPUT_NAMES = ["probabilities", "embedding"] as const;

function outputsOf(widths: { probabilities: number; embedding: number }): OnnxValueInfo[] {
  return [
    {
      name: "probabilities",
      dtype: "float32",
      shape: ["batch", widths.probabilities],
      description: "Probabilities of the labels in the metadata, in their order.",
    },
    {
      name: "embedding",
      dtype: "float32",
      shape: ["batch", widths.embedding],
      description: "Input of the last layer; for a long waveform the mean over its windows.",
    },
  ];
}

/**
 * Builds a graph for one window with the results of all modules as outputs, in the order of computation, logits last.
 * The check compares them one by one.
 */
export function watchedGraph({ calls, trace }: TracedModel, opset: number) {
  const graph = new GraphBuilder(opset);
  const input: OnnxValueInfo = { name: INPUT.name, dtype: "float32", shape: ["batch", "samples"] };
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

function widthOf(trace: Trace, output: string): number {
  const { shape } = trace.outputs[output]!;
  if (shape.length !== 2) {
    throw new ExportError(
      "SHAPE",
      `export: ${output}: expected [B, width], the model returns [${shape.join(", ")}]`,
    );
  }
  return shape[1]!;
}
