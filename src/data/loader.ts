// B = clips in a batch, T = samples of each channel of a clip.
import { availableParallelism } from "node:os";
import { numChannelsOf, type SampleFormat } from "../audio/sample-format.js";
import { DataError } from "../errors.js";
import type { DecodeTimes } from "../timing/decode-clock.js";
import { numPartners } from "./augmentations.js";
import type { BalancedDraw } from "./balance.js";
import type { BatchRing, Decoding } from "./batch-ring.js";
import { BatchTargets } from "./batch-targets.js";
import type { Clip } from "./clip.js";
import { type ClipView, createClipRing } from "./clip-ring.js";
import type { Augment } from "./decode.js";
import { clipLengths } from "./lengths.js";
import { type BatchSplit, type MicroBatch, type RankBatch, Sampler } from "./sampler.js";
import { shardWindows } from "./shards/windows.js";
import type { MixTargets, TargetTable } from "./targets.js";
import type { DecodeJob } from "./task.js";

export interface LoaderOptions extends SampleFormat {
  clips: readonly Clip[];
  /** Targets of every clip, in the clips' order. */
  targets: TargetTable;
  /** Samples that every clip is cropped or padded to; with `durations` it is only cropped. */
  clipSamples: number;
  /** Clips in a batch over all ranks; with `durations` the largest number. */
  batchSize: number;
  /** Batches clips of about the same length, padded to the longest of each batch or of each shape. */
  durations?: BatchByDuration | null;
  order: EpochOrder;
  augment: Augment | null;
  /** Returns the targets of mixed clips; required by augmentations that mix clips. */
  mixTargets?: MixTargets | null;
  decoding: Decoding;
  /** True if every recording could be read when the run began. */
  wasExamined?: boolean;
  split?: BatchSplit;
}

/** The order of clips. */
export interface EpochOrder {
  /** Seed of the order, and of augmentation. */
  seed: number;
  shuffle: boolean;
  /** Number of shards to shuffle at a time; null or left out shuffles over all clips. */
  shuffleShards?: number | null;
  /** Draws clips by weights; null or left out takes each once an epoch. */
  balance?: BalancedDraw | null;
}

/** Options that decide which clips a batch holds. */
export type SamplingOptions = Omit<
  LoaderOptions,
  "targets" | "augment" | "mixTargets" | "decoding" | "wasExamined"
>;

export interface BatchByDuration {
  /** Largest number of samples in a batch over all ranks, with their padding. */
  batchSamples: number;
  /** Fewest samples that a clip is padded to. */
  minSamples: number;
  /** Largest number of shapes of batches, at least 2; null or left out pads each batch to its longest clip. */
  numShapes?: number | null;
}

/** Valid until `release`, which frees the memory for a later batch: that of a `Loader` consists of views over shared memory. */
export interface Batch<Wave = Float32Array> {
  wave: Wave; // [B, channels, T], the same T on every rank
  numChannels: number;
  /** Samples of each clip's crop, without padding. */
  lengths: Int32Array; // [B]
  targets: TargetTable; // [B, ...]
  /** Each clip's place in the loader's clips. */
  indices: Int32Array; // [B]
  /** How often the epoch drew each clip before; null where it draws every clip once. */
  repeats: Int32Array | null; // [B]
  size: number;
  /** Micro-batches of this rank's clips, in order. */
  parts: readonly MicroBatch[];
  /** Clips of the batch over all ranks. */
  globalSize: number;
  release(): void;
}

/** Batches of training clips, whatever they are kept in. */
export interface ClipLoader<Wave> {
  readonly clips: readonly Clip[];
  /** Batches of an epoch. */
  readonly numBatches: number;
  /** Time that decoding took, over the loader's life. */
  readonly decodeTimes: DecodeTimes;
  /** Yields the batches of an epoch from `startBatch` on: a function of (seed, epoch). One epoch runs at a time. */
  epoch(epoch: number, startBatch?: number): AsyncGenerator<Batch<Wave>, void, void>;
  close(): Promise<void>;
}

/** Number of decoding threads for `data.workers: auto`, if `numRanks` share the machine. */
export function defaultNumWorkers(numRanks = 1): number {
  return Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2 / numRanks)));
}

