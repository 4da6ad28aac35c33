import { ConfigError } from "../../errors.js";

/*
 * Scores in time: overlapping windows, each as long as the training clips, score frames of one grid, and a frame's score is the
 * weighted mean of all windows that cover it. A window's weight at a frame is
 *
 *     w = 1 - |2 u - 1|
 *
 * where u, between 0 and 1, is the place in the window of the middle of what it covers of the frame: a model knows most about the
 * middle of its window, where both sides of a sound are in it.
 */

/** Parameters of a grid as plain data, which another thread can have. */
export interface GridSizes {
  windowSamples: number;
  modelFrames: number;
  hopSamples: number;
}

/** The frames of a recording, and the windows that cover them, in samples of a channel at the model's rate. */
export class FrameGrid {
  readonly windowSamples: number;
  /** Frames that a window covers, the last of them perhaps in part. */
  readonly framesAWindow: number;
  /** Frames from the start of a window to the start of the next. */
  readonly hopFrames: number;
  /** Length of a frame: `#samples / #divisor`, so that no rounding adds up. */
  readonly #samples: number;
  readonly #divisor: number;
  /** True for frames of the model, false for those as long as the hop. */
  readonly #hasOwnFrames: boolean;

  /**
   * @param windowSamples length of a window
   * @param modelFrames frames that the model scores in a window; with 1, the grid's frames are as long as the hop
   * @param hopSamples from the start of a window to the start of the next, at most a window; rounded to frames of the model
   */
  constructor(windowSamples: number, modelFrames: number, hopSamples: number) {
    this.windowSamples = windowSamples;
    this.#hasOwnFrames = modelFrames > 1;
    if (!this.#hasOwnFrames) {
      [this.#samples, this.#divisor] = [hopSamples, 1];
      this.hopFrames = 1;
    } else {
      [this.#samples, this.#divisor] = [windowSamples, modelFrames];
      this.hopFrames = Math.max(1, Math.round((hopSamples * modelFrames) / windowSamples));
    }
    this.framesAWindow = Math.ceil((windowSamples * this.#divisor) / this.#samples);
  }

  /** Length of a frame in samples, not always a whole number. */
  get frameSamples(): number {
    return this.#samples / this.#divisor;
  }

  /** The first sample of a frame, which is the end of the one before; the last frame of a recording ends with it. */
  start(frame: number): number {
    return Math.floor((frame * this.#samples) / this.#divisor);
  }

  /** The first sample of a window. */
  windowStart(window: number): number {
    return this.start(window * this.hopFrames);
  }

  /**
   * Frames of a recording of so many samples, one or more. A model's own frames are those that evaluation has, the last perhaps cut
   * off. Of frames as long as the hop, the last is half a frame to one and a half long: a few samples at the end are no
   * frame of their own.
   */
  numFrames(numSamples: number): number {
    const frames = (numSamples * this.#divisor) / this.#samples;
    return this.#hasOwnFrames ? Math.ceil(frames) : Math.max(1, Math.round(frames));
  }

  /** The weight of a window's score for the frame at this place in it. */
  weight(frame: number): number {
    const end = Math.min((frame + 1) * this.frameSamples, this.windowSamples);
    const middle = (frame * this.frameSamples + end) / 2;
    return 1 - Math.abs((2 * middle) / this.windowSamples - 1);
  }
}

/** Returns a hop in samples. @param hopSec null for half a window @throws ConfigError for one that is longer than a window */
export function hopSamplesOf(hopSec: number | null, sampleRateHz: number, clipSamples: number): number {
  if (hopSec === null) return Math.max(1, Math.round(clipSamples / 2));
  const samples = Math.round(hopSec * sampleRateHz);
  if (samples >= 1 && samples <= clipSamples) return samples;
  throw new ConfigError(
    "HOP",
    `detect: a hop of ${hopSec} s, expected at most a window of the model, ${clipSamples / sampleRateHz} s, and a sample or more`,
  );
}
