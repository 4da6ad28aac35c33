import { epochOrder, type ShardWindows } from "./order.js";

export interface SamplerOptions {
  numClips: number;
  /** Clips of a global batch: over all ranks. */
  batchSize: number;
  seed: number;
  shuffle: boolean;
  rank?: number;
  worldSize?: number;
  /** Parts that a batch is computed in. */
  numParts?: number;
  /**
   * Gives every rank something of every part, as a step needs that all ranks take: a part with fewer
   * clips than there are ranks goes to each of them whole, to be counted once.
   */
  repeatSmall?: boolean;
  /** Shuffles within windows of shards; null over all clips. */
  windows?: ShardWindows | null;
}

/** A rank's clips of one global batch. */
export interface Share {
  /** Places of clips, one part after another. */
  indices: Int32Array;
  /** As many on each rank. */
  parts: Part[];
  /** Clips of the batch over all ranks, each counted once. */
  globalSize: number;
}

export interface Part {
  /** Clips of it that this rank has. */
  size: number;
  /** Ranks that have the same clips: their results count as one. */
  numCopies: number;
}

/**
 * Which clips each batch holds. The order is defined on the global batch by (seed, epoch) alone; a
 * rank takes its slice of each part, so that all ranks together see what one would, every clip once.
 * Position is (epoch, batch).
 */
export class Sampler {
  readonly #options: Required<SamplerOptions>;

  constructor(options: SamplerOptions) {
    this.#options = { rank: 0, worldSize: 1, numParts: 1, repeatSmall: false, windows: null, ...options };
  }

  get numBatches(): number {
    return Math.ceil(this.#options.numClips / this.#options.batchSize);
  }

  /** The most clips that a rank ever has of a batch. */
  get mostInShare(): number {
    const { numClips, batchSize, worldSize, numParts, repeatSmall } = this.#options;
    const partSize = Math.ceil(Math.min(batchSize, numClips) / numParts);
    const split = Math.ceil(partSize / worldSize);
    return numParts * (repeatSmall ? Math.max(split, Math.min(partSize, worldSize - 1)) : split);
  }

  /** This rank's share of each batch, from `startBatch` on. */
  *batches(epoch: number, startBatch = 0): Iterable<Share> {
    const { batchSize } = this.#options;
    const order = epochOrder(this.#options, epoch);
    for (let batch = startBatch; batch < this.numBatches; batch++) {
      yield this.#share(order.subarray(batch * batchSize, (batch + 1) * batchSize));
    }
  }

  #share(global: Int32Array): Share {
    const { rank, worldSize, numParts, repeatSmall } = this.#options;
    const parts: Part[] = [];
    const indices: number[] = [];
    const partSize = Math.ceil(global.length / numParts);
    for (let from = 0; from < global.length; from += partSize) {
      const part = global.subarray(from, from + partSize);
      const isRepeated = repeatSmall && part.length < worldSize;
      const border = (r: number): number => Math.floor((part.length * r) / worldSize);
      const own = isRepeated ? part : part.subarray(border(rank), border(rank + 1));
      parts.push({ size: own.length, numCopies: isRepeated ? worldSize : 1 });
      indices.push(...own);
    }
    return { indices: Int32Array.from(indices), parts, globalSize: global.length };
  }
}
