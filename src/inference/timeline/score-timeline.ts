// C = labels, F = frames that the model scores in a window, D = width of the embedding, A = channels, n = windows.
import type { Window, Windowing } from "../../data/windows.js";
import type { FrameGrid } from "./frame-grid.js";
import { FrameMerger, type FrameScores } from "./frame-merger.js";
import { type WindowBatch, WindowCutter } from "./window-cutter.js";

/** Outputs of a model for windows. */
export interface WindowScores {
  scores: Float32Array; // [n, C, F]
  embeddings: Float32Array; // [n, D]
}

/** Computes windows of one length, with their padding. @param wave [n, A, padded] */
export type ScoreWindows = (wave: Float32Array, numWindows: number) => WindowScores;

export interface TimelineOptions {
  grid: FrameGrid;
  windowing: Windowing;
  numChannels: number;
  numLabels: number;
  /** Windows that are computed at once; results differ by rounding alone. */
  batchWindows: number;
  /** Called with the windows that were computed, in their order. */
  onWindows?: ((windows: readonly Window[], embeddings: Float32Array) => void) | undefined;
}

/**
 * Scores in time of samples that arrive in parts of any length: a file's or a stream's. Memory does not grow with them, and the
 * results do not depend on how they are cut.
 */
export class ScoreTimeline {
  readonly #score: ScoreWindows;
  readonly #options: TimelineOptions;
  readonly #cutter: WindowCutter;
  readonly #merger: FrameMerger;

  constructor(score: ScoreWindows, options: TimelineOptions) {
    this.#score = score;
    this.#options = options;
    this.#cutter = new WindowCutter(options.grid, options.windowing, options.numChannels);
    this.#merger = new FrameMerger(options.grid, options.numLabels);
  }

  /** Samples of a channel so far. */
  get numSamples(): number {
    return this.#cutter.numSamples;
  }

  /** Returns the frames that are complete with these samples, as soon as a batch of windows is. @param samples planar [A * T] */
  push(samples: Float32Array): FrameScores {
    const { batchWindows } = this.#options;
    this.#cutter.push(samples);
    const parts: FrameScores[] = [];
    for (let ready = this.#cutter.numReady; ready >= batchWindows; ready -= batchWindows)
      parts.push(...this.#compute(this.#cutter.take(batchWindows)));
    return this.#joined(parts);
  }

  /** Returns the rest of the frames, at the end of the samples. */
  end(): FrameScores {
    this.#merger.limit(this.numSamples);
    const ready = this.#cutter.numReady;
    const parts = ready === 0 ? [] : this.#compute(this.#cutter.take(ready));
    const last = this.#cutter.takeLast();
    if (last !== null) parts.push(...this.#compute(last));
    parts.push(this.#merger.end());
    return this.#joined(parts);
  }

  #compute({ windows, wave }: WindowBatch): FrameScores[] {
    const { scores, embeddings } = this.#score(wave, windows.length);
    this.#options.onWindows?.(windows, embeddings);
    const size = scores.length / windows.length;
    return windows.map(({ padded }, row) =>
      this.#merger.add(scores.subarray(row * size, (row + 1) * size), padded),
    );
  }

  #joined(parts: readonly FrameScores[]): FrameScores {
    const { numLabels } = this.#options;
    const [first] = parts;
    if (first === undefined) return { first: 0, count: 0, scores: new Float64Array(0) };
    const count = parts.reduce((sum, part) => sum + part.count, 0);
    const scores = new Float64Array(count * numLabels);
    for (const part of parts) scores.set(part.scores, (part.first - first.first) * numLabels);
    return { first: first.first, count, scores };
  }
}
