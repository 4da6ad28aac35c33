import type { BalancedDraw } from "./balance.js";
import { Batching, type BatchSummary, type Durations, type GlobalBatch } from "./batching.js";
import type { ShardWindows } from "./order.js";

/** How a global batch is split over ranks and parts; by default it is one part of one rank. */
export interface BatchSplit {
  rank?: number;
  worldSize?: number;
  /** Parts in which a batch is computed. */
  numMicroBatches?: number;
  /**
   * Gives every rank clips of every part, because all ranks must take part in a step: a part with fewer clips than
   * ranks goes to each rank as a whole, and is counted once.
   */
  repeatSmall?: boolean;
}

export interface SamplerOptions {
  numClips: number;
  /** Clips of a global batch, over all ranks; with durations the largest number. */
  batchSize: number;
  /** Samples that a clip is padded to; with durations the largest number. */
  clipSamples: number;
  seed: number;
  shuffle: boolean;
  split?: BatchSplit;
  /** Shuffles within windows of shards; null over all clips. */
  windows?: ShardWindows | null;
  /** Batches clips of about the same length; null pads all to `clipSamples`. */
  durations?: Durations | null;
  /** Draws clips by weights; null takes each once an epoch. */
  balance?: BalancedDraw | null;
}

/** A rank's clips of one global batch. */
export interface RankBatch {
  /** Indices of clips, one part after another. */
  indices: Int32Array;
  /** How often the epoch drew each of them before; null where it draws every clip once. */
  repeats: Int32Array | null;
  /** The same number on each rank. */
  parts: MicroBatch[];
  /** Clips of the batch over all ranks, each counted once. */
  globalSize: number;
  /** Samples that each clip is padded to, on all ranks. */
  samples: number;
}

export interface MicroBatch {
  /** Number of its clips on this rank. */
  size: number;
  /** Number of ranks with the same clips, whose results count as one. */
  numCopies: number;
}

/**
 * Decides which clips each batch holds. The order is defined on the global batch by (seed, epoch) alone; a
 * rank takes its slice of each part, so that all ranks together see every clip of the epoch, as one rank would.
 * The position is (epoch, batch).
 */
export class Sampler {
  readonly #split: BatchSplit;
  readonly #batching: Batching;

  constructor(options: SamplerOptions) {
    this.#split = options.split ?? {};
    this.#batching = new Batching({ durations: null, ...options });
  }

  /** Batches of every epoch. */
  get numBatches(): number {
    return this.#batching.numBatches;
  }

  /** Summary of the batches of the first epoch, over all ranks. */
  summary(): BatchSummary {
    return this.#batching.summary();
  }

  /** Largest share of a batch that a rank ever has: clips, and samples with their padding. */
  get largestRankBatch(): { numClips: number; numSamples: number } {
    const shares = this.#batching.sizes.map(({ numClips, mostSamples }) => ({
      numClips: this.#largestShare(numClips),
      numSamples: this.#largestShare(numClips) * mostSamples,
    }));
    return {
      numClips: shares.reduce((most, share) => Math.max(most, share.numClips), 0),
      numSamples: shares.reduce((most, share) => Math.max(most, share.numSamples), 0),
    };
  }

  /** Yields this rank's share of each batch, from `startBatch` on. */
  *batches(epoch: number, startBatch = 0): Iterable<RankBatch> {
    for (const batch of this.#batching.batches(epoch, startBatch)) yield this.#share(batch);
  }

  /** Largest number of clips that a rank may have of a batch of `numClips`. */
  #largestShare(numClips: number): number {
    const { worldSize = 1, numMicroBatches = 1, repeatSmall = false } = this.#split;
    const partSize = Math.ceil(numClips / numMicroBatches);
    const split = Math.ceil(partSize / worldSize);
    return numMicroBatches * (repeatSmall ? Math.max(split, Math.min(partSize, worldSize - 1)) : split);
  }

  #share({ indices: global, repeats, samples }: GlobalBatch): RankBatch {
    const { rank = 0, worldSize = 1, numMicroBatches = 1, repeatSmall = false } = this.#split;
    const parts: MicroBatch[] = [];
    const places: number[] = [];
    const partSize = Math.ceil(global.length / numMicroBatches);
    for (let from = 0; from < global.length; from += partSize) {
      const length = Math.min(partSize, global.length - from);
      const isRepeated = repeatSmall && length < worldSize;
      const border = (r: number): number => from + Math.floor((length * r) / worldSize);
      const [first, end] = isRepeated ? [from, from + length] : [border(rank), border(rank + 1)];
      parts.push({ size: end - first, numCopies: isRepeated ? worldSize : 1 });
      for (let place = first; place < end; place++) places.push(place);
    }
    const own = (values: Int32Array): Int32Array => Int32Array.from(places, (place) => values[place]!);
    return {
      indices: own(global),
      repeats: repeats === null ? null : own(repeats),
      parts,
      globalSize: global.length,
      samples,
    };
  }
}
