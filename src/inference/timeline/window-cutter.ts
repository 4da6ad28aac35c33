// A = channels of the audio, T = samples of each, n = windows of a batch.
import { paddedLength, type Window, type Windowing } from "../../data/windows.js";
import type { FrameGrid } from "./frame-grid.js";

/** Windows to compute at once, all padded to the same length. */
export interface WindowBatch {
  windows: readonly Window[];
  /** Valid until the next batch is taken. */
  wave: Float32Array; // [n, A, padded]
}

/** Cuts samples that arrive in parts into overlapping windows. Keeps no more samples than the windows that are not taken need. */
export class WindowCutter {
  readonly #grid: FrameGrid;
  readonly #windowing: Windowing;
  readonly #channels: Float32Array[];
  /** Place in the recording of the first sample that is kept. */
  #first = 0;
  #numKept = 0;
  #nextWindow = 0;
  #wave = new Float32Array(0);

  constructor(grid: FrameGrid, windowing: Windowing, numChannels: number) {
    this.#grid = grid;
    this.#windowing = windowing;
    this.#channels = Array.from({ length: numChannels }, () => new Float32Array(2 * grid.windowSamples));
  }

  /** Samples of a channel so far. */
  get numSamples(): number {
    return this.#first + this.#numKept;
  }

  /** Samples of each channel that room is kept for. */
  get numKept(): number {
    return this.#channels[0]!.length;
  }

  /** @param samples planar [A * T] */
  push(samples: Float32Array): void {
    const count = samples.length / this.#channels.length;
    for (const [c, kept] of this.#channels.entries()) {
      let room = kept;
      if (this.#numKept + count > kept.length) {
        room = new Float32Array(Math.max(2 * kept.length, this.#numKept + count));
        room.set(kept.subarray(0, this.#numKept));
        this.#channels[c] = room;
      }
      room.set(samples.subarray(c * count, (c + 1) * count), this.#numKept);
    }
    this.#numKept += count;
  }

  /** Complete windows that were not taken. */
  get numReady(): number {
    const { windowSamples } = this.#grid;
    let next = this.#nextWindow;
    while (this.#grid.windowStart(next) + windowSamples <= this.numSamples) next++;
    return next - this.#nextWindow;
  }

  /** Takes complete windows. @param count 1 to `numReady` */
  take(count: number): WindowBatch {
    const { windowSamples } = this.#grid;
    const windows = Array.from({ length: count }, (_, i) => ({
      first: this.#grid.windowStart(this.#nextWindow + i),
      count: windowSamples,
      padded: windowSamples,
    }));
    return this.#cut(windows);
  }

  /**
   * Takes the last window after all complete ones, padded with silence as evaluation pads; null if a complete one ended with the
   * recording.
   */
  takeLast(): WindowBatch | null {
    const { numSamples } = this;
    const isCovered =
      this.#nextWindow > 0 &&
      this.#grid.windowStart(this.#nextWindow - 1) + this.#grid.windowSamples >= numSamples;
    if (numSamples === 0 || isCovered) return null;
    const first = this.#grid.windowStart(this.#nextWindow);
    const count = numSamples - first;
    return this.#cut([{ first, count, padded: paddedLength(this.#windowing, count) }]);
  }

  #cut(windows: Window[]): WindowBatch {
    const { padded } = windows[0]!;
    const size = this.#channels.length * padded;
    if (this.#wave.length < windows.length * size) this.#wave = new Float32Array(windows.length * size);
    const wave = this.#wave.subarray(0, windows.length * size).fill(0);
    for (const [row, { first, count }] of windows.entries()) {
      const from = first - this.#first;
      for (const [c, kept] of this.#channels.entries())
        wave.set(kept.subarray(from, from + count), row * size + c * padded);
    }
    this.#nextWindow += windows.length;
    this.#forget(this.#grid.windowStart(this.#nextWindow));
    return { windows, wave };
  }

  /** Drops samples that no later window needs. */
  #forget(before: number): void {
    const count = Math.min(this.#numKept, before - this.#first);
    for (const kept of this.#channels) kept.copyWithin(0, count, this.#numKept);
    this.#first += count;
    this.#numKept -= count;
  }
}
