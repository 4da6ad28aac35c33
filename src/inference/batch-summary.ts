import type { Config } from "../config/schema.js";
import { counted } from "../counted.js";
import type { BatchSummary } from "../data/batching.js";
import type { Clip } from "../data/clip.js";
import { createSampler } from "../data/loader.js";
import { clipSamplesOf, durationsOf } from "./loaders.js";

/** Returns batches by duration and their padding, for a run's first lines; null for batches of a fixed number of clips. */
export function describeBatches(config: Config, clips: readonly Clip[]): string | null {
  const summary = summarize(config, clips);
  if (summary === null) return null;
  const { numBatches, shapes, padding } = summary;
  const number = `${counted(numBatches, "batch", "batches")} an epoch of at most ${config.training.batch_sec} s`;
  return `${number}, in ${counted(shapes.length, "shape")}; ${(100 * padding).toFixed(1)} % is padding`;
}

/**
 * Returns the number and shapes of training batches, `12 of 40 x 8000, 3 of 20 x 16000` (clips x samples); null unless
 * `training.batch_shapes` bounds them. They follow from the lengths of all clips: if one changes, a run cannot resume.
 */
export function describeShapes(config: Config, clips: readonly Clip[]): string | null {
  if (config.training.batch_shapes === null) return null;
  const shapes = summarize(config, clips)?.shapes ?? [];
  return shapes
    .map(({ numBatches, numClips, samples }) => `${numBatches} of ${numClips} x ${samples}`)
    .join(", ");
}

function summarize(config: Config, clips: readonly Clip[]): BatchSummary | null {
  const { training, data, seed } = config;
  const durations = durationsOf(config);
  if (durations === null) return null;
  return createSampler({
    ...{ clips, durations, clipSamples: clipSamplesOf(config), batchSize: training.batch_size },
    sampleRateHz: data.sample_rate_hz,
    order: { seed, shuffle: true },
  }).summary();
}
