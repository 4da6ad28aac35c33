// A = channels of the model, T = samples of each.
import { resamplePart } from "../audio/resample.js";
import { numChannelsOf } from "../audio/sample-format.js";
import { DataError } from "../errors.js";
import type { RestoredModel } from "../inference/restore.js";
import { sampleFormatOf } from "../inference/sample-format.js";
import { timelineModel, type WindowModel } from "../inference/timeline/model-timelines.js";
import { assertRate, assertSamples, joinResults, type StreamOptions, streamModel } from "./stream-model.js";
import { type StreamResult, StreamState, type StreamWindow } from "./stream-state.js";

/**
 * Predicts a stream: scores and events as `woodshed detect` finds them in a file of the same samples, each as soon as it is certain.
 * A frame is finished when the last window that covers it is complete: with the default hop, one hop after its end. Its state does
 * not grow with the stream. Several streams may share a model.
 *
 *     const stream = new StreamingPredictor(restoreModel("runs/birds-..."), { sampleRateHz: 48_000 });
 *     for await (const samples of microphone) {
 *       for (const event of stream.push(samples).events) console.log(event);
 *     }
 *     console.log(stream.end().events);
 */
export class StreamingPredictor {
  readonly labels: readonly string[];
  readonly #timelines: WindowModel;
  readonly #state: StreamState;
  readonly #numChannels: number;
  #isEnded = false;

  /**
   * @throws ConfigError for a task whose answers have no place in time, or a hop longer than a window
   * @throws DataError for a rate that cannot be resampled to the model's
   */
  constructor(model: RestoredModel, { sampleRateHz, hopSec, rules, mergeSec = 0 }: StreamOptions = {}) {
    this.#timelines = timelineModel(model, { hopSec: hopSec ?? null });
    this.labels = this.#timelines.rules.labels;
    const format = sampleFormatOf(model.config);
    const stream = streamModel(format, this.#timelines, { ...this.#timelines.rules, ...rules }, mergeSec);
    const sourceHz = sampleRateHz ?? format.sampleRateHz;
    assertRate(sourceHz, format);
    this.#state = new StreamState(stream, sourceHz, resamplePart);
    this.#numChannels = numChannelsOf(format.channels);
  }

  /**
   * Returns the frames and events that these samples finish; often none.
   *
   * @param samples any number; of several channels planar [A * T]
   * @throws DataError for samples that are not finite or do not fit the channels, which are not added; for a prediction that is not
   *   finite, and after `end`
   */
  push(samples: Float32Array): StreamResult {
    this.#assertOpen();
    assertSamples(samples, this.#numChannels);
    return joinResults(this.#compute(this.#state.push(samples)));
  }

  /** Returns the rest, at the end of the samples. */
  end(): StreamResult {
    this.#assertOpen();
    this.#isEnded = true;
    return joinResults([...this.#compute(this.#state.end()), this.#state.finish()]);
  }

  /** Seconds of audio so far. */
  get durationSec(): number {
    return this.#state.durationSec;
  }

  /** Samples of each channel that are kept for later windows. */
  get numKept(): number {
    return this.#state.numKept;
  }

  #compute(windows: Iterable<StreamWindow>): StreamResult[] {
    const wasEnded = this.#isEnded;
    // After an error in the middle, times of later samples would be wrong.
    this.#isEnded = true;
    const results = Array.from(windows, (window) =>
      this.#state.add(this.#timelines.score(window.wave, 1).scores, window),
    );
    this.#isEnded = wasEnded;
    return results;
  }

  #assertOpen(): void {
    if (this.#isEnded)
      throw new DataError(
        "ENDED",
        "stream: it ended before, by end() or an error; create another StreamingPredictor for other samples",
      );
  }
}
