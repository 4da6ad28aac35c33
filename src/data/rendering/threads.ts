/** Rendering in threads. */
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { DataError } from "../../errors.js";
import { makeTemporaryFolder } from "../temporary.js";
import type { RenderAnswer, RenderThreadData } from "./serve.js";

export interface RenderOptions {
  numWorkers: number;
  /** Called after each recording. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/** The recordings that threads render. */
export interface RenderJob<Task> {
  /** Path of the thread's module, which calls `serveRendering`. */
  module: string;
  /** An existing folder, below which the recordings are written. */
  root: string;
  tasks: readonly Task[];
  /** Recordings of all tasks together. */
  numRecordings: number;
}

/**
 * Renders all recordings and returns what the threads answered for each. Idle threads take the next task; the bytes of a
 * recording do not depend on the thread.
 *
 * @throws DataError naming the recording that failed; the signal's reason if aborted
 */
export async function renderInThreads<Task, Result>(
  { module, root, tasks, numRecordings }: RenderJob<Task>,
  { numWorkers, onProgress, signal }: RenderOptions,
): Promise<Result[]> {
  if (!existsSync(module)) {
    throw new DataError("BUILD", `${module}: no such file; run npm run build to compile the render worker`);
  }
  signal?.throwIfAborted();
  const waiting = [...tasks];
  const results = new Array<Result>(numRecordings);
  let numDone = 0;

  // Two processes can prepare the same root: they write the same bytes, and rename complete files.
  const folder = makeTemporaryFolder(root);
  const workers: Worker[] = [];
  const runWorker = (worker: Worker): Promise<void> =>
    new Promise((resolve, reject) => {
      const next = (): void => {
        const task = waiting.shift();
        if (task === undefined) resolve();
        else worker.postMessage(task);
      };
      worker.on("error", reject);
      worker.on("exit", (code) =>
        reject(
          new DataError(
            "WORKER",
            `a render worker exited with code ${code}; check that the machine has enough free memory`,
          ),
        ),
      );
      worker.on("message", (answer: RenderAnswer<Result>) => {
        if (answer.kind === "failed") reject(new DataError("RENDER", answer.message));
        else if (answer.kind === "done") next();
        else {
          results[answer.index] = answer.result;
          try {
            onProgress?.(++numDone, numRecordings);
          } catch (error) {
            reject(error);
          }
        }
      });
      next();
    });
  let onAbort = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal!.reason);
  });
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    for (let i = 0; i < Math.min(numWorkers, tasks.length); i++) {
      const workerData: RenderThreadData = { root, temporary: join(folder, `${i}.wav`) };
      workers.push(new Worker(module, { workerData, execArgv: [] }));
    }
    await Promise.race([Promise.all(workers.map(runWorker)), aborted]);
    return results;
  } finally {
    signal?.removeEventListener("abort", onAbort);
    await Promise.all(workers.map((worker) => worker.terminate()));
    rmSync(folder, { recursive: true, force: true });
  }
}
