import { shortestClip } from "../config/feature-sizes.js";
import type { Config } from "../config/schema.js";
import type { Clip } from "../data/clip.js";
import { defaultNumWorkers, Loader, type LoaderOptions } from "../data/loader.js";
import type { TargetTable } from "../data/targets.js";
import { World } from "../distributed/world.js";

/** Options that all loaders of a recipe share; shuffling and augmentation are off unless the caller adds them. */
export function loaderOptions(
  config: Config,
  world: World = World.solo(),
): Omit<LoaderOptions, "clips" | "targets"> {
  const { data, training } = config;
  return {
    sampleRateHz: data.sample_rate_hz,
    clipSamples: clipSamplesOf(config),
    batchSize: training.batch_size,
    durations:
      training.batch_sec === null
        ? null
        : {
            batchSamples: Math.floor(training.batch_sec * data.sample_rate_hz),
            minSamples: shortestInput(config),
          },
    seed: config.seed,
    shuffle: false,
    augment: null,
    numWorkers: data.workers === "auto" ? defaultNumWorkers(world.localSize) : data.workers,
    rank: world.rank,
    worldSize: world.size,
    prefetchBatches: data.prefetch_batches,
    cacheBytes: data.cache_gb * 1e9,
  };
}

/** Returns the loader of the training clips, which shuffles and augments them as the recipe says. */
export function trainingLoader(
  config: Config,
  clips: readonly Clip[],
  targets: TargetTable,
  world?: World,
): Loader {
  const { gain_db, random_crop } = config.data.augment;
  return new Loader({
    ...loaderOptions(config, world),
    clips,
    targets,
    shuffle: true,
    shuffleShards: config.data.shuffle_shards,
    numMicroBatches: config.training.accumulation_steps,
    repeatSmall: true,
    augment: { gainDb: gain_db, randomCrop: random_crop },
  });
}

/** The length that longer clips are cropped to, in samples. */
export function clipSamplesOf({ data }: Config): number {
  return Math.round(data.clip_sec * data.sample_rate_hz);
}

/** Samples of the shortest input that the front end and the model can process. */
export const shortestInput: (config: Config) => number = shortestClip;
