/*
 * The weights of band-limited resampling with a windowed sinc: the formula of torchaudio.functional.resample (2.11), in
 * float64.
 */

/**
 * The low-pass filter of resampling: `sinc_hann` is torchaudio's default, `sinc_kaiser` the settings by which its
 * documentation matches resampy's kaiser_best. At 0.9 of half the lower rate sinc_hann is down by 2.4 dB and sinc_kaiser flat;
 * sinc_kaiser costs ten times as many multiplications.
 */
export type Resampling = "sinc_hann" | "sinc_kaiser";
export const RESAMPLING_NAMES = ["sinc_hann", "sinc_kaiser"] as const satisfies readonly Resampling[];

/** A change of sample rate. */
export interface RateChange {
  fromHz: number;
  toHz: number;
  /** By default sinc_hann. */
  resampling?: Resampling | undefined;
}

interface Filter {
  /** Zero crossings of the sinc on each side. */
  lowpassWidth: number;
  /** Cutoff as a part of half the lower rate. */
  rolloff: number;
  /** Window at `time`, from -lowpassWidth to lowpassWidth. */
  window(time: number): number;
}

const KAISER_BETA = 14.769656459379492;

const FILTERS: Record<Resampling, Filter> = {
  sinc_hann: {
    lowpassWidth: 6,
    rolloff: 0.99,
    window: (time) => Math.cos((time * Math.PI) / 6 / 2) ** 2,
  },
  sinc_kaiser: {
    lowpassWidth: 64,
    rolloff: 0.9475937167399596,
    window: (time) => bessel0(KAISER_BETA * Math.sqrt(1 - (time / 64) ** 2)) / bessel0(KAISER_BETA),
  },
};

/** Modified Bessel function of the first kind and order 0, by its power series: all terms are positive. */
function bessel0(x: number): number {
  const square = (x * x) / 4;
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= square / (k * k);
    sum += term;
  }
  return sum;
}

export interface Kernel {
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

/** Sizes that follow from the rates alone. */
function sizesOf({ fromHz, toHz, resampling = "sinc_hann" }: RateChange) {
  const filter = FILTERS[resampling];
  const divisor = greatestCommonDivisor(fromHz, toHz);
  const from = fromHz / divisor;
  const to = toHz / divisor;
  const base = Math.min(from, to) * filter.rolloff;
  const width = Math.ceil((filter.lowpassWidth * from) / base);
  return { from, to, base, width, taps: 2 * width + 2, filter };
}

export function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** Numbers in the filter table of a change of rate: few for common rates, millions for odd ones. */
export function kernelSize(change: RateChange): number {
  const { to, taps } = sizesOf(change);
  return to * taps;
}

const kernels = new Map<string, Kernel>();
/** Weights that are kept, 64 MB: kernels of odd rates are large, and files may have any rate. */
const MOST_WEIGHTS = 1 << 23;

/** Returns the weights of a change of rate, which are kept for the next call. */
export function kernelFor(change: RateChange): Kernel {
  const key = `${change.fromHz} ${change.toHz} ${change.resampling ?? "sinc_hann"}`;
  const known = kernels.get(key);
  if (known !== undefined) return known;
  const kernel = makeKernel(change);
  kernels.set(key, kernel);
  let numWeights = [...kernels.values()].reduce((sum, { weights }) => sum + weights.length, 0);
  for (const [oldest, { weights }] of kernels) {
    if (numWeights <= MOST_WEIGHTS || oldest === key) break;
    kernels.delete(oldest);
    numWeights -= weights.length;
  }
  return kernel;
}

function makeKernel(change: RateChange): Kernel {
  const { from, to, base, width, taps, filter } = sizesOf(change);
  const { lowpassWidth } = filter;
  const starts = new Int32Array(to);
  const weights = new Float64Array(to * taps);
  for (let phase = 0; phase < to; phase++) {
    starts[phase] = Math.floor((phase * from) / to) - width;
    for (let tap = 0; tap < taps; tap++) {
      const distance = (-phase / to + (starts[phase]! + tap) / from) * base;
      const time = Math.max(-lowpassWidth, Math.min(lowpassWidth, distance));
      const angle = time * Math.PI;
      const sinc = angle === 0 ? 1 : Math.sin(angle) / angle;
      weights[phase * taps + tap] = sinc * filter.window(time) * (base / from);
    }
  }
  return { from, to, taps, starts, weights };
}
