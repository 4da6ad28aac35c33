/* A rendering thread: receives the notes of one program of a SoundFont, and answers after each clip. */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import type { BasicSoundBank } from "spessasynth_core";
import { DataError } from "../../errors.js";
import { clipPath, type Note } from "./plan.js";
import { renderWav } from "./render.js";
import { loadSoundFont, type SoundFontName } from "./soundfonts.js";

export interface RenderWorkerData {
  root: string;
  /** This thread's only temporary file, on the same file system as `root`. */
  temporary: string;
}

/** Notes of one SoundFont, with their indices in the plan. */
export type RenderTask = readonly { index: number; note: Note }[];

export type RenderAnswer =
  | { kind: "clip"; index: number; isSilent: boolean }
  | { kind: "done" }
  | { kind: "failed"; message: string };

export async function renderTask(
  { root, temporary }: RenderWorkerData,
  task: RenderTask,
  bankOf: (name: SoundFontName) => BasicSoundBank,
  answer: (answer: RenderAnswer) => void,
): Promise<void> {
  for (const { index, note } of task) {
    const path = join(root, clipPath(note));
    try {
      const bytes = await renderWav(bankOf(note.soundfont), note);
      if (bytes !== null) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(temporary, bytes);
        renameSync(temporary, path);
      }
      answer({ kind: "clip", index, isSilent: bytes === null });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new DataError("RENDER", `${path}: cannot be rendered: ${reason}`, { cause: error });
    }
  }
}

if (parentPort !== null) {
  const port = parentPort;
  const data = workerData as RenderWorkerData;
  // One bank at a time, because its decoded recordings take hundreds of megabytes.
  let open: { name: SoundFontName; bank: BasicSoundBank } | null = null;
  const bankOf = (name: SoundFontName): BasicSoundBank => {
    if (open?.name !== name) {
      open = null;
      open = { name, bank: loadSoundFont(name) };
    }
    return open.bank;
  };
  const answer = (message: RenderAnswer): void => port.postMessage(message);
  port.on("message", (task: RenderTask) => {
    renderTask(data, task, bankOf, answer).then(
      () => answer({ kind: "done" }),
      (error: Error) => answer({ kind: "failed", message: error.message }),
    );
  });
}
