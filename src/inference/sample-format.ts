import { numChannelsOf, type SampleFormat } from "../audio/sample-format.js";
import type { Config } from "../config/schema.js";

/** How a recipe reads recordings. */
export function sampleFormatOf({ data }: Pick<Config, "data">): Required<SampleFormat> {
  return { sampleRateHz: data.sample_rate_hz, channels: data.channels, resampling: data.resampling };
}

/** The shape of a batch of recordings for a recipe's model: [B, T], or [B, channels, T] of several channels. */
export function waveShape({ data }: Pick<Config, "data">, numClips: number, numSamples: number): number[] {
  const numChannels = numChannelsOf(data.channels);
  return numChannels === 1 ? [numClips, numSamples] : [numClips, numChannels, numSamples];
}
