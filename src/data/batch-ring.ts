// B = clips in a batch, T = samples per clip.
import { DataError } from "../errors.js";
import type { DecodeTimes } from "../timing/decode-clock.js";
import { allocateBatchBuffer, type BatchBuffer } from "./batch-buffer.js";
import type { Clip } from "./clip.js";
import { allocateCache } from "./clip-cache.js";
import { shareClips } from "./clip-table.js";
import type { CropOptions } from "./decode.js";
import { type DecodeJob, DecodePool } from "./pool.js";

export interface BatchRingOptions {
  clips: readonly Clip[];
  /** Largest batch. */
  largest: { numClips: number; numSamples: number };
  decode: Omit<CropOptions, "cache">;
  decoding: Decoding;
}

/** Threads and memory for decoding ahead. */
export interface Decoding {
  /** Decoding threads; 0 decodes in the calling thread. */
  numWorkers: number;
  /** Batches decoded ahead of the one in use. */
  prefetchBatches: number;
  /** Memory for decoded clips; see clip-cache.ts. */
  cacheBytes?: number;
}

/** A decoded batch. Its arrays are views over shared memory: valid until `release`, which frees the memory for a later batch. */
export interface DecodedBatch<Job> {
  job: Job;
  wave: Float32Array; // [B, T]
  /** Samples in each clip, before it was cropped or padded. */
  clipSamples: Float64Array; // [B]
  release(): void;
}

interface Pending<Job> {
  buffer: number;
  job: Job;
  filled: Promise<void>;
}

/** Decodes batches ahead of their use, by worker threads, into a ring of shared memory. */
export class BatchRing {
  readonly #buffers: BatchBuffer[];
  readonly #pool: DecodePool;
  readonly #free: number[];

  constructor(options: BatchRingOptions) {
    const { clips, largest } = options;
    const { numWorkers, prefetchBatches, cacheBytes = 0 } = options.decoding;
    if (clips.length === 0) throw new DataError("EMPTY", "loader: expected one clip or more, got none");
    // One batch is in use, the others are being decoded.
    this.#buffers = Array.from({ length: prefetchBatches + 1 }, () => allocateBatchBuffer(largest));
    this.#free = this.#buffers.map((_, i) => i);
    const decode = { ...options.decode, cache: allocateCache(clips.length, cacheBytes) };
    this.#pool = new DecodePool({ clips: shareClips(clips), buffers: this.#buffers, decode }, numWorkers);
  }

  /**
   * Yields the batches of `jobs`, in order. Each must be released before `prefetchBatches` more can follow. One call runs
   * at a time.
   *
   * @throws DataError naming the clip (and its manifest's line) that could not be read
   */
  async *batches<Job extends DecodeJob>(jobs: Iterator<Job>): AsyncGenerator<DecodedBatch<Job>, void, void> {
    const pending: Pending<Job>[] = [];
    let next = jobs.next();
    const prefetch = (): void => {
      for (; next.done !== true && this.#free.length > 0; next = jobs.next()) {
        const job = next.value;
        const buffer = this.#free.pop()!;
        const filled = this.#pool.fill(buffer, job);
        // Reported when the batch is awaited, not as an unhandled rejection before.
        filled.catch(() => {});
        pending.push({ buffer, job, filled });
      }
    };
    try {
      for (prefetch(); pending.length > 0; prefetch()) {
        const { buffer, job, filled } = pending[0]!;
        await filled;
        pending.shift();
        yield this.#decoded(buffer, job);
      }
      if (next.done !== true) {
        throw new DataError(
          "RELEASE",
          `loader: all ${this.#buffers.length} batches are in use; release() each batch after its use`,
        );
      }
    } finally {
      // If the consumer leaves early, batches under way finish before their memory is used again.
      await Promise.allSettled(pending.map(({ filled }) => filled));
      for (const { buffer } of pending) this.#free.push(buffer);
    }
  }

  #decoded<Job extends DecodeJob>(buffer: number, job: Job): DecodedBatch<Job> {
    const { wave, clipSamples } = this.#buffers[buffer]!;
    const size = job.indices.length;
    let isReleased = false;
    return {
      job,
      wave: new Float32Array(wave, 0, size * job.samples),
      clipSamples: new Float64Array(clipSamples, 0, size),
      release: () => {
        if (!isReleased) this.#free.push(buffer);
        isReleased = true;
      },
    };
  }

  /** Time that decoding took, over the ring's life. */
  get decodeTimes(): DecodeTimes {
    return this.#pool.times;
  }

  /** Ends the worker threads. */
  async close(): Promise<void> {
    await this.#pool.close();
  }
}
