// B = clips in a batch, T = samples a clip.
import { availableParallelism } from "node:os";
import { DataError } from "../errors.js";
import type { Clip } from "./clip.js";
import type { Augment } from "./decode.js";
import { DecodePool } from "./pool.js";
import { type Part, Sampler, type Share } from "./sampler.js";
import { shardWindows } from "./shards/windows.js";
import { allocateSlot, type Slot } from "./slots.js";

export interface LoaderOptions {
  clips: readonly Clip[];
  labels: readonly string[];
  sampleRateHz: number;
  clipSamples: number;
  /** Over all ranks. */
  batchSize: number;
  seed: number;
  shuffle: boolean;
  /** Shards to shuffle at a time; null or left out shuffles over all clips. */
  shuffleShards?: number | null;
  augment: Augment | null;
  /** Decoding threads; 0 decodes in the calling thread. */
  numWorkers: number;
  /** Batches decoded ahead of the one in use. */
  prefetchBatches: number;
  rank?: number;
  worldSize?: number;
  /** Parts that each batch is computed in; see `SamplerOptions`. */
  numParts?: number;
  repeatSmall?: boolean;
}

/** Views over shared memory: valid until `release`, which gives the memory to a batch to come. */
export interface Batch {
  wave: Float32Array; // [B, T]
  /** Samples of each clip before its padding. */
  lengths: Int32Array; // [B]
  labels: BigInt64Array; // [B]
  /** Each clip's place in the loader's clips. */
  indices: Int32Array; // [B]
  size: number;
  /** Of this rank's clips, in order. */
  parts: readonly Part[];
  /** Clips of the batch over all ranks. */
  globalSize: number;
  release(): void;
}

/** How many decoding threads `data.workers: auto` stands for, where `numRanks` share the machine. */
export function defaultNumWorkers(numRanks = 1): number {
  return Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2 / numRanks)));
}

interface Pending {
  slot: number;
  share: Share;
  filled: Promise<void>;
}

/**
 * Batches of decoded clips, in the sampler's order, decoded ahead by worker threads into a ring of
 * shared memory. Order and content depend on (seed, epoch) alone: not on the number of workers.
 */
export class Loader {
  readonly clips: readonly Clip[];
  readonly #options: LoaderOptions;
  readonly #labels: ReadonlyMap<string, number>;
  readonly #sampler: Sampler;
  readonly #slots: Slot[];
  readonly #pool: DecodePool;
  readonly #free: number[];
  /** Milliseconds that a consumer waited for batches, over the loader's life. */
  waitMs = 0;

  constructor(options: LoaderOptions) {
    const { clips, batchSize, clipSamples } = options;
    if (clips.length === 0) throw new DataError("EMPTY", "loader: expected one clip or more, got none");
    this.clips = clips;
    this.#options = options;
    this.#labels = new Map(options.labels.map((label, i) => [label, i]));
    const { seed, shuffle, rank = 0, worldSize = 1, numParts = 1, repeatSmall = false } = options;
    this.#sampler = new Sampler({
      numClips: clips.length,
      batchSize,
      seed,
      shuffle,
      rank,
      worldSize,
      numParts,
      repeatSmall,
      windows: shardWindows(clips, options.shuffleShards ?? null),
    });
    const rows = this.#sampler.mostInShare;
    // One batch in use and the others under way.
    this.#slots = Array.from({ length: options.prefetchBatches + 1 }, () => allocateSlot(rows, clipSamples));
    this.#free = this.#slots.map((_, i) => i);
    const { sampleRateHz, augment, numWorkers } = options;
    const decode = { sampleRateHz, clipSamples, seed, augment };
    this.#pool = new DecodePool({ clips, slots: this.#slots, decode }, numWorkers);
  }

  get numBatches(): number {
    return this.#sampler.numBatches;
  }

  get numClips(): number {
    return this.clips.length;
  }

  /**
   * The batches of an epoch from `startBatch` on. Each must be released before `prefetchBatches`
   * more can come. One epoch at a time.
   *
   * @throws DataError naming the clip (and its manifest's line) that could not be read
   */
  async *epoch(epoch: number, startBatch = 0): AsyncGenerator<Batch, void, void> {
    // A rank may have none of a small batch that is not repeated.
    const shares = [...this.#sampler.batches(epoch, startBatch)].filter(({ indices }) => indices.length > 0);
    const pending: Pending[] = [];
    const prefetch = (): void => {
      while (shares.length > 0 && this.#free.length > 0) {
        const share = shares.shift()!;
        const slot = this.#free.pop()!;
        const filled = this.#pool.fill(slot, share.indices, epoch);
        // Reported when its turn comes; not as an unhandled rejection before.
        filled.catch(() => {});
        pending.push({ slot, share, filled });
      }
    };
    try {
      for (prefetch(); pending.length > 0; prefetch()) {
        const { slot, share, filled } = pending[0]!;
        const startMs = performance.now();
        await filled;
        this.waitMs += performance.now() - startMs;
        pending.shift();
        yield this.#toBatch(slot, share);
      }
      if (shares.length > 0) {
        throw new DataError(
          "RELEASE",
          `loader: all ${this.#slots.length} batches are in use; release() each when it is done with`,
        );
      }
    } finally {
      // Left early: what is under way finishes before its memory is used again.
      await Promise.allSettled(pending.map(({ filled }) => filled));
      for (const { slot } of pending) this.#free.push(slot);
    }
  }

  #toBatch(slot: number, { indices, parts, globalSize }: Share): Batch {
    const { wave, lengths } = this.#slots[slot]!;
    const size = indices.length;
    let isReleased = false;
    return {
      wave: new Float32Array(wave, 0, size * this.#options.clipSamples),
      lengths: new Int32Array(lengths, 0, size),
      labels: BigInt64Array.from(indices, (index) =>
        BigInt(this.#labels.get(this.clips[index]!.label) ?? -1),
      ),
      indices,
      size,
      parts,
      globalSize,
      release: () => {
        if (!isReleased) this.#free.push(slot);
        isReleased = true;
      },
    };
  }

  /** Ends the worker threads. */
  async close(): Promise<void> {
    await this.#pool.close();
  }
}
