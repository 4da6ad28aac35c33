import { bundlePath } from "../../package-root.js";
import { type RenderOptions, renderInThreads } from "../rendering/threads.js";
import type { Note } from "./plan.js";
import type { RenderTask } from "./worker.js";

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
 * file.
 *
 * @throws DataError naming the clip that failed; the signal's reason if aborted
 */
export async function renderNotes(
  root: string,
  notes: readonly Note[],
  options: RenderOptions,
): Promise<boolean[]> {
  const results = await renderInThreads<RenderTask, { isSilent: boolean }>(
    {
      module: bundlePath("data/instruments/worker"),
      root,
      tasks: groupTasks(notes),
      numRecordings: notes.length,
    },
    options,
  );
  return results.map(({ isSilent }) => isSilent);
}
