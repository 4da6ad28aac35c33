// A = channels of the model, T = samples of each.
import { assertPlausible } from "../audio/plausible.js";
import { numChannelsOf } from "../audio/sample-format.js";
import { canResample } from "../audio/stretch.js";
import { eventRules } from "../detect/event-rules.js";
import { ConfigError, DataError } from "../errors.js";
import type { RestoredModel } from "../inference/restore.js";
import { sampleFormatOf } from "../inference/sample-format.js";
import { timelineModel, type WindowModel } from "../inference/timeline/model-timelines.js";
import type { EventRules } from "../tasks/task.js";
import { type StreamModel, type StreamResult, StreamState, type StreamWindow } from "./stream-state.js";

export interface StreamOptions {
  /** Rate of the samples that are pushed; by default the model's. */
  sampleRateHz?: number;
  /** Seconds from the start of a window to the start of the next; by default half a window. */
  hopSec?: number;
  /** Rules in place of the model's, by label in its order. */
  rules?: Partial<Omit<EventRules, "labels">>;
  /** Gaps of a label up to this long are joined, in seconds; by default 0. */
  mergeSec?: number;
}

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
    const stream = streamModel(model, this.#timelines, { ...this.#timelines.rules, ...rules }, mergeSec);
    const { format } = stream;
    const sourceHz = sampleRateHz ?? format.sampleRateHz;
    assertRate(sourceHz, format);
    this.#state = new StreamState(stream, sourceHz);
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
    if (samples.length % this.#numChannels !== 0)
      throw new DataError(
        "CHANNELS",
        `stream: expected planar samples of ${this.#numChannels} channels, one after the other, got ${samples.length} samples`,
      );
    assertPlausible(samples, "stream");
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

/** Joins results that follow each other. */
export function joinResults(results: readonly StreamResult[]): StreamResult {
  return {
    frames: results.flatMap(({ frames }) => frames),
    events: results.flatMap(({ events }) => events),
  };
}

/** @throws ConfigError for rules that are not one a label */
export function streamModel(
  model: RestoredModel,
  { sizes, grid, windowing }: WindowModel,
  rules: EventRules,
  mergeSec = 0,
): StreamModel {
  const { labels } = rules;
  for (const [name, values] of Object.entries(rules))
    if (values.length !== labels.length)
      throw new ConfigError(
        "RULES",
        `stream: ${values.length} numbers in rules.${name}; expected ${labels.length}, one a label (${labels.join(", ")})`,
      );
  const format = sampleFormatOf(model.config);
  return { format, windowing, sizes, labels, rules: eventRules(rules, mergeSec, grid, format.sampleRateHz) };
}

function assertRate(fromHz: number, { sampleRateHz: toHz, resampling }: StreamModel["format"]): void {
  if (Number.isInteger(fromHz) && fromHz > 0 && canResample({ fromHz, toHz, resampling })) return;
  throw new DataError(
    "RATE",
    `stream: a sample rate of ${fromHz} Hz cannot be resampled to the model's ${toHz} Hz; expected a whole number, such as 44100`,
  );
}
