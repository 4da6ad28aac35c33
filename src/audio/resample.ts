/*
 * Band-limited resampling with a windowed sinc, the formula and defaults of
 * torchaudio.functional.resample (2.0, "sinc_interp_hann", lowpass_filter_width 6, rolloff 0.99).
 */

const LOWPASS_WIDTH = 6;
const ROLLOFF = 0.99;

interface Kernel {
  /** Input samples a period, output samples a period. */
  from: number;
  to: number;
  /** Taps of one output; the sinc is zero outside of them. */
  taps: number;
  /** Of each phase: the first tap's place relative to the period's start. */
  starts: Int32Array;
  /** Row-major [to, taps]. */
  weights: Float64Array;
}

const kernels = new Map<string, Kernel>();
/** Of odd rates they are large, and files may have any rate. */
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

/** Numbers that resampling between two rates keeps at hand: few for common rates, millions for odd ones. */
export function kernelSize(fromHz: number, toHz: number): number {
  const divisor = greatestCommonDivisor(fromHz, toHz);
  const base = (Math.min(fromHz, toHz) / divisor) * ROLLOFF;
  return (toHz / divisor) * (2 * Math.ceil((LOWPASS_WIDTH * fromHz) / divisor / base) + 2);
}

/** `ceil(n * to / from)` samples at the new rate; the same array when the rates are equal. */
export function resample(samples: Float32Array, fromHz: number, toHz: number): Float32Array {
  if (fromHz === toHz) return samples;
  const { from, to, taps, starts, weights } = kernelFor(fromHz, toHz);
  const result = new Float32Array(Math.ceil((samples.length * to) / from));
  for (let i = 0; i < result.length; i++) {
    const phase = i % to;
    const start = Math.floor(i / to) * from + starts[phase]!;
    const first = Math.max(0, -start);
    const last = Math.min(taps, samples.length - start);
    let sum = 0;
    for (let tap = first, row = phase * taps; tap < last; tap++)
      sum += samples[start + tap]! * weights[row + tap]!;
    result[i] = sum;
  }
  return result;
}