/** Creates the sampler of a loader's clips. @throws DataError for a clip whose length cannot be read */
export function createSampler(options: SamplingOptions): Sampler {
  const { clips, sampleRateHz, clipSamples, batchSize, durations = null, split = {} } = options;
  const { seed, shuffle, shuffleShards = null, balance = null } = options.order;
  const minSamples = Math.min(durations?.minSamples ?? 0, clipSamples);
  const lengths = durations === null ? null : clipLengths(clips, sampleRateHz, clipSamples);
  return new Sampler({
    ...{ batchSize, clipSamples, seed, shuffle, split, balance },
    numClips: clips.length,
    windows: shardWindows(clips, shuffleShards),
    durations:
      durations === null
        ? null
        : {
            lengths: Int32Array.from(lengths!, (length) => Math.max(length, minSamples)),
            batchSamples: durations.batchSamples,
            numShapes: durations.numShapes ?? null,
          },
  });
}

/** Returns the targets of a loader's batches. */
export function batchTargetsOf({
  targets,
  mixTargets = null,
  order,
  augment,
  sampleRateHz,
}: Pick<LoaderOptions, "targets" | "mixTargets" | "order" | "augment" | "sampleRateHz">): BatchTargets {
  const randomCrop = augment?.randomCrop ?? false;
  return new BatchTargets({ targets, mixTargets, seed: order.seed, randomCrop, sampleRateHz });
}

/**
 * Batches of decoded clips, in the sampler's order, decoded ahead by worker threads. Order and content depend on
 * (seed, epoch) alone: not on the number of workers.
 */
export class Loader implements ClipLoader<Float32Array> {
  readonly clips: readonly Clip[];
  readonly targets: TargetTable;
  readonly #numChannels: number;
  readonly #sampler: Sampler;
  readonly #batchTargets: BatchTargets;
  readonly #ring: BatchRing<ClipView>;

  constructor(options: LoaderOptions) {
    const {
      clips,
      sampleRateHz,
      channels,
      resampling,
      augment,
      order,
      decoding,
      wasExamined,
      mixTargets = null,
    } = options;
    if (mixTargets === null && numPartners(augment?.list) > 0)
      throw new DataError("MIX", "loader: an augmentation mixes clips; expected mixTargets");
    this.clips = clips;
    this.#numChannels = numChannelsOf(channels);
    this.targets = options.targets;
    this.#batchTargets = batchTargetsOf(options);
    this.#sampler = createSampler(options);
    this.#ring = createClipRing({
      ...{ clips, decoding },
      largest: this.#sampler.largestRankBatch,
      decode: { sampleRateHz, channels, resampling, seed: order.seed, augment, wasExamined },
    });
  }

  get numBatches(): number {
    return this.#sampler.numBatches;
  }

  get numClips(): number {
    return this.clips.length;
  }

  /**
   * Yields the batches of an epoch from `startBatch` on. Each must be released before `prefetchBatches`
   * more can follow. One epoch runs at a time.
   *
   * @throws DataError naming the clip (and its manifest's line) that could not be read
   */
  async *epoch(epoch: number, startBatch = 0): AsyncGenerator<Batch, void, void> {
    for await (const { job, wave, clipSamples, mixture, release } of this.#ring.batches(
      this.#jobs(epoch, startBatch),
    )) {
      const { indices, repeats, parts, globalSize, samples } = job;
      yield {
        ...{
          wave,
          numChannels: this.#numChannels,
          indices,
          repeats,
          size: indices.length,
          parts,
          globalSize,
          release,
        },
        lengths: Int32Array.from(clipSamples, (length) => Math.min(length, samples)),
        targets: this.#batchTargets.of(job, clipSamples, mixture),
      };
    }
  }

  *#jobs(epoch: number, startBatch: number): Generator<RankBatch & DecodeJob, void, void> {
    for (const batch of this.#sampler.batches(epoch, startBatch)) {
      // A rank may have no clip of a small batch that is not repeated.
      if (batch.indices.length > 0) yield { ...batch, epoch, firsts: null };
    }
  }

  /** Time that decoding took, over the loader's life. */
  get decodeTimes(): DecodeTimes {
    return this.#ring.decodeTimes;
  }

  /** Ends the worker threads. */
  async close(): Promise<void> {
    await this.#ring.close();
  }
}
