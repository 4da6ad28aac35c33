/*
 * Band-limited resampling with a windowed sinc, the formula and defaults of
 * torchaudio.functional.resample (2.0, "sinc_interp_hann", lowpass_filter_width 6, rolloff 0.99).
 */
import { audioAddon } from "./addon.js";

const LOWPASS_WIDTH = 6;
const ROLLOFF = 0.99;

interface Kernel {
  /** Input samples of a period. */
  from: number;
  /** Output samples of a period. */
  to: number;
  /** Taps of one output sample; the windowed sinc is zero outside. */
  taps: number;
  /** Place of each phase's first tap, relative to the period's start. */
  starts: Int32Array;
  /** Row-major [to, taps]. */
  weights: Float64Array;
}

const kernels = new Map<string, Kernel>();
/** Kernels of odd rates are large, and files may have any rate. */
const MAX_KERNELS = 16;

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function kernelFor(fromHz: number, toHz: number): Kernel {
  const key = `${fromHz} ${toHz}`;
  const known = kernels.get(key);
  if (known !== undefined) return known;
  if (kernels.size >= MAX_KERNELS) kernels.delete(kernels.keys().next().value!);
  const divisor = greatestCommonDivisor(fromHz, toHz);
  const from = fromHz / divisor;
  const to = toHz / divisor;
  const base = Math.min(from, to) * ROLLOFF;
  const width = Math.ceil((LOWPASS_WIDTH * from) / base);
  const taps = 2 * width + 2;
  const starts = new Int32Array(to);
  const weights = new Float64Array(to * taps);
  for (let phase = 0; phase < to; phase++) {
    starts[phase] = Math.floor((phase * from) / to) - width;
    for (let tap = 0; tap < taps; tap++) {
      const distance = (-phase / to + (starts[phase]! + tap) / from) * base;
      const time = Math.max(-LOWPASS_WIDTH, Math.min(LOWPASS_WIDTH, distance));
      const window = Math.cos((time * Math.PI) / LOWPASS_WIDTH / 2) ** 2;
      const angle = time * Math.PI;
      weights[phase * taps + tap] = (angle === 0 ? 1 : Math.sin(angle) / angle) * window * (base / from);
    }
  }
  const kernel = { from, to, taps, starts, weights };
  kernels.set(key, kernel);
  return kernel;
}

/** Numbers in the filter table for a pair of rates: few for common rates, millions for odd ones. */
export function kernelSize(fromHz: number, toHz: number): number {
  const divisor = greatestCommonDivisor(fromHz, toHz);
  const base = (Math.min(fromHz, toHz) / divisor) * ROLLOFF;
  return (toHz / divisor) * (2 * Math.ceil((LOWPASS_WIDTH * fromHz) / divisor / base) + 2);
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

/** The part of a signal of `numSamples` that `resamplePart` needs for its output samples `first` to `first + count`. */
export function inputPart(numSamples: number, fromHz: number, toHz: number, { first, count }: Part): Part {
  const { from, to, taps, starts } = kernelFor(fromHz, toHz);
  const startOf = (i: number): number => Math.floor(i / to) * from + starts[i % to]!;
  const begin = Math.min(numSamples, Math.max(0, startOf(first)));
  const end = Math.max(begin, Math.min(numSamples, startOf(first + count - 1) + taps));
  return { first: begin, count: end - begin };
}

/**
 * Resamples a part of a signal: output samples `first` to `first + count` of the whole, equal to the bit.
 *
 * @param input samples of the signal, from its sample `inputFirst` on; `inputPart` returns which are needed
 */
export function resamplePart(
  input: Float32Array,
  inputFirst: number,
  fromHz: number,
  toHz: number,
  { first, count }: Part,
): Float32Array {
  const { from, to, taps, starts, weights } = kernelFor(fromHz, toHz);
  const result = new Float32Array(count);
  audioAddon().resample(result, first, input, inputFirst, from, to, taps, starts, weights);
  return result;
}

/** `ceil(n * to / from)` samples at the new rate; the same array when the rates are equal. */
export function resample(samples: Float32Array, fromHz: number, toHz: number): Float32Array {
  if (fromHz === toHz) return samples;
  const all = { first: 0, count: resampledLength(samples.length, fromHz, toHz) };
  return resamplePart(samples, 0, fromHz, toHz, all);
}
