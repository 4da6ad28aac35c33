// A = channels of the model, T = samples of each.
/* Options and checks of streams in Node and in browsers. Imports nothing of Node. */
import { assertPlausible } from "../audio/plausible.js";
import { canResample } from "../audio/resample-parts.js";
import { eventRules } from "../detect/event-rules.js";
import { ConfigError, DataError } from "../errors.js";
import { FrameGrid } from "../inference/timeline/frame-grid.js";
import type { EventRules } from "../tasks/task.js";
import type { StreamModel, StreamResult } from "./stream-state.js";

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

/** @throws ConfigError for rules that are not one a label */
export function streamModel(
  format: StreamModel["format"],
  { windowing, sizes }: Pick<StreamModel, "windowing" | "sizes">,
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
  const grid = new FrameGrid(sizes.windowSamples, sizes.modelFrames, sizes.hopSamples);
  return { format, windowing, sizes, labels, rules: eventRules(rules, mergeSec, grid, format.sampleRateHz) };
}

/** @throws DataError for a rate that cannot be resampled to the model's */
export function assertRate(fromHz: number, { sampleRateHz: toHz, resampling }: StreamModel["format"]): void {
  if (Number.isInteger(fromHz) && fromHz > 0 && canResample({ fromHz, toHz, resampling })) return;
  throw new DataError(
    "RATE",
    `stream: a sample rate of ${fromHz} Hz cannot be resampled to the model's ${toHz} Hz; expected a whole number, such as 44100`,
  );
}

/**
 * @param samples planar [A * T]
 * @throws DataError for samples that are not finite or do not fit the channels
 */
export function assertSamples(samples: Float32Array, numChannels: number): void {
  if (samples.length % numChannels !== 0)
    throw new DataError(
      "CHANNELS",
      `stream: expected planar samples of ${numChannels} channels, one after the other, got ${samples.length} samples`,
    );
  assertPlausible(samples, "stream");
}

/** Joins results that follow each other. */
export function joinResults(results: readonly StreamResult[]): StreamResult {
  return {
    frames: results.flatMap(({ frames }) => frames),
    events: results.flatMap(({ events }) => events),
  };
}
