import { Worker } from "node:worker_threads";
import { bundlePath } from "../package-root.js";
import type { UmapMessage, UmapTask } from "./umap-worker.js";

/** Time that an idle thread waits for another projection: a start takes a quarter of the time of a small projection. */
const IDLE_MS = 60_000;

let idle: Worker | null = null;
let idleTimer: NodeJS.Timeout | undefined;

/**
 * Runs a projection in a thread, which the next one reuses; concurrent projections use several threads. `onMessage`
 * returns true for the last message.
 *
 * @returns after the last message; rejects if the thread exits before, or with an exception of `onMessage`
 */
export async function runTask(task: UmapTask, onMessage: (message: UmapMessage) => boolean): Promise<void> {
  const worker = takeWorker();
  worker.ref();
  try {
    await new Promise<void>((resolve, reject) => {
      worker.on("message", (message: UmapMessage) => {
        try {
          if (onMessage(message)) resolve();
        } catch (error) {
          reject(error as Error);
        }
      });
      worker.on("error", reject);
      worker.on("exit", (code) => reject(new Error(`the thread exited with code ${code}`)));
      worker.postMessage(task);
    });
  } catch (error) {
    // The thread may still run a projection that was abandoned.
    void worker.terminate();
    throw error;
  } finally {
    worker.removeAllListeners();
    worker.unref();
  }
  keepWorker(worker);
}

function takeWorker(): Worker {
  clearTimeout(idleTimer);
  const worker = idle ?? new Worker(bundlePath("embedding/umap-worker"), { execArgv: [] });
  worker.removeAllListeners();
  idle = null;
  return worker;
}

function keepWorker(worker: Worker): void {
  if (idle !== null) {
    void worker.terminate();
    return;
  }
  idle = worker;
  const drop = (): void => {
    if (idle === worker) idle = null;
    void worker.terminate();
  };
  worker.on("error", drop).on("exit", drop);
  idleTimer = setTimeout(drop, IDLE_MS).unref();
}
