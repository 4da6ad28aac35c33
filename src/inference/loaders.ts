import { movesSound } from "../augment/create.js";
import { shortestClip } from "../config/feature-sizes.js";
import type { Config } from "../config/schema.js";
import { augmentationList } from "../data/augmentation-files.js";
import { partnersAt } from "../data/augmentations.js";
import { type BalancedDraw, balanceDraw } from "../data/balance.js";
import type { Clip } from "../data/clip.js";
import { EvaluationLoader } from "../data/evaluation-loader.js";
import {
  type BatchByDuration,
  type ClipLoader,
  defaultNumWorkers,
  Loader,
  type LoaderOptions,
} from "../data/loader.js";
import { hasRowTimes, type TargetTable } from "../data/targets.js";
import { createWindowing, type Windowing } from "../data/windows.js";
import { World } from "../distributed/world.js";
import { ConfigError } from "../errors.js";
import { annotationsOf } from "../tasks/annotations.js";
import type { Task } from "../tasks/task.js";
import type { Device } from "../tensor/index.js";
import { assertCanCache, openCachedLoader, roomOf } from "./clip-cache.js";
import type { Wave } from "./forward.js";
import { sampleFormatOf } from "./sample-format.js";

/** Options that all loaders of a recipe share. */
function sharedOptions({ data }: Config, world: Pick<World, "rank" | "size" | "localSize">) {
  return {
    ...sampleFormatOf({ data }),
    decoding: {
      numWorkers: data.workers === "auto" ? defaultNumWorkers(world.localSize) : data.workers,
      prefetchBatches: data.prefetch_batches,
      cacheBytes: data.cache_gb * 1e9,
    },
    wasExamined: data.on_bad_clip === "skip",
    split: { rank: world.rank, worldSize: world.size },
  };
}

/**
 * Options of the loader of training clips, which shuffles and augments them as the recipe says.
 *
 * @param device of training, whose memory `data.cache_on` may need; null if it is unknown
 * @throws ConfigError for an augmentation that mixes clips whose targets cannot be mixed, and for parts of batches whose loss
 *   couples all clips
 */
export function trainingLoaderOptions(
  config: Config,
  clips: readonly Clip[],
  task: Pick<Task, "name" | "targetsOf" | "mixTargets" | "couplesClips">,
  world: Pick<World, "rank" | "size" | "localSize"> = World.solo(),
  device: Device | null = null,
): LoaderOptions & { augment: NonNullable<LoaderOptions["augment"]> } {
  const { data, training, seed } = config;
  const { gain_db, random_crop } = data.augment;
  const { split, decoding, ...shared } = sharedOptions(config, world);
  const list = augmentationList(data.augmentations, data.sample_rate_hz);
  const mixing = list.choices.findIndex((_, place) => partnersAt(list, place) > 0);
  if (mixing >= 0 && task.mixTargets === undefined) {
    throw new ConfigError(
      "CONFIG_CONFLICT",
      `data.augmentations.${mixing} mixes clips, and the targets of task ${task.name} with its loss cannot be mixed; leave it out, or use classification or tagging with a built-in loss`,
    );
  }
  const targets = task.targetsOf(clips);
  if (hasRowTimes(targets)) assertTimesStay(config, task);
  if (task.couplesClips && training.accumulation_steps > 1) {
    throw new ConfigError(
      "CONFIG_CONFLICT",
      `training.accumulation_steps is ${training.accumulation_steps}, and the loss of task ${task.name} couples the clips of a batch, which must be computed at once; set it to 1, with a smaller training.batch_size`,
    );
  }
  const room = data.cache_on === null ? null : roomOf(config, clips);
  if (room !== null) assertCanCache(config, clips, room, world.localSize, device);
  return {
    ...shared,
    decoding: data.cache_on === "ram" ? { ...decoding, cacheBytes: room!.bytes } : decoding,
    clips,
    targets,
    mixTargets: task.mixTargets ?? null,
    clipSamples: clipSamplesOf(config),
    batchSize: training.batch_size,
    durations: durationsOf(config),
    order: { seed, shuffle: true, shuffleShards: data.shuffle_shards, balance: balanceOf(config, clips) },
    augment: {
      gainDb: gain_db,
      randomCrop: random_crop,
      list,
    },
    split: { ...split, numMicroBatches: training.accumulation_steps, repeatSmall: true },
  };
}

