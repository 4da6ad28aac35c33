// B = clips, T = samples of a clip, F = frames.
import { addon } from "../../tensor/addon.js";
import { keep, Tensor } from "../../tensor/index.js";
import { op } from "../../tensor/ops.js";
import { isOnlyLibtorch } from "../../tensor/recorder.js";
import type { Logarithm } from "./level.js";

const melSpectrogram = op("woodshed::mel_spectrogram");

/** Longest transform: longer ones would leave the caches, where libtorch's has ways to stay. */
const MOST_FFT_SAMPLES = 1 << 15;

/** Lengths and tables of a mel spectrogram, with all digits. */
export interface MelTables {
  fftSamples: number;
  hopSamples: number;
  power: 1 | 2;
  window: Float64Array;
  filters: Float64Array; // [mels, bins], row-major
}

/**
 * Computes mel spectrograms on the CPU in about a fortieth of the time of libtorch's operators, by an operator of our own
 * (native/mel_spectrogram.cc) that has no gradients. The bits depend neither on the CPU nor on the batch nor on threads.
 */
export class NativeMel implements Disposable {
  readonly #options: MelTables;
  readonly #radices: number[];
  readonly #window: Tensor; // [windowSamples]
  readonly #twiddles: Tensor;
  readonly #bands: Tensor; // [2 * mels]
  readonly #weights: Tensor;

  /** Returns null for lengths that have no fast transform here: half of the length must be a product of 2, 3 and 5. */
  static of(tables: MelTables): NativeMel | null {
    const radices = radicesOf(tables.fftSamples);
    return radices === null ? null : new NativeMel(tables, radices);
  }

  private constructor(tables: MelTables, radices: number[]) {
    const { fftSamples, window, filters } = tables;
    this.#options = tables;
    this.#radices = radices;
    // The transform of real samples takes them halved, which rounds nothing.
    this.#window = keep(Tensor.from(Float32Array.from(window, (one) => one / 2)));
    this.#twiddles = keep(Tensor.from(twiddlesOf(fftSamples, radices)));
    const { bands, weights } = sparse(filters, fftSamples / 2 + 1);
    this.#bands = keep(Tensor.from(bands));
    this.#weights = keep(Tensor.from(weights));
  }

  /** Returns true if `compute` may take the place of operators. */
  static takes(wave: Tensor, fftSamples: number): boolean {
    if (isOnlyLibtorch || wave.device !== "cpu" || wave.dtype !== "float32") return false;
    if (wave.requiresGrad && addon.gradMode()) return false;
    const { shape } = wave;
    return shape.length === 2 && shape[0]! > 0 && shape[1]! > fftSamples / 2;
  }

  /** Computes spectra [B, mels, F] of sound [B, T], or logarithms of them. @param lanes frames at once, 0 as is fastest */
  compute(wave: Tensor, logarithm: Logarithm | null, lanes = 0): Tensor {
    const { fftSamples, hopSamples, power } = this.#options;
    const { rule, floor, scale } = logarithm ?? { rule: "none", floor: 0, scale: 1 };
    return melSpectrogram(
      wave,
      this.#window,
      this.#radices,
      this.#twiddles,
      this.#bands,
      this.#weights,
      fftSamples,
      hopSamples,
      power,
      rule,
      floor,
      scale,
      lanes,
    );
  }

  [Symbol.dispose](): void {
    for (const table of [this.#window, this.#twiddles, this.#bands, this.#weights]) table.dispose();
  }
}

/** Returns the radices of the passes over half of the samples; null if there are none. */
function radicesOf(fftSamples: number): number[] | null {
  if (fftSamples % 2 !== 0 || fftSamples > MOST_FFT_SAMPLES) return null;
  const radices: number[] = [];
  let rest = fftSamples / 2;
  for (const radix of [4, 2, 3, 5]) for (; rest % radix === 0; rest /= radix) radices.push(radix);
  return rest === 1 ? radices : null;
}

/** Returns the twiddles in the order in which the passes and the last step read them, as pairs. */
function twiddlesOf(fftSamples: number, radices: readonly number[]): Float32Array {
  const pairs: number[] = [];
  let size = fftSamples / 2;
  for (const radix of radices) {
    for (let p = 0; p < size / radix; p++) for (let k = 1; k < radix; k++) pairs.push(...unit(-p * k, size));
    size /= radix;
  }
  // -i times the root: the step from complex numbers to real samples.
  for (let k = 0; k <= fftSamples / 4; k++) {
    const [cos, sin] = unit(-k, fftSamples);
    pairs.push(sin, -cos);
  }
  return Float32Array.from(pairs);
}

/** Returns the cosine and sine of `turns / size` turns. */
function unit(turns: number, size: number): [number, number] {
  const phase = (2 * Math.PI * turns) / size;
  return [Math.cos(phase), Math.sin(phase)];
}

/** Returns the bins of each band, from its first weight to its last. */
function sparse(filters: Float64Array, numBins: number): { bands: Int32Array; weights: Float32Array } {
  const bands: number[] = [];
  const weights: number[] = [];
  for (let start = 0; start < filters.length; start += numBins) {
    const row = filters.subarray(start, start + numBins);
    const first = row.findIndex((weight) => weight !== 0);
    const count = first < 0 ? 0 : row.findLastIndex((weight) => weight !== 0) + 1 - first;
    bands.push(Math.max(0, first), count);
    weights.push(...row.subarray(Math.max(0, first), Math.max(0, first) + count));
  }
  return { bands: Int32Array.from(bands), weights: Float32Array.from(weights) };
}
