import { numChannelsOf } from "../../audio/sample-format.js";
import type { Window } from "../../data/windows.js";
import { ConfigError } from "../../errors.js";
import type { EventRules } from "../../tasks/task.js";
import { noGrad, scope } from "../../tensor/index.js";
import { embedAndClassify, viewWave } from "../forward.js";
import { windowingOf } from "../loaders.js";
import type { RestoredModel } from "../restore.js";
import { FrameGrid } from "./frame-grid.js";
import { ScoreTimeline } from "./score-timeline.js";

/** Samples of a batch of windows, over all channels: bounds memory for long windows. */
const BATCH_SAMPLES = 1 << 22;
const MOST_WINDOWS = 32;

/** A model that scores recordings in time. */
export interface TimelineModel {
  rules: EventRules;
  grid: FrameGrid;
  /** Starts a recording. @param onWindows called with the windows that were computed, and their embeddings [n, D] */
  start(onWindows?: (windows: readonly Window[], embeddings: Float32Array) => void): ScoreTimeline;
}

export interface TimelineSettings {
  /** From the start of a window to the start of the next; null for half a window. */
  hopSec: number | null;
  /** Windows that are computed at once; by default as many as memory allows, 32 at most. */
  batchWindows?: number;
}

/**
 * @throws ConfigError for a task whose answers have no place in time, and for a hop that is longer than a window
 */
export function timelineModel(model: RestoredModel, settings: TimelineSettings): TimelineModel {
  const { config, task } = model;
  const rules = eventRulesOf(task);
  const windowing = windowingOf(config);
  const { clipSamples } = windowing;
  const numChannels = numChannelsOf(config.data.channels);
  const hopSamples = hopOf(settings.hopSec, config.data.sample_rate_hz, clipSamples);
  const numLabels = rules.labels.length;
  // Only the model knows how many frames it scores in a window.
  const modelFrames = score(model, new Float32Array(numChannels * clipSamples), 1).scores.length / numLabels;
  if (!Number.isInteger(modelFrames) || modelFrames === 0)
    throw new ConfigError(
      "TASK",
      `detect: the outputs of a window, activated, must be [${numLabels}] or [${numLabels}, frames], a score for each label of task ${task.name}; they have ${modelFrames * numLabels} values`,
    );
  const grid = new FrameGrid(clipSamples, modelFrames, hopSamples);
  const fitting = Math.max(1, Math.floor(BATCH_SAMPLES / (numChannels * clipSamples)));
  const batchWindows = settings.batchWindows ?? Math.min(MOST_WINDOWS, fitting);
  return {
    rules,
    grid,
    start: (onWindows) =>
      new ScoreTimeline((wave, count) => score(model, wave, count), {
        ...{ grid, windowing, numChannels, numLabels, batchWindows, onWindows },
      }),
  };
}

function eventRulesOf({ name, events }: RestoredModel["task"]): EventRules {
  if (events !== undefined) return events;
  throw new ConfigError(
    "TASK",
    `detect: a model of task ${name} has no labels that sound at times; use woodshed predict, or a model of classification or tagging`,
  );
}

function hopOf(hopSec: number | null, sampleRateHz: number, clipSamples: number): number {
  if (hopSec === null) return Math.max(1, Math.round(clipSamples / 2));
  const samples = Math.round(hopSec * sampleRateHz);
  if (samples >= 1 && samples <= clipSamples) return samples;
  throw new ConfigError(
    "HOP",
    `detect: a hop of ${hopSec} s, expected at most a window of the model, ${clipSamples / sampleRateHz} s, and a sample or more`,
  );
}

function score(model: RestoredModel, wave: Float32Array, count: number) {
  return noGrad(() =>
    scope(() => {
      const numChannels = numChannelsOf(model.config.data.channels);
      const batch = viewWave({ wave, size: count, numChannels }).to({ device: model.hardware.device });
      const { embeddings, logits } = embedAndClassify(model, batch);
      const activated = model.task.activate(logits);
      // Other rows than those of the labels, such as weights of frames, are not scores.
      const scores = activated.narrow(1, 0, model.task.events!.labels.length).toFloat32Array(); // sync
      return { scores, embeddings: embeddings.toFloat32Array() };
    }),
  );
}
