/** Band-limited resampling: the sums of sinc-kernel.ts, which the audio addon computes in float64. */
import { audioAddon } from "./addon.js";
import { greatestCommonDivisor, kernelFor, type RateChange, type Resampling } from "./sinc-kernel.js";

/** Samples that a signal has at another rate: `ceil(n * to / from)`. */
export function resampledLength(numSamples: number, fromHz: number, toHz: number): number {
  if (fromHz === toHz) return numSamples;
  const divisor = greatestCommonDivisor(fromHz, toHz);
  return Math.ceil((numSamples * (toHz / divisor)) / (fromHz / divisor));
}

/** Part of a signal. */
export interface Part {
  first: number;
  count: number;
}

/** The samples that output sample `output` is a sum of; those before the signal's start and after its end are zero. */
export function tapsOf(change: RateChange, output: number): Part {
  const { from, to, taps, starts } = kernelFor(change);
  return { first: Math.floor(output / to) * from + starts[output % to]!, count: taps };
}

/** The part of a signal of `numSamples` that `resamplePart` needs for its output samples `first` to `first + count`. */
export function inputPart(numSamples: number, change: RateChange, { first, count }: Part): Part {
  const last = tapsOf(change, first + count - 1);
  const begin = Math.min(numSamples, Math.max(0, tapsOf(change, first).first));
  const end = Math.max(begin, Math.min(numSamples, last.first + last.count));
  return { first: begin, count: end - begin };
}

/**
 * Resamples a part of a signal into `output`: output samples `first` on of the whole, equal to the bit.
 *
 * @param input samples of the signal, from its sample `inputFirst` on; `inputPart` returns which are needed
 */
export function resamplePart(
  output: Float32Array,
  first: number,
  input: Float32Array,
  inputFirst: number,
  change: RateChange,
): void {
  const { from, to, taps, starts, weights } = kernelFor(change);
  audioAddon().resample(output, first, input, inputFirst, from, to, taps, starts, weights);
}

/** `ceil(n * to / from)` samples at the new rate; the same array when the rates are equal. */
export function resample(
  samples: Float32Array,
  fromHz: number,
  toHz: number,
  resampling: Resampling = "sinc_hann",
): Float32Array {
  if (fromHz === toHz) return samples;
  const output = new Float32Array(resampledLength(samples.length, fromHz, toHz));
  resamplePart(output, 0, samples, 0, { fromHz, toHz, resampling });
  return output;
}
