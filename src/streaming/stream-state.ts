// A = channels of the model, T = samples of each, C = labels, F = frames that the model scores in a window.

import type { ResamplePart } from "../audio/resample-parts.js";
import type { SampleFormat } from "../audio/sample-format.js";
import { numChannelsOf, slicePlanar } from "../audio/sample-format.js";
import { StreamResampler } from "../audio/stream-resampler.js";
import type { Windowing } from "../data/windows.js";
import type { EventRule } from "../detect/events.js";
import { isFinitePrediction, notFinite } from "../inference/finite.js";
import { FrameGrid, type GridSizes } from "../inference/timeline/frame-grid.js";
import { FrameMerger, type FrameScores } from "../inference/timeline/frame-merger.js";
import { WindowCutter } from "../inference/timeline/window-cutter.js";
import { LiveEvents, type StreamEvent } from "./live-events.js";

/** The part of a model that a stream needs, as plain data: the model may be in another thread. */
export interface StreamModel {
  format: Required<SampleFormat>;
  windowing: Windowing;
  sizes: GridSizes;
  labels: readonly string[];
  /** By label. */
  rules: readonly EventRule[];
}

/** A window to score. */
export interface StreamWindow {
  /** Valid until the next window is taken. */
  wave: Float32Array; // [A, padded]
  padded: number;
}

/** A frame with its scores. */
export interface ScoredFrame {
  /** Seconds from the start of the stream. */
  startSec: number;
  endSec: number;
  scores: Float64Array; // [C]
}

/** Results of a stream since the last ones. */
export interface StreamResult {
  /** Finished frames, in their order. */
  frames: readonly ScoredFrame[];
  events: readonly StreamEvent[];
}

/**
 * The state of a stream between its samples and its results, which is bounded. The caller scores the windows, in their order, by a
 * call or in another thread; results are those of a file with the same samples.
 */
export class StreamState {
  readonly #model: StreamModel;
  readonly #sourceHz: number;
  readonly #numChannels: number;
  readonly #grid: FrameGrid;
  readonly #resampler: StreamResampler;
  readonly #cutter: WindowCutter;
  readonly #merger: FrameMerger;
  readonly #events: LiveEvents;
  /** null until the end of the stream. */
  #numFrames: number | null = null;

  /** @param sourceHz rate of the samples that arrive */
  constructor(model: StreamModel, sourceHz: number, resamplePart: ResamplePart) {
    const { format, windowing, sizes, labels, rules } = model;
    const { sampleRateHz, channels, resampling } = format;
    this.#model = model;
    this.#sourceHz = sourceHz;
    this.#numChannels = numChannelsOf(channels);
    this.#grid = new FrameGrid(sizes.windowSamples, sizes.modelFrames, sizes.hopSamples);
    this.#resampler = new StreamResampler(
      { fromHz: sourceHz, toHz: sampleRateHz, resampling },
      this.#numChannels,
      resamplePart,
    );
    this.#cutter = new WindowCutter(this.#grid, windowing, this.#numChannels);
    this.#merger = new FrameMerger(this.#grid, labels.length);
    this.#events = new LiveEvents({ labels, rules, grid: this.#grid, sampleRateHz });
  }

  /** Seconds of audio so far. */
  get durationSec(): number {
    return this.#resampler.numInput / this.#sourceHz;
  }

  /** Samples of each channel that are kept. */
  get numKept(): number {
    return this.#resampler.numKept + this.#cutter.numKept;
  }

  /** Adds samples, and yields the windows that they complete. @param samples at the source's rate, planar [A * T] */
  *push(samples: Float32Array): Iterable<StreamWindow> {
    const { windowSamples } = this.#grid;
    const numSamples = samples.length / this.#numChannels;
    // Long parts are resampled and cut bit by bit, so that nothing grows with them.
    for (let first = 0; first < numSamples; first += windowSamples) {
      const count = Math.min(windowSamples, numSamples - first);
      yield* this.#cut(this.#resampler.push(slicePlanar(samples, this.#numChannels, first, count)));
    }
  }

  /** Yields the last windows, at the end of the samples. */
  *end(): Iterable<StreamWindow> {
    const rest = this.#resampler.end();
    const numSamples = this.#cutter.numSamples + rest.length / this.#numChannels;
    this.#merger.limit(numSamples);
    this.#numFrames = this.#grid.numFrames(numSamples);
    yield* this.#cut(rest);
    const last = this.#cutter.takeLast();
    if (last !== null) yield { wave: last.wave, padded: last.windows[0]!.padded };
  }

  *#cut(samples: Float32Array): Iterable<StreamWindow> {
    const { windowSamples } = this.#grid;
    const numSamples = samples.length / this.#numChannels;
    // A source of a low rate becomes several windows.
    for (let first = 0; first < numSamples; first += windowSamples) {
      const count = Math.min(windowSamples, numSamples - first);
      this.#cutter.push(slicePlanar(samples, this.#numChannels, first, count));
      while (this.#cutter.numReady > 0) yield { wave: this.#cutter.take(1).wave, padded: windowSamples };
    }
  }

  /**
   * Adds the scores of the next window; returns the frames and events that they finish.
   *
   * @param scores [C, F]
   * @throws DataError for scores that are not finite
   */
  add(scores: Float32Array, { padded }: Omit<StreamWindow, "wave">): StreamResult {
    if (!isFinitePrediction(scores)) throw notFinite("stream");
    const frames = this.#merger.add(scores, padded);
    const events = this.#numFrames === null ? this.#events.push(frames) : this.#events.pushLast(frames);
    return { frames: this.#timed(frames), events };
  }

  /** Returns the rest of the frames and events, after the last window. */
  finish(): StreamResult {
    const frames = this.#merger.end();
    const events = [
      ...this.#events.pushLast(frames),
      ...this.#events.end(this.#cutter.numSamples, this.durationSec),
    ];
    return { frames: this.#timed(frames), events };
  }

  #timed({ first, count, scores }: FrameScores): ScoredFrame[] {
    const { sampleRateHz } = this.#model.format;
    const numLabels = this.#model.labels.length;
    return Array.from({ length: count }, (_, i) => ({
      startSec: this.#grid.start(first + i) / sampleRateHz,
      endSec:
        first + i + 1 === this.#numFrames ? this.durationSec : this.#grid.start(first + i + 1) / sampleRateHz,
      scores: scores.subarray(i * numLabels, (i + 1) * numLabels),
    }));
  }
}
