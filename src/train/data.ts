import type { Config } from "../config/schema.js";
import type { Dataset } from "../data/dataset.js";
import { defaultNumWorkers, Loader, type LoaderOptions } from "../data/loader.js";
import { World } from "../distributed/world.js";

export { type OnProgress, openData } from "./open-data.js";

/** What loaders of this recipe have in common: no shuffling and no augmentation unless added. */
export function loaderOptions(
  config: Config,
  labels: readonly string[],
  world: World = World.solo(),
): Omit<LoaderOptions, "clips"> {
  const { data, training } = config;
  return {
    labels,
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

/** Of the clips that are trained on: shuffled, and augmented as the recipe says. */
export function trainingLoader(config: Config, { train, labels }: Dataset, world?: World): Loader {
  const { gain_db, random_crop } = config.data.augment;
  return new Loader({
    ...loaderOptions(config, labels, world),
    clips: train,
    shuffle: true,
    shuffleShards: config.data.shuffle_shards,
    numMicroBatches: config.training.accumulation_steps,
    repeatSmall: true,
    augment: { gainDb: gain_db, randomCrop: random_crop },
  });
}

/** Samples that longer clips are cropped to. */
export function clipSamplesOf({ data }: Config): number {
  return Math.round(data.clip_sec * data.sample_rate_hz);
}

/** Samples that a spectrogram and the model need: a transform, and a frame left by each halving of the axis. */
export function shortestInput({ features, model }: Config): number {
  return Math.max(features.fft_samples, (2 ** model.channels.length - 1) * features.hop_samples);
}
