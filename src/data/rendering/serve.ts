/** A rendering thread's side: receives tasks, and answers after each recording. */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { DataError } from "../../errors.js";

export interface RenderThreadData {
  root: string;
  /** This thread's only temporary file, on the same file system as `root`. */
  temporary: string;
}

export type RenderAnswer<Result> =
  | { kind: "recording"; index: number; result: Result }
  | { kind: "done" }
  | { kind: "failed"; message: string };

/** A recording with what the thread answers about it. */
export interface Rendered<Result> {
  /** null: the recording has no file. */
  bytes: Uint8Array | null;
  result: Result;
}

/** One recording of a task. */
export interface RecordingPlan<Result> {
  /** Its place among all recordings. */
  index: number;
  /** Its path relative to the root. */
  path: string;
  render(): Promise<Rendered<Result>>;
}

/** Serves tasks in a thread; does nothing on the main thread. @param planOf the recordings of a task */
export function serveRendering<Task, Result>(planOf: (task: Task) => readonly RecordingPlan<Result>[]): void {
  if (parentPort === null) return;
  const port = parentPort;
  const answer = (message: RenderAnswer<Result>): void => port.postMessage(message);
  port.on("message", (task: Task) => {
    renderAll(workerData as RenderThreadData, planOf(task), answer).then(
      () => answer({ kind: "done" }),
      (error: Error) => answer({ kind: "failed", message: error.message }),
    );
  });
}

async function renderAll<Result>(
  { root, temporary }: RenderThreadData,
  recordings: readonly RecordingPlan<Result>[],
  answer: (answer: RenderAnswer<Result>) => void,
): Promise<void> {
  for (const { index, path: below, render } of recordings) {
    const path = join(root, below);
    try {
      const { bytes, result } = await render();
      if (bytes !== null) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(temporary, bytes);
        renameSync(temporary, path);
      }
      answer({ kind: "recording", index, result });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new DataError("RENDER", `${path}: cannot be rendered: ${reason}`, { cause: error });
    }
  }
}
