// C = labels, F = frames that the model scores in a window.
import type { FrameGrid } from "./frame-grid.js";

/** Scores of frames that follow each other. */
export interface FrameScores {
  /** Number of the first frame. */
  first: number;
  count: number;
  scores: Float64Array; // [count, C]
}

/** Merges the scores of overlapping windows, which are added in their order, into scores of frames. */
export class FrameMerger {
  readonly #grid: FrameGrid;
  readonly #numLabels: number;
  /** Sums of the frames that a window covers, in a ring. */
  readonly #sums: Float64Array; // [framesAWindow, C]
  readonly #weights: Float64Array; // [framesAWindow]
  #nextWindow = 0;
  #nextFrame = 0;
  #numFrames = Number.POSITIVE_INFINITY;

  constructor(grid: FrameGrid, numLabels: number) {
    this.#grid = grid;
    this.#numLabels = numLabels;
    this.#sums = new Float64Array(grid.framesAWindow * numLabels);
    this.#weights = new Float64Array(grid.framesAWindow);
  }

  /**
   * Adds a window's scores, and returns the frames that no later window covers.
   *
   * @param scores [C, F]
   * @param padded samples of the window with its padding
   */
  add(scores: Float32Array, padded: number): FrameScores {
    const grid = this.#grid;
    const numLabels = this.#numLabels;
    const modelFrames = scores.length / numLabels;
    const first = this.#nextWindow * grid.hopFrames;
    for (let place = 0; place < grid.framesAWindow; place++) {
      const weight = grid.weight(place);
      const slot = (first + place) % grid.framesAWindow;
      const middle = (place + 0.5) * grid.frameSamples;
      const from = Math.min(modelFrames - 1, Math.floor((middle * modelFrames) / padded));
      this.#weights[slot]! += weight;
      for (let label = 0; label < numLabels; label++)
        this.#sums[slot * numLabels + label]! += weight * scores[label * modelFrames + from]!;
    }
    this.#nextWindow++;
    return this.#take(this.#nextWindow * grid.hopFrames);
  }

  /** Sets the number of frames, before the windows that need the end of the recording are added. */
  limit(numSamples: number): void {
    this.#numFrames = numSamples === 0 ? 0 : this.#grid.numFrames(numSamples);
  }

  /** Returns the rest of the frames, after the last window. */
  end(): FrameScores {
    return this.#take(this.#numFrames);
  }

  /** Returns the frames before `end` that were not returned before. */
  #take(end: number): FrameScores {
    const first = this.#nextFrame;
    const count = Math.max(0, Math.min(end, this.#numFrames) - first);
    const numLabels = this.#numLabels;
    const scores = new Float64Array(count * numLabels);
    for (let i = 0; i < count; i++) {
      const slot = (first + i) % this.#grid.framesAWindow;
      const sums = this.#sums.subarray(slot * numLabels, (slot + 1) * numLabels);
      for (const [label, sum] of sums.entries()) scores[i * numLabels + label] = sum / this.#weights[slot]!;
      sums.fill(0);
      this.#weights[slot] = 0;
    }
    this.#nextFrame += count;
    return { first, count, scores };
  }
}
