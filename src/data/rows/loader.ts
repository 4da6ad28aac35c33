// B = rows in a batch.
import { DataError } from "../../errors.js";
import { bundlePath } from "../../package-root.js";
import type { DecodeTimes } from "../../timing/decode-clock.js";
import { yieldToEventLoop } from "../../yield-to-event-loop.js";
import { BatchRing } from "../batch-ring.js";
import { defaultNumWorkers } from "../loader.js";
import { DecodePool, type Decoder } from "../pool.js";
import { shareRows } from "../row-table.js";
import { type RankBatch, Sampler } from "../sampler.js";
import type { DecodeJob } from "../task.js";
import { allocateRows, type BatchColumns, batchColumns, type Columns, type RowBuffer } from "./columns.js";
import {
  type DecodeModule,
  type DecodeRow,
  decodeRows,
  importDecode,
  type RowData,
  sharedRow,
  urlOf,
} from "./decode-rows.js";

/** The rows of a set: an array, or their number, if `decode` gets the index alone and finds the row itself. */
export type Rows = readonly unknown[] | number;

export type RowOf<R extends Rows> = R extends readonly (infer Row)[] ? Row : number;

export interface RowLoaderOptions<R extends Rows, C extends Columns> {
  /** Rows for a module must be plain data, which its threads receive as JSON. */
  rows: R;
  /** The values that `decode` writes for each row. */
  columns: C;
  /** A function, which runs in this thread, or a module, which runs in worker threads. */
  decode: DecodeRow<RowOf<R>, C> | DecodeModule;
  /** Rows in a batch over all ranks. */
  batchSize: number;
  /** Seed of the order, and of `random` in `decode`. By default 0. */
  seed?: number;
  /** By default true. */
  shuffle?: boolean;
  /** The `World` of the ranks that divide each batch; `localSize` ranks share this host. By default one rank. */
  world?: { readonly rank: number; readonly size: number; readonly localSize: number };
  /** Threads for a module; 0 runs it in this thread. By default a few, by the number of cores. */
  numWorkers?: number;
  /** Batches decoded ahead of the one in use. By default 2. */
  prefetchBatches?: number;
}

/** This rank's rows of a batch: views over shared memory, valid until `release`, which frees the memory for a later batch. */
export interface RowBatch<C extends Columns> {
  columns: BatchColumns<C>; // [B, ...]
  /** Each row's place in the rows. */
  indices: Int32Array; // [B]
  size: number;
  /** Rows of the batch over all ranks. */
  globalSize: number;
  /**
   * Number to divide the summed loss by, so that gradients summed over the ranks are those of the mean over the batch:
   * `globalSize`, times the ranks with the same rows where a batch has fewer rows than there are ranks.
   */
  divisor: number;
  release(): void;
}

/**
 * Batches of any rows. The order of an epoch depends on (seed, epoch) alone: not on the number of workers or ranks, which
 * divide each batch among them. An epoch can start at any batch.
 */
export class RowLoader<R extends Rows, const C extends Columns> {
  readonly numRows: number;
  readonly #sampler: Sampler;
  readonly #ring: BatchRing<{ columns: BatchColumns<C> }>;

