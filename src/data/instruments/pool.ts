import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { DataError } from "../../errors.js";
import { packageRoot } from "../../package-root.js";
import { makeTemporaryFolder } from "../temporary.js";
import type { Note } from "./plan.js";
import type { RenderAnswer, RenderTask, RenderWorkerData } from "./worker.js";

/** Below Vitest the sources have no compiled worker beside them, hence the package's own `dist`. */
const WORKER = join(packageRoot, "dist", "data", "instruments", "worker.js");

/** Notes of one program together: a program's recordings are then decoded by one thread only. */
export function groupTasks(notes: readonly Note[]): RenderTask[] {
  const tasks = new Map<string, { index: number; note: Note }[]>();
  notes.forEach((note, index) => {
    const key = `${note.soundfont} ${note.program}`;
    tasks.set(key, [...(tasks.get(key) ?? []), { index, note }]);
  });
  // By SoundFont, the plan's order within: a thread then opens each only once.
  const fonts = [...new Set(notes.map((note) => note.soundfont))];
  const fontOf = (task: RenderTask): number => fonts.indexOf(task[0]!.note.soundfont);
  return [...tasks.values()].sort((a, b) => fontOf(a) - fontOf(b));
}

/**
 * Renders all notes below `root`, a folder that exists, and tells for each whether it stayed silent (and has no file then).
 * Threads take tasks as they get free; no byte of a clip depends on which.
 *
 * @throws DataError naming the clip that failed; the signal's reason when aborted
 */
export async function renderNotes(
  root: string,
  notes: readonly Note[],
  options: { numWorkers: number; onProgress?: (done: number, total: number) => void; signal?: AbortSignal },
): Promise<boolean[]> {
  if (!existsSync(WORKER)) {
    throw new DataError("BUILD", `${WORKER}: no such file; run npm run build to compile the render worker`);
  }
  const { signal, onProgress } = options;
  signal?.throwIfAborted();
  const tasks = groupTasks(notes);
  const isSilent: boolean[] = new Array(notes.length).fill(false);
  let numDone = 0;

  // Two processes that prepare one root at a time write the same bytes, each file whole.
  const folder = makeTemporaryFolder(root);
  const workers: Worker[] = [];
  const runWorker = (worker: Worker): Promise<void> =>
    new Promise((resolve, reject) => {
      const next = (): void => {
        const task = tasks.shift();
        if (task === undefined) resolve();
        else worker.postMessage(task);
      };
      worker.on("error", reject);
      worker.on("exit", (code) =>
        reject(new DataError("WORKER", `a render worker ended with code ${code}; is there enough memory?`)),
      );
      worker.on("message", (answer: RenderAnswer) => {
        if (answer.kind === "failed") reject(new DataError("RENDER", answer.message));
        else if (answer.kind === "done") next();
        else {
          isSilent[answer.index] = answer.isSilent;
          try {
            onProgress?.(++numDone, notes.length);
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
    for (let i = 0; i < Math.min(options.numWorkers, tasks.length); i++) {
      const workerData: RenderWorkerData = { root, temporary: join(folder, `${i}.wav`) };
      workers.push(new Worker(WORKER, { workerData, execArgv: [] }));
    }
    await Promise.race([Promise.all(workers.map(runWorker)), aborted]);
    return isSilent;
  } finally {
    signal?.removeEventListener("abort", onAbort);
    await Promise.all(workers.map((worker) => worker.terminate()));
    rmSync(folder, { recursive: true, force: true });
  }
}
