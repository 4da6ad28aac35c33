// N = frames of the filter.
import { mirrored, replace } from "./median-filter.js";

/**
 * The median filter of `medianFilter` over scores that arrive one by one: a frame's median leaves when half a filter has
 * followed. Memory does not grow with the frames.
 */
export class MedianStream {
  readonly #half: number;
  /** The last scores, in a ring. */
  readonly #ring: Float64Array; // [N]
  /** The same scores, ascending. */
  readonly #sorted: Float64Array; // [N]
  #numFrames = 0;

  /** @param numFrames N, odd; 1 changes nothing */
  constructor(numFrames: number) {
    this.#half = (numFrames - 1) / 2;
    this.#ring = new Float64Array(numFrames);
    this.#sorted = new Float64Array(numFrames);
  }

  /** Scores that arrived. */
  get numFrames(): number {
    return this.#numFrames;
  }

  /** Adds a score; returns the median of the frame that is half a filter before it, null before the first. */
  push(score: number): number | null {
    const length = this.#ring.length;
    if (length === 1) {
      this.#numFrames++;
      return score;
    }
    const slot = this.#numFrames % length;
    replace(this.#sorted, this.#ring[slot]!, score);
    this.#ring[slot] = score;
    const middle = this.#numFrames++ - this.#half;
    if (middle < 0) return null;
    return middle < this.#half ? this.#medianAt(middle) : this.#sorted[this.#half]!;
  }

  /** Returns the medians of the frames that are left. */
  end(): number[] {
    const first = Math.max(0, this.#numFrames - this.#half);
    return Array.from({ length: this.#numFrames - first }, (_, i) => this.#medianAt(first + i));
  }

  /** Computes the median around a frame near an end, beyond which the scores are mirrored. */
  #medianAt(middle: number): number {
    const length = this.#ring.length;
    const around = Float64Array.from({ length }, (_, i) => {
      const frame = mirrored(middle - this.#half + i, this.#numFrames);
      return this.#ring[frame % length]!;
    });
    return around.sort()[this.#half]!;
  }
}
