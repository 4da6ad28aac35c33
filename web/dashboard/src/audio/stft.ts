/** Spectrograms: magnitudes of a short-time Fourier transform as levels from 0 (80 dB below the loudest, or less) to 255. */

export const RANGE_DB = 80;

export interface Spectrogram {
  numFrames: number;
  numBins: number;
  /** By frame, then by bin from 0 Hz up. */
  levels: Uint8Array<ArrayBuffer>; // [numFrames, numBins]
}

export interface StftOptions {
  /** A power of two. */
  window: number;
  /** Frames of the result; they are spread evenly over the samples. */
  numFrames: number;
}

/** Computes a spectrogram. Frames are centred; beyond the ends there is silence. */
export function spectrogram(samples: Float32Array, { window, numFrames }: StftOptions): Spectrogram {
  const numBins = window / 2;
  const hann = Float32Array.from(
    { length: window },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / window),
  );
  const fft = new Fft(window);
  const power = new Float32Array(numFrames * numBins);
  const [re, im] = [new Float32Array(window), new Float32Array(window)];
  let loudest = 0;
  for (let frame = 0; frame < numFrames; frame++) {
    const middle = Math.round(((frame + 0.5) / numFrames) * samples.length);
    for (let i = 0; i < window; i++) re[i] = (samples[middle - numBins + i] ?? 0) * hann[i]!;
    im.fill(0);
    fft.run(re, im);
    for (let bin = 0; bin < numBins; bin++) {
      const value = re[bin]! * re[bin]! + im[bin]! * im[bin]!;
      power[frame * numBins + bin] = value;
      if (value > loudest) loudest = value;
    }
  }
  return { numFrames, numBins, levels: toLevels(power, loudest) };
}

function toLevels(power: Float32Array, loudest: number): Uint8Array<ArrayBuffer> {
  const levels = new Uint8Array(power.length);
  if (!(loudest > 0)) return levels;
  for (let i = 0; i < power.length; i++) {
    const belowDb = -10 * Math.log10(power[i]! / loudest);
    levels[i] = Math.round(255 * Math.max(0, 1 - belowDb / RANGE_DB));
  }
  return levels;
}

/** A Fourier transform of a power of two numbers, in place: radix 2, decimation in time. */
export class Fft {
  readonly #size: number;
  readonly #cos: Float32Array;
  readonly #sin: Float32Array;
  readonly #reversed: Uint32Array;

  constructor(size: number) {
    this.#size = size;
    this.#cos = Float32Array.from({ length: size / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / size));
    this.#sin = Float32Array.from({ length: size / 2 }, (_, i) => -Math.sin((2 * Math.PI * i) / size));
    const bits = Math.log2(size);
    this.#reversed = Uint32Array.from({ length: size }, (_, i) => {
      let reversed = 0;
      for (let bit = 0; bit < bits; bit++) reversed |= ((i >> bit) & 1) << (bits - 1 - bit);
      return reversed;
    });
  }

  run(re: Float32Array, im: Float32Array): void {
    const size = this.#size;
    for (let i = 0; i < size; i++) {
      const j = this.#reversed[i]!;
      if (j <= i) continue;
      [re[i], re[j]] = [re[j]!, re[i]!];
      [im[i], im[j]] = [im[j]!, im[i]!];
    }
    for (let half = 1; half < size; half *= 2) {
      const stride = size / (2 * half);
      for (let start = 0; start < size; start += 2 * half) {
        for (let k = 0; k < half; k++) {
          const [c, s] = [this.#cos[k * stride]!, this.#sin[k * stride]!];
          const [a, b] = [start + k, start + k + half];
          const [x, y] = [re[b]! * c - im[b]! * s, re[b]! * s + im[b]! * c];
          re[b] = re[a]! - x;
          im[b] = im[a]! - y;
          re[a] = re[a]! + x;
          im[a] = im[a]! + y;
        }
      }
    }
  }
}

/** Frequencies in kHz to write beside a spectrogram: at most about five, round. */
export function kilohertzTicks(nyquistHz: number): number[] {
  const step = [0.1, 0.2, 0.5, 1, 2, 4, 5, 10, 20].find((one) => nyquistHz / 1000 / one <= 5) ?? 50;
  const ticks: number[] = [];
  for (let i = 1; i * step < nyquistHz / 1000 - step / 4; i++) ticks.push(Number((i * step).toFixed(3)));
  return ticks;
}
