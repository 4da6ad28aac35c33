import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { DataError } from "../../errors.js";
import { bundlePath } from "../../package-root.js";
import { makeTemporaryFolder } from "../temporary.js";
import type { Note } from "./plan.js";
import type { RenderAnswer, RenderTask, RenderWorkerData } from "./worker.js";

/** Groups notes by program, so that one thread alone decodes a program's recordings. */
export function groupTasks(notes: readonly Note[]): RenderTask[] {
  const tasks = new Map<string, { index: number; note: Note }[]>();
  notes.forEach((note, index) => {
    const key = `${note.soundfont} ${note.program}`;
    tasks.set(key, [...(tasks.get(key) ?? []), { index, note }]);
  });
  // Sorted by SoundFont, so that a thread opens each one once.
  const fonts = [...new Set(notes.map((note) => note.soundfont))];
  const fontOf = (task: RenderTask): number => fonts.indexOf(task[0]!.note.soundfont);
  return [...tasks.values()].sort((a, b) => fontOf(a) - fontOf(b));
}

/**
 * Renders all notes below `root`, an existing folder. Returns for each note whether it is silent; a silent note has no
 * file. Idle threads take the next task; a clip's bytes do not depend on the thread.
 *
 * @throws DataError naming the clip that failed; the signal's reason if aborted
 */
export async function renderNotes(
  root: string,
  notes: readonly Note[],
  options: { numWorkers: number; onProgress?: (done: number, total: number) => void; signal?: AbortSignal },
): Promise<boolean[]> {
  const module = bundlePath("data/instruments/worker");
  if (!existsSync(module)) {
    throw new DataError("BUILD", `${module}: no such file; run npm run build to compile the render worker`);
  }
  const { signal, onProgress } = options;
  signal?.throwIfAborted();
  const tasks = groupTasks(notes);
  const isSilent: boolean[] = new Array(notes.length).fill(false);
  let numDone = 0;

  // Two processes can prepare the same root: they write the same bytes, and rename complete files.
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
        reject(
          new DataError(
            "WORKER",
            `a render worker exited with code ${code}; check that the machine has enough free memory`,
          ),
        ),
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
      workers.push(new Worker(module, { workerData, execArgv: [] }));
    }
    await Promise.race([Promise.all(workers.map(runWorker)), aborted]);
    return isSilent;
  } finally {
    signal?.removeEventListener("abort", onAbort);
    await Promise.all(workers.map((worker) => worker.terminate()));
    rmSync(folder, { recursive: true, force: true });
  }
}
