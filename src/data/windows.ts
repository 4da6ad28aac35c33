/*
 * The windows of a recording: stretches as long as the training clips, side by side, from its start. A model sees one at a
 * time, and its results are averaged by the audio in each. Evaluation, predict, serve and exported models all use these.
 */

/** How a model's windows are cut and padded. */
export interface Windowing {
  /** Samples of a window; the last window of a recording may have fewer. */
  clipSamples: number;
  /** Lengths that windows are padded to with silence at their end, ascending; the last is `clipSamples`. */
  paddedSamples: readonly number[];
}

/** A stretch of a recording, in samples at the model's rate. */
export interface Window {
  first: number;
  count: number;
  /** Samples with its padding. */
  padded: number;
}

/**
 * Each length over the one before: at most a fiftieth of a window is padding. Lengths of their own would need no padding, but
 * hardly two clips would fit into one batch.
 */
const LENGTH_RATIO = 1.02;

/** @param shortest fewest samples that a window is padded to; `clipSamples` pads all windows to the same length */
export function createWindowing(clipSamples: number, shortest: number): Windowing {
  const paddedSamples: number[] = [];
  for (let samples = shortest; samples < clipSamples; samples = Math.ceil(samples * LENGTH_RATIO))
    paddedSamples.push(samples);
  return { clipSamples, paddedSamples: [...paddedSamples, clipSamples] };
}

/** Returns the length that a window of `count` samples is padded to. */
export function paddedLength({ paddedSamples, clipSamples }: Windowing, count: number): number {
  return paddedSamples.find((samples) => samples >= count) ?? clipSamples;
}

/** Yields the windows of a recording with one sample or more, in order, from number `start` on. */
export function* windowsOf(windowing: Windowing, numSamples: number, start = 0): Iterable<Window> {
  const { clipSamples } = windowing;
  for (let first = start * clipSamples; first < numSamples; first += clipSamples) {
    const count = Math.min(clipSamples, numSamples - first);
    yield { first, count, padded: paddedLength(windowing, count) };
  }
}

/** The mean of results over a recording's windows, weighted by the audio in each. */
export class WindowMean {
  readonly values: Float64Array; // [width]
  readonly #numSamples: number;
  #numAdded = 0;

  /** @param numSamples samples of the recording */
  constructor(width: number, numSamples: number) {
    this.values = new Float64Array(width);
    this.#numSamples = numSamples;
  }

  /** Adds row `row` of rows [n, width], the result for a window of `count` samples. */
  add(rows: Float32Array, row: number, count: number): void {
    // A recording without samples has one window.
    const share = this.#numSamples === 0 ? 1 : count / this.#numSamples;
    const { values } = this;
    const from = row * values.length;
    for (let i = 0; i < values.length; i++) values[i]! += rows[from + i]! * share;
    this.#numAdded += count;
  }

  /** True once all windows were added. */
  get isComplete(): boolean {
    return this.#numAdded === this.#numSamples;
  }
}
