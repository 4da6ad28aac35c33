/**
 * Discrete Fourier transform of a power of two, in place, in float64: Cooley and Tukey's radix 2, with tables for each size.
 * Two real signals of one length are transformed together, as real and imaginary part.
 */
export class Fft {
  readonly size: number;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #reversed: Uint32Array;

  private constructor(size: number) {
    this.size = size;
    this.#cos = Float64Array.from({ length: size / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / size));
    this.#sin = Float64Array.from({ length: size / 2 }, (_, i) => -Math.sin((2 * Math.PI * i) / size));
    this.#reversed = new Uint32Array(size);
    for (let i = 1; i < size; i++)
      this.#reversed[i] = (this.#reversed[i >> 1]! >> 1) | (i % 2 === 1 ? size / 2 : 0);
  }

  /** Returns the transform of this size, which threads keep. @param size a power of two, 2 or more */
  static of(size: number): Fft {
    let fft = known.get(size);
    if (fft === undefined) {
      fft = new Fft(size);
      known.set(size, fft);
    }
    return fft;
  }

  /** Transforms `size` complex numbers. */
  forward(re: Float64Array, im: Float64Array): void {
    const { size } = this;
    const cos = this.#cos;
    const sin = this.#sin;
    const reversed = this.#reversed;
    for (let i = 0; i < size; i++) {
      const j = reversed[i]!;
      if (j <= i) continue;
      const a = re[i]!;
      const b = im[i]!;
      re[i] = re[j]!;
      im[i] = im[j]!;
      re[j] = a;
      im[j] = b;
    }
    for (let half = 1; half < size; half *= 2) {
      const step = size / (2 * half);
      for (let first = 0; first < size; first += 2 * half) {
        for (let k = 0, at = 0; k < half; k++, at += step) {
          const i = first + k;
          const j = i + half;
          const c = cos[at]!;
          const s = sin[at]!;
          const x = re[j]!;
          const y = im[j]!;
          const a = x * c - y * s;
          const b = x * s + y * c;
          re[j] = re[i]! - a;
          im[j] = im[i]! - b;
          re[i]! += a;
          im[i]! += b;
        }
      }
    }
  }

  /** Inverts `forward`. */
  inverse(re: Float64Array, im: Float64Array): void {
    // Swapping the parts before and after conjugates the transform.
    this.forward(im, re);
    const scale = 1 / this.size;
    for (let i = 0; i < this.size; i++) {
      re[i]! *= scale;
      im[i]! *= scale;
    }
  }
}

const known = new Map<number, Fft>();

/** Returns the smallest power of two from `least` on. */
export function powerOfTwo(least: number): number {
  return 2 ** Math.max(1, Math.ceil(Math.log2(least)));
}
