import { resample } from "../audio/resample.js";
import { readWav } from "../audio/wav.js";
import type { Config } from "../config/schema.js";
import { DataError } from "../errors.js";
import { noGrad, scope, Tensor } from "../tensor/index.js";
import { clipSamplesOf, shortestInput } from "./data.js";
import type { RestoredModel } from "./restore.js";
import { embedAndClassify } from "./step.js";

export interface Prediction {
  path: string;
  durationSec: number;
  /** The most probable label. */
  label: string;
  /** Of every label, in the labels' order; they sum to 1. */
  probabilities: number[];
}

/** Windows computed at a time: bounds the memory that a long file takes. */
const WINDOWS_AT_ONCE = 64;

/** What the network makes of some audio: probabilities of every label, and the embedding. */
export interface ModelOutputs {
  probabilities: Float64Array; // [classes]
  embedding: Float64Array; // [D]
}

/**
 * Names what is heard in a file: probabilities of windows as long as the training clips, side by
 * side, averaged by the audio they hold.
 *
 * @throws DataError naming the path, for a file that cannot be read
 */
export function predictFile(network: RestoredModel, path: string): Prediction {
  const audio = readWav(path);
  const samples = resample(audio.samples, audio.sampleRateHz, network.config.data.sample_rate_hz);
  const probabilities = [...predictSamples(network, samples).probabilities];
  const label = network.labels[probabilities.indexOf(Math.max(...probabilities))]!;
  return { path, durationSec: audio.samples.length / audio.sampleRateHz, label, probabilities };
}

/** As `predictFile`, of samples at the model's rate; one or more. */
export function predictSamples(network: RestoredModel, samples: Float32Array): ModelOutputs {
  const clipSamples = clipSamplesOf(network.config);
  let sums: ModelOutputs | null = null;
  for (const { from, count, windowSamples } of windowGroups(network.config, samples.length)) {
    const wave = new Float32Array(count * windowSamples);
    wave.set(samples.subarray(from, from + count * clipSamples));
    const outputs = predictWindows(network, wave, count);
    sums ??= {
      probabilities: new Float64Array(outputs.probabilities.length / count),
      embedding: new Float64Array(outputs.embedding.length / count),
    };
    for (let i = 0; i < count; i++) {
      const share = Math.min(clipSamples, samples.length - from - i * clipSamples) / samples.length;
      addRow(sums.probabilities, outputs.probabilities, i, share);
      addRow(sums.embedding, outputs.embedding, i, share);
    }
  }
  if (sums === null) throw new DataError("EMPTY", "predict: expected one sample or more, got none");
  return sums;
}

/**
 * As `predictSamples`, of several recordings: those of one window are computed as one batch. A batch of another size
 * is another order of additions inside libtorch: results differ from those alone by rounding (2.4e-7 was the largest
 * difference of a probability in fp32).
 */
export function predictTogether(network: RestoredModel, recordings: readonly Float32Array[]): ModelOutputs[] {
  const results: ModelOutputs[] = [];
  const bySize = new Map<number, number[]>();
  for (const [i, samples] of recordings.entries()) {
    const [first, second] = windowGroups(network.config, samples.length);
    if (first?.count !== 1 || second !== undefined) results[i] = predictSamples(network, samples);
    else bySize.set(first.windowSamples, [...(bySize.get(first.windowSamples) ?? []), i]);
  }
  for (const [windowSamples, indices] of bySize) {
    const count = indices.length;
    const wave = new Float32Array(count * windowSamples);
    for (const [row, i] of indices.entries()) wave.set(recordings[i]!, row * windowSamples);
    const outputs = predictWindows(network, wave, count);
    const rowOf = (rows: Float32Array, row: number) =>
      Float64Array.from(rows.subarray((row * rows.length) / count, ((row + 1) * rows.length) / count));
    for (const [row, i] of indices.entries()) {
      results[i] = {
        probabilities: rowOf(outputs.probabilities, row),
        embedding: rowOf(outputs.embedding, row),
      };
    }
  }
  return results;
}

function addRow(sums: Float64Array, rows: Float32Array, row: number, share: number): void {
  for (let j = 0; j < sums.length; j++) sums[j]! += rows[row * sums.length + j]! * share;
}

/** Windows side by side; what is left at the end is padded as training pads its clips. */
function* windowGroups(config: Config, numSamples: number) {
  const clipSamples = clipSamplesOf(config);
  const numWhole = Math.floor(numSamples / clipSamples);
  for (let i = 0; i < numWhole; i += WINDOWS_AT_ONCE) {
    const count = Math.min(WINDOWS_AT_ONCE, numWhole - i);
    yield { from: i * clipSamples, count, windowSamples: clipSamples };
  }
  const rest = numSamples - numWhole * clipSamples;
  const isPadded = config.training.batch_sec === null;
  const windowSamples = isPadded ? clipSamples : Math.min(clipSamples, Math.max(rest, shortestInput(config)));
  if (rest > 0) yield { from: numWhole * clipSamples, count: 1, windowSamples };
}

/** Rows of probabilities and embeddings, one a window. */
function predictWindows(
  network: RestoredModel,
  wave: Float32Array,
  count: number,
): { probabilities: Float32Array; embedding: Float32Array } {
  return noGrad(() =>
    scope(() => {
      const batch = Tensor.view(wave, [count, wave.length / count]).to({ device: network.hardware.device });
      const { embeddings, logits } = embedAndClassify(network, batch);
      const probabilities = logits.softmax(1).toFloat32Array(); // sync
      return { probabilities, embedding: embeddings.toFloat32Array() };
    }),
  );
}
