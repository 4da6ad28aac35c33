import { Worker } from "node:worker_threads";
import { describeKnownError } from "../describe-error.js";
import { DataError } from "../errors.js";
import { unpackError } from "../thread-error.js";
import { DECODE_PARTS, type DecodeTimes, decodeClock } from "../timing/decode-clock.js";
import type { DecodeJob, DecodeResult, DecodeTask, DecodeTimings, RunTask } from "./task.js";

/** Clips that a worker takes at a time: few enough that one slow clip does not delay a batch. */
const CHUNK_CLIPS = 8;

/** Number of slowest clips that are reported. */
const MAX_SLOWEST = 10;

/** A way to decode the rows of a set. */
export interface Decoder {
  /** Path of the bundle of a decoding thread. */
  worker: string;
  /** Passed to each thread: plain data and shared memory. */
  data: unknown;
  /** Decodes in the calling thread. */
  run: RunTask;
  /** The setting that decodes in the calling thread, for messages. */
  withoutWorkers: string;
}

interface Job {
  numLeft: number;
  error: Error | null;
  resolve: () => void;
  reject: (error: Error) => void;
}

/**
 * Threads that decode. Several of them fill one buffer; its content does not depend on which. Without
 * workers the calling thread decodes.
 */
export class DecodePool {
  readonly #decoder: Decoder;
  readonly #workers: Worker[];
  readonly #jobs = new Map<number, Job>();
  #next = 0;
  #failure: Error | null = null;
  #isClosed = false;
  readonly #taken = {
    numClips: 0,
    times: new Float64Array(DECODE_PARTS.length),
    augmentations: [] as number[],
  };
  #slowest: { clip: number; ms: number }[] = [];

  constructor(decoder: Decoder, numWorkers: number) {
    this.#decoder = decoder;
    this.#workers = Array.from({ length: numWorkers }, (_, i) => this.#start(i));
  }

  #start(number: number): Worker {
    const { worker: path, data } = this.#decoder;
    const worker = new Worker(path, { workerData: data, execArgv: [] });
    worker.on("message", (done: DecodeResult) => this.#onDone(done));
    worker.on("error", (error) => this.#fail(number, describeKnownError(error) ?? error.message, error));
    worker.on("exit", (code) => {
      if (!this.#isClosed) this.#fail(number, `it exited with code ${code}`);
    });
    // Idle workers do not keep the process alive; a batch being decoded does.
    worker.unref();
    return worker;
  }

  #fail(number: number, reason: string, cause?: unknown): void {
    this.#failure ??= new DataError(
      "WORKER",
      `data worker ${number} of ${this.#workers.length} died: ${reason}; try ${this.#decoder.withoutWorkers} to see the error in place`,
      { cause },
    );
    for (const job of this.#jobs.values()) job.reject(this.#failure);
    this.#settle();
  }

  /** Times over the pool's life. */
  get times(): DecodeTimes {
    return { ...this.#taken, slowest: this.#slowest };
  }

  #count(indices: Int32Array, { times, augmentations, clipMs }: DecodeTimings): void {
    this.#taken.numClips += indices.length;
    for (let i = 0; i < times.length; i++) this.#taken.times[i]! += times[i]!;
    for (const [place, ms] of augmentations.entries())
      this.#taken.augmentations[place] = (this.#taken.augmentations[place] ?? 0) + ms;
    const least = this.#slowest.length < MAX_SLOWEST ? 0 : this.#slowest.at(-1)!.ms;
    for (const [i, ms] of clipMs.entries()) {
      if (ms <= least) continue;
      const clip = indices[i]!;
      const others = this.#slowest.filter((other) => other.clip !== clip || other.ms > ms);
      if (others.some((other) => other.clip === clip)) continue;
      this.#slowest = [...others, { clip, ms }].sort((a, b) => b.ms - a.ms).slice(0, MAX_SLOWEST);
    }
  }

  #onDone(done: DecodeResult): void {
    this.#count(done.indices, done.taken);
    const job = this.#jobs.get(done.buffer);
    if (job === undefined) return;
    if (done.error !== null) job.error ??= unpackError(done.error);
    // Settled only when no task writes to the buffer any more: then it can be used again.
    if (--job.numLeft > 0) return;
    if (job.error === null) job.resolve();
    else job.reject(job.error);
    this.#jobs.delete(done.buffer);
    this.#settle();
  }

  #settle(): void {
    if (this.#failure !== null) this.#jobs.clear();
    if (this.#jobs.size === 0) for (const worker of this.#workers) worker.unref();
  }

  /** Decodes clips into a buffer that nothing else uses. Rejects with the error of a failed clip. */
  fill(buffer: number, job: DecodeJob): Promise<void> {
    const { indices, samples, epoch, repeats, firsts } = job;
    if (this.#failure !== null) return Promise.reject(this.#failure);
    if (this.#workers.length === 0 || indices.length === 0) return this.#fillHere(buffer, job);
    return new Promise((resolve, reject) => {
      this.#jobs.set(buffer, {
        numLeft: Math.ceil(indices.length / CHUNK_CLIPS),
        error: null,
        resolve,
        reject,
      });
      for (const worker of this.#workers) worker.ref();
      for (let row = 0; row < indices.length; row += CHUNK_CLIPS) {
        const task: DecodeTask = {
          ...{ buffer, row, samples, epoch },
          indices: indices.slice(row, row + CHUNK_CLIPS),
          repeats: repeats === null ? null : repeats.slice(row, row + CHUNK_CLIPS),
          firsts: firsts === null ? null : firsts.slice(row, row + CHUNK_CLIPS),
        };
        this.#workers[this.#next++ % this.#workers.length]!.postMessage(task);
      }
    });
  }

  async #fillHere(buffer: number, job: DecodeJob): Promise<void> {
    const { indices, samples, epoch, repeats, firsts } = job;
    decodeClock.take();
    const clipMs = new Float64Array(indices.length);
    const running = this.#decoder.run({ buffer, row: 0, indices, samples, epoch, repeats, firsts }, clipMs);
    // Decoders of clips are synchronous: between their clips, the clock of this thread belongs to one batch.
    if (running !== undefined) await running;
    this.#count(indices, { ...decodeClock.take(), clipMs });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
    this.#jobs.clear();
  }
}
