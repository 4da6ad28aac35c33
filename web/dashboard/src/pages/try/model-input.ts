// A = channels of the model, T = samples of each.
/** The input of a model: its channels at its rate. Without a browser's own parts: the worker and tests use it. */

import { resampledLength } from "../../../../../src/audio/resample-parts.js";
import { resamplePartPlain } from "../../../../../src/audio/resample-plain.js";
import type { Resampling } from "../../../../../src/audio/sinc-kernel.js";

export interface InputFormat {
  sampleRateHz: number;
  /** `mix`, `first`, `stereo` or a number, as in the metadata. */
  channels: string;
  resampling: Resampling;
}

/** Returns the channels that a model takes, as the training read recordings. @throws Error for too few channels */
export function chooseChannels(channels: readonly Float32Array[], choice: string): Float32Array[] {
  const [first] = channels;
  if (first === undefined) throw new Error("sound: it has no channels");
  if (choice === "first") return [first];
  if (choice === "mix") {
    if (channels.length === 1) return [first];
    const mixed = new Float32Array(first.length);
    for (let i = 0; i < mixed.length; i++) {
      let sum = 0;
      for (const channel of channels) sum += channel[i]!;
      mixed[i] = sum / channels.length;
    }
    return [mixed];
  }
  const count = choice === "stereo" ? 2 : Number(choice);
  // A microphone has one channel: it stands for the others.
  if (channels.length < count && channels.length > 1)
    throw new Error(`the model takes ${count} channels, the sound has ${channels.length}`);
  return Array.from({ length: count }, (_, i) => channels[Math.min(i, channels.length - 1)]!);
}

/** Resamples as `woodshed predict` does. */
export function resample(samples: Float32Array, fromHz: number, format: InputFormat): Float32Array {
  const { sampleRateHz: toHz, resampling } = format;
  if (fromHz === toHz) return samples;
  const output = new Float32Array(resampledLength(samples.length, fromHz, toHz));
  resamplePartPlain(output, 0, samples, 0, { fromHz, toHz, resampling });
  return output;
}

/** Returns the model's input: planar [A * T]. */
export function modelInput(
  channels: readonly Float32Array[],
  rateHz: number,
  format: InputFormat,
): { samples: Float32Array<ArrayBuffer>; numChannels: number } {
  const chosen = chooseChannels(channels, format.channels).map((one) => resample(one, rateHz, format));
  const length = chosen[0]!.length;
  const samples = new Float32Array(chosen.length * length);
  for (const [i, one] of chosen.entries()) samples.set(one, i * length);
  return { samples, numChannels: chosen.length };
}
