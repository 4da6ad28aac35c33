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

/** Returns samples `first` to `first + count` of each channel of planar samples; a view of those of one channel. */
export function slicePlanar<Samples extends Float32Array | Int16Array>(
  samples: Samples,
  numChannels: number,
  first: number,
  count: number,
): Samples {
  if (numChannels === 1) return samples.subarray(first, first + count) as Samples;
  const length = samples.length / numChannels;
  const part = samples.slice(0, numChannels * count) as Samples;
  for (let c = 0; c < numChannels; c++)
    part.set(samples.subarray(c * length + first, c * length + first + count), c * count);
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
