// n = samples of a frame.
import { Fft, powerOfTwo } from "../../audio/fft.js";

/** Frames have at least this length: 2048 samples at 16 and 20 kHz, 4096 at 44.1 kHz, as in the reference implementation. */
const FRAME_SEC = 0.0925;
const FLOOR_DB = -80;

/**
 * Measures the loudest moment of sounds: the largest power of overlapping frames under the A-weighting curve, as
 * github.com/mil-tokyo/bc_learning_sound does (Tokozume et al., 2018).
 */
export class LoudnessMeter {
  readonly #fft: Fft;
  readonly #window: Float64Array; // [n]
  readonly #weights: Float64Array; // [n / 2 + 1]
  readonly #re: Float64Array; // [n]
  readonly #im: Float64Array; // [n]

  constructor(sampleRateHz: number) {
    const size = powerOfTwo(Math.ceil(FRAME_SEC * sampleRateHz));
    this.#fft = Fft.of(size);
    this.#window = Float64Array.from(
      { length: size },
      (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size),
    );
    this.#weights = Float64Array.from({ length: size / 2 + 1 }, (_, i) => aWeight((i * sampleRateHz) / size));
    this.#re = new Float64Array(size);
    this.#im = new Float64Array(size);
  }

  /** Returns the loudness of two sounds of one length, in dB, -80 at least. @param a planar, all channels together */
  measure(a: Float32Array, b: Float32Array, numChannels: number): [a: number, b: number] {
    const { size } = this.#fft;
    const length = a.length / numChannels;
    const loudest = [0, 0];
    // A sound that is shorter than a frame is one frame with silence after it.
    for (let first = 0; first === 0 || first + size <= length; first += size / 2) {
      const powers = [0, 0];
      for (let c = 0; c < numChannels; c++) this.#addPowers(a, b, c * length + first, length - first, powers);
      for (const i of [0, 1]) loudest[i] = Math.max(loudest[i]!, powers[i]!);
    }
    const [ofA, ofB] = loudest.map((power) => 10 * Math.log10(Math.max(power, 10 ** (FLOOR_DB / 10))));
    return [ofA!, ofB!];
  }

  /** Adds the weighted powers of a frame of both sounds. */
  #addPowers(a: Float32Array, b: Float32Array, first: number, present: number, powers: number[]): void {
    const { size } = this.#fft;
    const re = this.#re;
    const im = this.#im;
    for (let i = 0; i < size; i++) {
      const factor = i < present ? this.#window[i]! : 0;
      // Two real signals, transformed together.
      re[i] = factor === 0 ? 0 : factor * a[first + i]!;
      im[i] = factor === 0 ? 0 : factor * b[first + i]!;
    }
    this.#fft.forward(re, im);
    for (let k = 0; k <= size / 2; k++) {
      const mirrored = (size - k) % size;
      const weight = this.#weights[k]! / 4;
      powers[0]! += weight * ((re[k]! + re[mirrored]!) ** 2 + (im[k]! - im[mirrored]!) ** 2);
      powers[1]! += weight * ((im[k]! + im[mirrored]!) ** 2 + (re[mirrored]! - re[k]!) ** 2);
    }
  }
}

/** Returns the factor of the power at a frequency: the A-weighting curve of IEC 61672, -80 dB at least. */
function aWeight(hz: number): number {
  const squared = hz === 0 ? 1 : hz ** 2;
  const db = (value: number): number => 20 * Math.log10(value);
  const curve =
    2 +
    2 * db(12_194) +
    2 * db(squared) -
    db(squared + 12_194 ** 2) -
    db(squared + 20.6 ** 2) -
    0.5 * db(squared + 107.7 ** 2) -
    0.5 * db(squared + 737.9 ** 2);
  return 10 ** (Math.max(curve, FLOOR_DB) / 10);
}
