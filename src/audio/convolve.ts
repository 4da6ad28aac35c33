import { Fft, powerOfTwo } from "./fft.js";

/** Smallest transform: shorter ones spend their time on the borders of blocks. */
const LEAST_SIZE = 1024;

/**
 * Returns the full linear convolution, `signal.length + filter.length - 1` samples, by overlap-add (Stockham, 1966): two
 * blocks of the signal are transformed together. Equals `scipy.signal.fftconvolve`.
 */
export function convolve(signal: ArrayLike<number>, filter: ArrayLike<number>): Float64Array {
  const length = signal.length + filter.length - 1;
  const size = powerOfTwo(Math.max(LEAST_SIZE, Math.min(4 * filter.length, length)));
  const block = size - filter.length + 1;
  const fft = Fft.of(size);
  const [filterRe, filterIm] = [new Float64Array(size), new Float64Array(size)];
  filterRe.set(filter);
  fft.forward(filterRe, filterIm);
  const [re, im] = [new Float64Array(size), new Float64Array(size)];
  const result = new Float64Array(length);
  for (let first = 0; first < signal.length; first += 2 * block) {
    load(re, signal, first, block);
    load(im, signal, first + block, block);
    fft.forward(re, im);
    for (let i = 0; i < size; i++) {
      const a = re[i]!;
      const b = im[i]!;
      const c = filterRe[i]!;
      const d = filterIm[i]!;
      re[i] = a * c - b * d;
      im[i] = a * d + b * c;
    }
    fft.inverse(re, im);
    add(result, re, first);
    add(result, im, first + block);
  }
  return result;
}

function load(target: Float64Array, signal: ArrayLike<number>, first: number, count: number): void {
  target.fill(0);
  const end = Math.min(signal.length, first + count);
  for (let i = first; i < end; i++) target[i - first] = signal[i]!;
}

function add(result: Float64Array, block: Float64Array, first: number): void {
  const count = Math.min(block.length, result.length - first);
  for (let i = 0; i < count; i++) result[first + i]! += block[i]!;
}
