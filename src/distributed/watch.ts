import { Worker } from "node:worker_threads";
import { bundlePath } from "../package-root.js";
import { STAGES, type Stage } from "../timing/stages.js";

/** Indices of the shared array, which the training thread writes and the watch reads. */
export const FIELDS = { stage: 0, step: 1, sinceMs: 2 } as const;

export interface WatchData {
  rank: number;
  size: number;
  /** Port of rank 0's watch; 0 on rank 0, which chooses a free one. */
  host: string;
  port: number;
  limitSec: number;
  /** Float64, indexed by FIELDS. */
  shared: SharedArrayBuffer;
}

/**
 * A thread beside the training thread, which may hang in a collective where no timer runs. The watches of all ranks
 * report to rank 0's: they print which ranks wait for which, and kill a process whose peer is gone.
 */
export class Watch {
  readonly #worker: Worker;
  readonly #shared: Float64Array;
  #stage: Stage = "start";

  private constructor(worker: Worker, shared: Float64Array) {
    this.#worker = worker;
    this.#shared = shared;
  }

  /** Returns the watch and the port of rank 0's. */
  static async start(options: Omit<WatchData, "shared">): Promise<{ watch: Watch; port: number }> {
    const buffer = new SharedArrayBuffer(8 * Object.keys(FIELDS).length);
    const shared = new Float64Array(buffer);
    shared[FIELDS.sinceMs] = Date.now();
    const worker = new Worker(bundlePath("distributed/watch-worker"), {
      workerData: { ...options, shared: buffer } satisfies WatchData,
      execArgv: [],
    });
    const port = await new Promise<number>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
    worker.on("error", () => {});
    worker.unref();
    return { watch: new Watch(worker, shared), port };
  }

  get stage(): Stage {
    return this.#stage;
  }

  get step(): number {
    return this.#shared[FIELDS.step]!;
  }

  enter(stage: Stage, step = this.step): void {
    this.#stage = stage;
    this.#shared[FIELDS.stage] = STAGES.findIndex(({ name }) => name === stage);
    this.#shared[FIELDS.step] = step;
    this.#shared[FIELDS.sinceMs] = Date.now();
  }

  /** Stops the watch. Without a goodbye the other ranks count this one as lost. */
  async end(sayGoodbye: boolean): Promise<void> {
    if (sayGoodbye) {
      const sent = new Promise<void>((resolve) => {
        this.#worker.once("message", () => resolve());
        this.#worker.once("exit", () => resolve());
      });
      this.#worker.postMessage("goodbye");
      await sent;
    }
    await this.#worker.terminate();
  }
}
