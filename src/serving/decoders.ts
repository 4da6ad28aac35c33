import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { packageRoot } from "../package-root.js";
import type { DecodeAnswer, Decoded, DecodeJob, DecodeLimits } from "./decode.js";
import { RequestError } from "./request-error.js";

interface Thread {
  worker: Worker;
  jobs: Map<number, { resolve: (decoded: Decoded) => void; reject: (error: Error) => void }>;
}

/** What a damaged upload is answered with. */
const STATUS: Record<string, number> = { TOO_LONG: 413, CODEC: 415, NOT_WAV: 415 };

/**
 * Threads that decode uploads, so that a large one holds nobody up. (The loader's threads decode clips of a list that
 * they are given once, from files into a batch's memory: another shape of work by the same readers.)
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
    const worker = new Worker(join(packageRoot, "dist", "serving", "decode-worker.js"), {
      workerData: this.#limits,
      execArgv: [],
    });
    const thread: Thread = { worker, jobs: new Map() };
    worker.on("message", (answer: DecodeAnswer) => this.#onAnswer(thread, answer));
    worker.on("error", () => {}); // its exit follows
    worker.on("exit", () => this.#onExit(thread));
    return thread;
  }

  #onAnswer({ jobs }: Thread, answer: DecodeAnswer): void {
    const job = jobs.get(answer.id);
    jobs.delete(answer.id);
    if (!("error" in answer)) job?.resolve(answer);
    else {
      const { code, message, isUnexpected } = answer.error;
      job?.reject(new RequestError(isUnexpected ? 500 : (STATUS[code] ?? 422), code, message));
    }
  }

  /** Another takes its place: one upload that ends a thread is not to end the server. */
  #onExit(thread: Thread): void {
    for (const { reject } of thread.jobs.values()) {
      reject(new RequestError(500, "DECODE", "the thread that decoded this upload ended; try another file"));
    }
    if (!this.#isClosed) this.#threads[this.#threads.indexOf(thread)] = this.#start();
  }

  /**
   * Decodes a WAV file.
   *
   * @throws RequestError for one that cannot be decoded, or that is too long
   */
  decode(bytes: Uint8Array, name: string): Promise<Decoded> {
    const thread = this.#threads.reduce((a, b) => (b.jobs.size < a.jobs.size ? b : a));
    const id = this.#nextId++;
    // A copy of its own, to be given away: small bodies share a pool with others.
    const own = new Uint8Array(bytes);
    return new Promise((resolve, reject) => {
      thread.jobs.set(id, { resolve, reject });
      thread.worker.postMessage({ id, bytes: own, name } satisfies DecodeJob, [own.buffer as ArrayBuffer]);
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }
}
