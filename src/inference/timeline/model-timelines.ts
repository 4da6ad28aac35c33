import { numChannelsOf } from "../../audio/sample-format.js";
import type { Window, Windowing } from "../../data/windows.js";
import { ConfigError, ShapeError } from "../../errors.js";
import type { EventRules } from "../../tasks/task.js";
import { noGrad, scope, type Tensor } from "../../tensor/index.js";
import { embedAndClassify, viewWave } from "../forward.js";
import { windowingOf } from "../loaders.js";
import type { RestoredModel } from "../restore.js";
import { FrameGrid, type GridSizes, hopSamplesOf } from "./frame-grid.js";
import { ScoreTimeline, type ScoreWindows, type WindowScores } from "./score-timeline.js";

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

/** A model whose windows a caller may cut and score by itself. */
export interface WindowModel extends TimelineModel {
  sizes: GridSizes;
  windowing: Windowing;
  score: ScoreWindows;
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
export function timelineModel(model: RestoredModel, settings: TimelineSettings): WindowModel {
  const { config, task } = model;
  const rules = eventRulesOf(task);
  const windowing = windowingOf(config);
  const { clipSamples } = windowing;
  const numChannels = numChannelsOf(config.data.channels);
  const hopSamples = hopSamplesOf(settings.hopSec, config.data.sample_rate_hz, clipSamples);
  const numLabels = rules.labels.length;
  const compute: ScoreWindows = (wave, count) => score(model, numLabels, wave, count);
  // Only the model knows how many frames it scores in a window.
  const modelFrames = compute(new Float32Array(numChannels * clipSamples), 1).scores.length / numLabels;
  const sizes = { windowSamples: clipSamples, modelFrames, hopSamples };
  const grid = new FrameGrid(clipSamples, modelFrames, hopSamples);
  const fitting = Math.max(1, Math.floor(BATCH_SAMPLES / (numChannels * clipSamples)));
  const batchWindows = settings.batchWindows ?? Math.min(MOST_WINDOWS, fitting);
  return {
    ...{ rules, grid, sizes, windowing, score: compute },
    start: (onWindows) =>
      new ScoreTimeline(compute, {
        ...{ grid, windowing, numChannels, numLabels, batchWindows, onWindows },
      }),
  };
}

function eventRulesOf({ name, events }: RestoredModel["task"]): EventRules {
  if (events !== undefined) return events;
  throw new ConfigError(
    "TASK",
    `detect: a model of task ${name} has no labels that sound at times; use woodshed predict, or a model of classification, tagging or detection`,
  );
}

function score(model: RestoredModel, numLabels: number, wave: Float32Array, count: number): WindowScores {
  return noGrad(() =>
    scope(() => {
      const numChannels = numChannelsOf(model.config.data.channels);
      const batch = viewWave({ wave, size: count, numChannels }).to({ device: model.hardware.device });
      const { embeddings, logits } = embedAndClassify(model, batch);
      const scores = labelScores(model.task.activate(logits), numLabels, model.task.name);
      return { scores: scores.toFloat32Array(), embeddings: embeddings.toFloat32Array() }; // sync
    }),
  );
}

/** Returns the scores of the labels: [B, C], or [B, C, F] of outputs [B, R, F], of which the labels are the first rows. */
function labelScores(outputs: Tensor, numLabels: number, name: string): Tensor {
  const [, numRows = 0, numFrames] = outputs.shape;
  const isExpected =
    outputs.shape.length === 2 ? numRows === numLabels : numRows >= numLabels && numFrames! > 0;
  if (isExpected && outputs.shape.length < 4) return outputs.narrow(1, 0, numLabels).contiguous();
  throw new ShapeError(
    "SHAPE",
    `detect: task ${name}: expected activated outputs [B, ${numLabels}] or [B, ${numLabels} or more, frames], a score for each label, got [${outputs.shape.join(", ")}]`,
  );
}
