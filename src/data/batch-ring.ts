import { DataError } from "../errors.js";
import type { DecodeTimes } from "../timing/decode-clock.js";
import type { DecodePool } from "./pool.js";
import type { DecodeJob } from "./task.js";

/** Threads and memory for decoding ahead. */
export interface Decoding {
  /** Decoding threads; 0 decodes in the calling thread. */
  numWorkers: number;
  /** Batches decoded ahead of the one in use. */
  prefetchBatches: number;
  /** Memory for decoded clips; see clip-cache.ts. */
  cacheBytes?: number;
}

export interface BatchRingOptions<View> {
  /** One batch is in use, the others are being decoded. */
  numBuffers: number;
  /** Fills the buffers. */
  pool: DecodePool;
  /** Returns a filled buffer's values, as views over its memory. */
  view(buffer: number, job: DecodeJob): View;
}

/** A decoded batch. Its view is valid until `release`, which frees the memory for a later batch. */
export type DecodedBatch<Job, View> = View & { job: Job; release(): void };

interface Pending<Job> {
  buffer: number;
  job: Job;
  filled: Promise<void>;
}

/** Decodes batches ahead of their use, by worker threads, into a ring of buffers. */
export class BatchRing<View extends object> {
  readonly #options: BatchRingOptions<View>;
  readonly #free: number[];

  constructor(options: BatchRingOptions<View>) {
    this.#options = options;
    this.#free = Array.from({ length: options.numBuffers }, (_, i) => i);
  }

  /**
   * Yields the batches of `jobs`, in order. Each must be released before `prefetchBatches` more can follow. One call runs
   * at a time.
   *
   * @throws DataError naming the clip (and its manifest's line) that could not be read
   */
  async *batches<Job extends DecodeJob>(
    jobs: Iterator<Job>,
  ): AsyncGenerator<DecodedBatch<Job, View>, void, void> {
    const { numBuffers, pool } = this.#options;
    const pending: Pending<Job>[] = [];
    let next = jobs.next();
    const prefetch = (): void => {
      for (; next.done !== true && this.#free.length > 0; next = jobs.next()) {
        const job = next.value;
        const buffer = this.#free.pop()!;
        const filled = pool.fill(buffer, job);
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
          `loader: all ${numBuffers} batches are in use; release() each batch after its use`,
        );
      }
    } finally {
      // If the consumer leaves early, batches under way finish before their memory is used again.
      await Promise.allSettled(pending.map(({ filled }) => filled));
      for (const { buffer } of pending) this.#free.push(buffer);
    }
  }

  #decoded<Job extends DecodeJob>(buffer: number, job: Job): DecodedBatch<Job, View> {
    let isReleased = false;
    return {
      ...this.#options.view(buffer, job),
      job,
      release: () => {
        if (!isReleased) this.#free.push(buffer);
        isReleased = true;
      },
    };
  }

  /** Time that decoding took, over the ring's life. */
  get decodeTimes(): DecodeTimes {
    return this.#options.pool.times;
  }

  /** Ends the worker threads. */
  async close(): Promise<void> {
    await this.#options.pool.close();
  }
}
