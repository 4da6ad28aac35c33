import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { packageRoot } from "../package-root.js";
import type { UmapMessage, UmapTask } from "./umap-worker.js";

/** Starting a thread takes a quarter of a small projection's time: the last one waits this long for another. */
const IDLE_MS = 60_000;

let idle: Worker | null = null;
let idleTimer: NodeJS.Timeout | undefined;

/**
 * Runs a projection in a thread that is kept for the next one; several at a time take several. `onMessage` answers
 * whether the message was the last.
 *
 * @returns once it was; rejects when the thread dies before, or with what `onMessage` throws
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
      worker.on("exit", (code) => reject(new Error(`it ended with code ${code}`)));
      worker.postMessage(task);
    });
  } catch (error) {
    // It may still be at work on what nobody waits for.
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
  const worker =
    idle ?? new Worker(join(packageRoot, "dist", "embedding", "umap-worker.js"), { execArgv: [] });
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
