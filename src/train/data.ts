import { shortestClip } from "../config/feature-samples.js";
import type { Config } from "../config/schema.js";
import { type Dataset, openDataset } from "../data/dataset.js";
import { prepareInstruments } from "../data/instruments/index.js";
import { defaultNumWorkers, Loader, type LoaderOptions } from "../data/loader.js";
import { World } from "../distributed/world.js";

/** How long work that is not training shows how far it is. */
export type OnProgress = (done: number, total: number) => void;

/** Opens the recipe's splits; a built-in set is made on first use. */
export async function openData(
  config: Config,
  options: { onProgress?: OnProgress; signal?: AbortSignal } = {},
): Promise<Dataset> {
  const { data } = config;
  const builtIn = data.dataset === "instruments" ? await prepareInstruments(data.root, options) : null;
  return openDataset({
    // The schema lets `train` be null only beside a built-in set.
    train: builtIn?.train ?? data.train!,
    validation: data.validation ?? builtIn?.validation ?? null,
    test: data.test ?? builtIn?.test ?? null,
    validationFraction: data.validation_fraction,
    seed: data.validation_seed ?? config.seed,
  });
}

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

/** Samples of the shortest input that the front end and the model can process. */
export const shortestInput: (config: Config) => number = shortestClip;