/** Returns the limits of batches by duration; null for batches of a fixed number of clips. */
export function durationsOf(config: Config): BatchByDuration | null {
  const { training, data } = config;
  if (training.batch_sec === null) return null;
  return {
    batchSamples: Math.floor(training.batch_sec * data.sample_rate_hz),
    minSamples: shortestInput(config),
    numShapes: training.batch_shapes,
  };
}

/** @throws ConfigError for settings with which events of clips would be at other times than their annotations say */
function assertTimesStay({ data, training }: Config, { name }: Pick<Task, "name">): void {
  const moving = data.augmentations.findIndex(movesSound);
  const refuse = (key: string, why: string): never => {
    throw new ConfigError("CONFIG_CONFLICT", `${key} ${why}`);
  };
  if (moving >= 0)
    refuse(
      `data.augmentations.${moving}`,
      `moves sounds in time, and the task ${name} learns their times; leave it out`,
    );
  if (training.batch_sec !== null)
    refuse(
      "training.batch_sec",
      `is ${training.batch_sec}, and the task ${name} needs windows of one length; set it to null and choose training.batch_size`,
    );
}

/** @throws ConfigError for weights of labels that no training clip has, and for clips without labels */
function balanceOf(config: Config, clips: readonly Clip[]): BalancedDraw | null {
  const { balance } = config.data;
  if (balance === "none") return null;
  const annotations = annotationsOf(config);
  const labels = clips.map(({ label }) => annotations.labelsOf(label));
  const known = new Set(labels.flat());
  const refuse = (message: string): never => {
    throw new ConfigError("CONFIG_CONFLICT", `data.balance: ${message}`);
  };
  if (known.size === 0) refuse("the training clips have no labels to balance; set it to none");
  if (typeof balance === "object") {
    const stranger = Object.keys(balance).find((label) => !known.has(label));
    if (stranger !== undefined) {
      const names = [...known].sort().join(", ");
      refuse(`no training clip has the label ${JSON.stringify(stranger)}; expected one of ${names}`);
    }
  }
  return balanceDraw(labels, balance);
}

/** Returns the loader of the training clips, which keeps them where `data.cache_on` says. */
export function trainingLoader(
  config: Config,
  clips: readonly Clip[],
  task: Parameters<typeof trainingLoaderOptions>[2],
  world: Pick<World, "rank" | "size" | "localSize">,
  device: Device,
): ClipLoader<Wave> {
  const options = trainingLoaderOptions(config, clips, task, world, device);
  const { cache_on: where } = config.data;
  if (where === null || where === "ram") return new Loader(options);
  return openCachedLoader(options, roomOf(config, clips), where, device);
}

/** Returns the loader of clips to evaluate, in windows. */
export function evaluationLoader(
  config: Config,
  clips: readonly Clip[],
  targets: TargetTable,
  world: World = World.solo(),
): EvaluationLoader {
  const { data, training } = config;
  return new EvaluationLoader({
    ...sharedOptions(config, world),
    clips,
    targets,
    windowing: windowingOf(config),
    limits: {
      batchSize: training.batch_size,
      batchSamples: (training.batch_sec ?? Infinity) * data.sample_rate_hz,
    },
  });
}

/**
 * The windows in which a recipe's model predicts recordings. Shorter ones are padded as training pads clips: to the length of
 * a clip, or by batches by duration (`training.batch_sec`) to about their own length.
 */
export function windowingOf(config: Config): Windowing {
  const clipSamples = clipSamplesOf(config);
  return createWindowing(
    clipSamples,
    config.training.batch_sec === null ? clipSamples : shortestInput(config),
  );
}

/** The length that longer clips are cropped to, in samples. */
export function clipSamplesOf({ data }: Config): number {
  return Math.round(data.clip_sec * data.sample_rate_hz);
}

/** Samples of the shortest input that the front end and the model can process. */
export const shortestInput: (config: Config) => number = shortestClip;
