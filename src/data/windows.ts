/*
 * The windows of a recording: stretches as long as the training clips, from its start on, side by side or overlapping. A model
 * sees one at a time, and its results are averaged by the audio in each. Evaluation, predict, serve and exported models all use
 * these.
 */

/** How a model's windows are cut and padded. */
export interface Windowing {
  /** Samples of a window; the last window of a recording may have fewer. */
  clipSamples: number;
  /** Samples from the start of a window to the start of the next: `clipSamples`, or fewer for windows that overlap. */
  hopSamples: number;
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

/**
 * @param shortest fewest samples that a window is padded to; `clipSamples` pads all windows to the same length
 * @param hopSamples from the start of a window to the start of the next; by default the windows lie side by side
 */
export function createWindowing(clipSamples: number, shortest: number, hopSamples = clipSamples): Windowing {
  const paddedSamples: number[] = [];
  for (let samples = shortest; samples < clipSamples; samples = Math.ceil(samples * LENGTH_RATIO))
    paddedSamples.push(samples);
  return { clipSamples, hopSamples, paddedSamples: [...paddedSamples, clipSamples] };
}

/** Returns the length that a window of `count` samples is padded to. */
export function paddedLength({ paddedSamples, clipSamples }: Windowing, count: number): number {
  return paddedSamples.find((samples) => samples >= count) ?? clipSamples;
}

/** Returns the number of windows of a recording: the last is the first that reaches its end. */
export function numWindowsOf({ clipSamples, hopSamples }: Windowing, numSamples: number): number {
  if (numSamples <= 0) return 0;
  return 1 + Math.ceil(Math.max(0, numSamples - clipSamples) / hopSamples);
}

/** Yields the windows of a recording with one sample or more, in order, from number `start` on. */
export function* windowsOf(windowing: Windowing, numSamples: number, start = 0): Iterable<Window> {
  const { clipSamples, hopSamples } = windowing;
  const numWindows = numWindowsOf(windowing, numSamples);
  for (let i = start; i < numWindows; i++) {
    const first = i * hopSamples;
    const count = Math.min(clipSamples, numSamples - first);
    yield { first, count, padded: paddedLength(windowing, count) };
  }
}

/** Returns the samples of all windows of a recording, without padding: its own, and once more where windows overlap. */
export function windowedSamples(windowing: Windowing, numSamples: number): number {
  const others = Math.max(0, numWindowsOf(windowing, numSamples) - 1);
  // All windows but the last are full.
  return others * windowing.clipSamples + numSamples - others * windowing.hopSamples;
}

/** The mean of results over a recording's windows, weighted by the audio in each. */
export class WindowMean {
  readonly values: Float64Array; // [width]
  readonly #numSamples: number;
  #numAdded = 0;

  /** @param numSamples samples of the recording's windows together: `windowedSamples` */
  constructor(width: number, numSamples: number) {
    this.values = new Float64Array(width);
    this.#numSamples = numSamples;
  }

  /** Adds row `row` of rows [n, width], the result for a window of `count` samples. */
  add(rows: Float32Array, row: number, count: number): void {
    // A recording without samples has one window, too.
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
