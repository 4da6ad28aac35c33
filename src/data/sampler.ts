import { permutation } from "./random.js";

export interface SamplerOptions {
  numClips: number;
  /** Clips of a global batch: over all ranks. */
  batchSize: number;
  seed: number;
  shuffle: boolean;
  rank?: number;
  worldSize?: number;
}

/** Keeps the order's random numbers apart from augmentation's. */
const ORDER_STREAM = 1;

/**
 * Which clips each batch holds. The order is defined on the global batch by (seed, epoch) alone; a
 * rank takes its slice of each, so that all ranks together see what one would, every clip once.
 * A last batch smaller than the world leaves some ranks an empty slice. Position is (epoch, batch).
 */
export class Sampler {
  readonly #options: Required<SamplerOptions>;

  constructor(options: SamplerOptions) {
    this.#options = { rank: 0, worldSize: 1, ...options };
  }

  get numBatches(): number {
    return Math.ceil(this.#options.numClips / this.#options.batchSize);
  }

  /** Clip indices of each of this rank's batches, from `startBatch` on. */
  *batches(epoch: number, startBatch = 0): Iterable<Int32Array> {
    const { numClips, batchSize, seed, shuffle, rank, worldSize } = this.#options;
    const order = shuffle
      ? permutation(numClips, seed, epoch, ORDER_STREAM)
      : Int32Array.from({ length: numClips }, (_, i) => i);
    for (let batch = startBatch; batch < this.numBatches; batch++) {
      const global = order.subarray(batch * batchSize, (batch + 1) * batchSize);
      const share = (r: number): number => Math.floor((global.length * r) / worldSize);
      yield global.slice(share(rank), share(rank + 1));
    }
  }
}
