/* Lengths and places of resampled signals. Without Node: streams in browsers use them too. */
import { greatestCommonDivisor, kernelFor, kernelSize, type RateChange } from "./sinc-kernel.js";

/** A filter table of 256 MB: no rate that a recorder uses needs a hundredth of it. */
const MAX_KERNEL = 1 << 25;
/** Each output sample of a rate beyond this costs a hundred thousand multiplications. */
const MAX_RATE_HZ = 100e6;

/** Returns false for a rate whose filter is too large. */
export function canResample(change: RateChange): boolean {
  const { fromHz, toHz } = change;
  return fromHz === toHz || (fromHz <= MAX_RATE_HZ && kernelSize(change) <= MAX_KERNEL);
}

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
export type ResamplePart = (
  output: Float32Array,
  first: number,
  input: Float32Array,
  inputFirst: number,
  change: RateChange,
) => void;
