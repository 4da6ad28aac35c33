import { Worker } from "node:worker_threads";
import { WoodshedError } from "../errors.js";
import { bundlePath } from "../package-root.js";
import { unpackError } from "../thread-error.js";
import type { DecodeAnswer, Decoded, DecodeJob, DecodeLimits } from "./decode.js";
import { RequestError } from "./request-error.js";

interface Thread {
  worker: Worker;
  jobs: Map<number, { resolve: (decoded: Decoded) => void; reject: (error: Error) => void }>;
}

/** Status of the answer by the error's code; 422 for others. */
const STATUS: Record<string, number> = { TOO_LONG: 413, CODEC: 415, FFMPEG: 415, NOT_AUDIO: 415 };

/**
 * Threads that decode uploads, so that a large upload does not delay the others. (The loader's threads decode files of a
 * list that they receive once into a batch's memory, with the same readers.)
 */
export class Decoders {
  readonly #limits: DecodeLimits;
  readonly #threads: Thread[];
  #nextId = 0;
  #isClosed = false;

  constructor(limits: DecodeLimits, numThreads: number) {
    this.#limits = limits;
    this.#threads = Array.from({ length: numThreads }, () => this.#start());
  }

  #start(): Thread {
    const worker = new Worker(bundlePath("serving/decode-worker"), {
      workerData: this.#limits,
      execArgv: [],
    });
    const thread: Thread = { worker, jobs: new Map() };
    worker.on("message", (answer: DecodeAnswer) => this.#onAnswer(thread, answer));
    worker.on("error", () => {}); // "exit" follows
    worker.on("exit", () => this.#onExit(thread));
    return thread;
  }

  #onAnswer({ jobs }: Thread, answer: DecodeAnswer): void {
    const job = jobs.get(answer.id);
    jobs.delete(answer.id);
    if (!("error" in answer)) job?.resolve(answer);
    else {
      const error = unpackError(answer.error);
      const isAboutUpload = error instanceof WoodshedError;
      job?.reject(
        isAboutUpload ? new RequestError(STATUS[error.code] ?? 422, error.code, error.message) : error,
      );
    }
  }

  /** Starts another thread in its place: an upload that crashes a thread must not end the server. */
  #onExit(thread: Thread): void {
    for (const { reject } of thread.jobs.values()) {
      reject(new RequestError(500, "DECODE", "the thread that decoded this upload exited; try another file"));
    }
    if (!this.#isClosed) this.#threads[this.#threads.indexOf(thread)] = this.#start();
  }

  /**
   * Decodes an audio file.
   *
   * @throws RequestError for a file that cannot be decoded, or that is too long
   */
  decode(bytes: Uint8Array, name: string): Promise<Decoded> {
    const thread = this.#threads.reduce((a, b) => (b.jobs.size < a.jobs.size ? b : a));
    const id = this.#nextId++;
    // Copied because its memory is transferred to the thread: small bodies share a pool with others.
    const copy = new Uint8Array(bytes);
    return new Promise((resolve, reject) => {
      thread.jobs.set(id, { resolve, reject });
      thread.worker.postMessage({ id, bytes: copy, name } satisfies DecodeJob, [copy.buffer as ArrayBuffer]);
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }
}
