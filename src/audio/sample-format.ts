import { fromInt16 } from "./int16.js";
import type { ChannelChoice } from "./reader.js";
import type { Resampling } from "./sinc-kernel.js";

/** How recordings become the samples of a model. */
export interface SampleFormat {
  sampleRateHz: number;
  /** By default mix. */
  channels?: ChannelChoice | undefined;
  /** By default sinc_hann. */
  resampling?: Resampling | undefined;
}

/** Returns the number of channels that a choice reads from any recording that it accepts. */
export function numChannelsOf(choice: ChannelChoice = "mix"): number {
  if (choice === "mix" || choice === "first") return 1;
  return choice === "stereo" ? 2 : choice;
}

/** Copies planar samples into wider or narrower rows: [channels * from] to [channels * to], from sample `place` of each on. */
export function copyPlanar(
  target: Float32Array,
  samples: Float32Array,
  numChannels: number,
  place = 0,
): void {
  if (numChannels === 1) {
    target.set(samples, place);
    return;
  }
  const [to, from] = [target.length / numChannels, samples.length / numChannels];
  for (let c = 0; c < numChannels; c++)
    target.set(samples.subarray(c * from, (c + 1) * from), c * to + place);
}

/**
 * Returns samples `first` to `first + count` of each channel of planar samples, or of their 16-bit numbers; a view of samples
 * of one channel.
 */
export function slicePlanar(
  samples: Float32Array | Int16Array,
  numChannels: number,
  first: number,
  count: number,
): Float32Array {
  const slice = (from: number): Float32Array => {
    const part = samples.subarray(from, from + count);
    return part instanceof Int16Array ? fromInt16(part) : part;
  };
  if (numChannels === 1) return slice(first);
  const length = samples.length / numChannels;
  const part = new Float32Array(numChannels * count);
  for (let c = 0; c < numChannels; c++) part.set(slice(c * length + first), c * count);
  return part;
}

/** Joins channels to planar samples; the same array for one channel. */
export function joinChannels(channels: readonly Float32Array[]): Float32Array {
  const [first] = channels;
  if (channels.length === 1) return first!;
  const samples = new Float32Array(channels.length * first!.length);
  for (const [c, channel] of channels.entries()) samples.set(channel, c * first!.length);
  return samples;
}