  /** @throws DataError without rows, and for workers without a module */
  constructor(options: RowLoaderOptions<R, C>) {
    const { rows, columns, batchSize, seed = 0, shuffle = true, prefetchBatches = 2 } = options;
    const { rank = 0, size: worldSize = 1 } = options.world ?? {};
    this.numRows = typeof rows === "number" ? rows : rows.length;
    if (!(this.numRows > 0))
      throw new DataError("EMPTY", `loader: expected one row or more, got ${this.numRows}`);
    if (!Number.isSafeInteger(batchSize) || batchSize < 1)
      throw new DataError("BATCH_SIZE", `loader: expected a batchSize from 1, got ${batchSize}`);
    this.#sampler = new Sampler({
      ...{ numClips: this.numRows, batchSize, clipSamples: 1, seed, shuffle },
      // Every rank takes part in every step.
      split: { rank, worldSize, repeatSmall: true },
    });
    const { numClips: mostRows } = this.#sampler.largestRankBatch;
    const buffers = Array.from({ length: prefetchBatches + 1 }, () => allocateRows(columns, mostRows));
    this.#ring = new BatchRing({
      numBuffers: buffers.length,
      pool: poolOf({ ...options, seed }, buffers),
      view: (buffer, { indices }) => ({ columns: batchColumns(columns, buffers[buffer]!, indices.length) }),
    });
  }

  /** Batches of every epoch. */
  get numBatches(): number {
    return this.#sampler.numBatches;
  }

  /**
   * Yields the batches of an epoch from `startBatch` on. Each must be released before `prefetchBatches` more can follow. One
   * epoch runs at a time.
   *
   * @throws DataError naming the row that could not be decoded
   */
  async *epoch(epoch: number, startBatch = 0): AsyncGenerator<RowBatch<C>, void, void> {
    const batches = this.#ring.batches(this.#jobs(epoch, startBatch));
    for await (const { job, columns, release } of batches) {
      const { indices, globalSize, parts } = job;
      const divisor = globalSize * parts[0]!.numCopies;
      yield { columns, indices, size: indices.length, globalSize, divisor, release };
      // Lets signals, timers and trackers run, also where this thread decodes.
      await yieldToEventLoop();
    }
  }

  *#jobs(epoch: number, startBatch: number): Generator<RankBatch & DecodeJob, void, void> {
    for (const batch of this.#sampler.batches(epoch, startBatch)) yield { ...batch, epoch, firsts: null };
  }

  /** Time that decoding took, over the loader's life: the slowest rows, as `clip`. */
  get decodeTimes(): DecodeTimes {
    return this.#ring.decodeTimes;
  }

  /** Ends the worker threads. */
  async close(): Promise<void> {
    await this.#ring.close();
  }
}

function poolOf<R extends Rows, C extends Columns>(
  options: RowLoaderOptions<R, C> & { seed: number },
  buffers: readonly RowBuffer[],
): DecodePool {
  const { rows, decode, world } = options;
  if (typeof decode !== "function") {
    const numWorkers = options.numWorkers ?? defaultNumWorkers(world?.localSize);
    return new DecodePool(moduleDecoder(options, decode, buffers), numWorkers);
  }
  if (options.numWorkers) {
    throw new DataError(
      "WORKERS",
      "loader: a function cannot run in worker threads; put it into a module, decode: { module: new URL(...) }, or leave numWorkers out",
    );
  }
  const rowOf = (index: number): unknown => (typeof rows === "number" ? index : rows[index]);
  const run = (task: Parameters<Decoder["run"]>[0], rowMs: Float64Array): Promise<void> =>
    decodeRows({ ...options, buffers }, rowOf, decode as DecodeRow<unknown>, task, rowMs);
  return new DecodePool({ worker: "", data: null, run, withoutWorkers: "" }, 0);
}

function moduleDecoder(
  { rows, columns, seed }: { rows: Rows; columns: Columns; seed: number },
  { module, options = null }: DecodeModule,
  buffers: readonly RowBuffer[],
): Decoder {
  const data: RowData = {
    ...{ columns, buffers, seed },
    // Without threads, too, so that a row is the same with any number of them.
    rows: typeof rows === "number" ? rows : shareRows(rows),
    decode: { url: urlOf(module), options },
  };
  let decode: Promise<DecodeRow<unknown>> | null = null;
  return {
    worker: bundlePath("data/rows/worker"),
    data,
    run: async (task, rowMs) => {
      decode ??= importDecode(data.decode);
      await decodeRows(data, (index) => sharedRow(data.rows, index), await decode, task, rowMs);
    },
    withoutWorkers: "numWorkers: 0",
  };
}
