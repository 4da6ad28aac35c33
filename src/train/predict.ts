import { resample } from "../audio/resample.js";
import { readWav } from "../audio/wav.js";
import type { Config } from "../config/schema.js";
import { noGrad, scope, Tensor } from "../tensor/index.js";
import { clipSamplesOf, shortestInput } from "./data.js";
import type { RestoredNetwork } from "./restore.js";
import { logitsOf } from "./step.js";

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

/**
 * Names what is heard in a file: probabilities of windows as long as the training clips, side by
 * side, averaged by the audio they hold.
 *
 * @throws DataError naming the path, for a file that cannot be read
 */
export function predictFile(network: RestoredNetwork, path: string): Prediction {
  const { config, labels } = network;
  const { sample_rate_hz: sampleRateHz } = config.data;
  const clipSamples = clipSamplesOf(config);
  const audio = readWav(path);
  const samples = resample(audio.samples, audio.sampleRateHz, sampleRateHz);
  const sums = new Float64Array(labels.length);
  for (const { from, count, windowSamples } of windowGroups(config, samples.length)) {
    const wave = new Float32Array(count * windowSamples);
    wave.set(samples.subarray(from, from + count * clipSamples));
    const probabilities = windowProbabilities(network, wave, count); // [windows, classes]
    for (let i = 0; i < count; i++) {
      const heard = Math.min(clipSamples, samples.length - from - i * clipSamples);
      for (let j = 0; j < labels.length; j++)
        sums[j]! += (probabilities[i * labels.length + j]! * heard) / samples.length;
    }
  }
  const probabilities = [...sums];
  const label = labels[probabilities.indexOf(Math.max(...probabilities))]!;
  return { path, durationSec: audio.samples.length / audio.sampleRateHz, label, probabilities };
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

function windowProbabilities(network: RestoredNetwork, wave: Float32Array, count: number): Float32Array {
  return noGrad(() =>
    scope(() => {
      const batch = Tensor.view(wave, [count, wave.length / count]).to({ device: network.hardware.device });
      return logitsOf(network, batch).softmax(1).toFloat32Array(); // sync
    }),
  );
}
