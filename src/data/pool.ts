import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { DataError } from "../errors.js";
import { packageRoot } from "../package-root.js";
import { type Chunk, type ChunkDone, decodeChunk, type WorkerData } from "./chunk.js";
import type { Share } from "./sampler.js";

/** Clips a worker takes at a time: small enough that one slow clip does not hold a batch up. */
const CHUNK_CLIPS = 8;

interface Job {
  numLeft: number;
  error: DataError | null;
  resolve: () => void;
  reject: (error: Error) => void;
}

/**
 * Threads that decode. A slot is filled by several of them; nothing about its content depends on
 * which. With no workers the calling thread decodes by itself.
 */
export class DecodePool {
  readonly #data: WorkerData;
  readonly #workers: Worker[];
  readonly #jobs = new Map<number, Job>();
  #next = 0;
  #failure: Error | null = null;
  #isClosed = false;

  constructor(data: WorkerData, numWorkers: number) {
    this.#data = data;
    this.#workers = Array.from({ length: numWorkers }, (_, i) => this.#start(i));
  }

  #start(number: number): Worker {
    const worker = new Worker(join(packageRoot, "dist", "data", "worker.js"), {
      workerData: this.#data,
      execArgv: [],
    });
    worker.on("message", (done: ChunkDone) => this.#onDone(done));
    worker.on("error", (error) => this.#fail(number, error.message, error));
    worker.on("exit", (code) => {
      if (!this.#isClosed) this.#fail(number, `it ended with code ${code}`);
    });
    // Idle workers do not keep the process alive; a batch under way does.
    worker.unref();
    return worker;
  }

  #fail(number: number, reason: string, cause?: unknown): void {
    this.#failure ??= new DataError(
      "WORKER",
      `data worker ${number} of ${this.#workers.length} died: ${reason}; try data.workers=0 to see the error in place`,
      { cause },
    );
    for (const job of this.#jobs.values()) job.reject(this.#failure);
    this.#settle();
  }

  #onDone(done: ChunkDone): void {
    const job = this.#jobs.get(done.slot);
    if (job === undefined) return;
    if (done.error !== null) job.error ??= new DataError(done.error.code, done.error.message);
    // Told only when no chunk writes to the slot any more: then it can be used again.
    if (--job.numLeft > 0) return;
    if (job.error === null) job.resolve();
    else job.reject(job.error);
    this.#jobs.delete(done.slot);
    this.#settle();
  }

  #settle(): void {
    if (this.#failure !== null) this.#jobs.clear();
    if (this.#jobs.size === 0) for (const worker of this.#workers) worker.unref();
  }

  /** Decodes clips into a slot that nobody else uses. Rejects with a failed clip's DataError. */
  fill(slot: number, { indices, samples }: Share, epoch: number): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    if (this.#workers.length === 0 || indices.length === 0) {
      return new Promise((resolve) => {
        decodeChunk(this.#data, { slot, row: 0, indices, samples, epoch });
        resolve();
      });
    }
    return new Promise((resolve, reject) => {
      this.#jobs.set(slot, {
        numLeft: Math.ceil(indices.length / CHUNK_CLIPS),
        error: null,
        resolve,
        reject,
      });
      for (const worker of this.#workers) worker.ref();
      for (let row = 0; row < indices.length; row += CHUNK_CLIPS) {
        const own = indices.slice(row, row + CHUNK_CLIPS);
        const chunk: Chunk = { slot, row, indices: own, samples, epoch };
        this.#workers[this.#next++ % this.#workers.length]!.postMessage(chunk);
      }
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
    this.#jobs.clear();
  }
}
