import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openClips } from "../dataset.js";
import { SPLITS } from "../rendering/folder.js";
import { planNotes } from "./plan.js";
import { groupTasks } from "./pool.js";
import { prepareNotes } from "./prepare.js";

/** A few notes of two programs of the smallest SoundFont, distributed over all three splits. */
const notes = planNotes()
  .filter(({ soundfont, program }) => soundfont === "TimGM6mb" && (program === 16 || program === 73))
  .filter((_, i) => i % 3 === 0)
  .map((note, i) => ({ ...note, split: SPLITS[i % SPLITS.length]! }));

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "woodshed-instruments-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Returns the content of every file below a folder by its relative path. */
function contentsOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  );
  return Object.fromEntries(files.sort().map((path) => [path, readFileSync(join(folder, path), "base64")]));
}

test("renders readable clips and manifests, which are identical with one thread and two", async () => {
  const progress: number[] = [];
  const onProgress = (done: number, total: number): void => {
    expect(total).toBe(notes.length);
    progress.push(done);
  };
  const manifests = await prepareNotes(join(root, "a"), notes, { numWorkers: 2, onProgress });
  expect(progress).toEqual(notes.map((_, i) => i + 1));
  const clips = SPLITS.map((split) => openClips(manifests[split], "test"));
  expect(clips.map((ofSplit) => ofSplit.length)).toEqual([4, 4, 3]);
  expect(new Set(clips.flat().map((clip) => clip.label))).toEqual(new Set(["organ", "pipe"]));

  await prepareNotes(join(root, "b"), notes, { numWorkers: 1 });
  expect(contentsOf(join(root, "b"))).toEqual(contentsOf(join(root, "a")));
});

test("a complete folder is left unchanged; one with a damaged clip is repaired", async () => {
  const { train } = await prepareNotes(root, notes, { numWorkers: 1 });
  const before = contentsOf(root);
  let numRendered = 0;
  const onProgress = (): void => void numRendered++;
  await prepareNotes(root, notes, { onProgress });
  expect(numRendered).toBe(0);

  truncateSync(openClips(train, "test")[0]!.path, 1000);
  await prepareNotes(root, notes, { numWorkers: 1, onProgress });
  expect(numRendered).toBe(notes.length);
  expect(contentsOf(root)).toEqual(before);
});

test("an aborted rendering rejects with the reason, leaves only complete clips and can be repeated", async () => {
  const controller = new AbortController();
  const reason = new Error("interrupted");
  const onProgress = (done: number): void => {
    if (done === 3) controller.abort(reason);
  };
  await expect(
    prepareNotes(root, notes, { numWorkers: 2, onProgress, signal: controller.signal }),
  ).rejects.toBe(reason);
  const left = contentsOf(root);
  expect(Object.keys(left).filter((path) => !path.endsWith(".wav"))).toEqual([]);

  await prepareNotes(root, notes, { numWorkers: 2 });
  expect(contentsOf(root)).toMatchObject(left);
  expect(Object.keys(contentsOf(root))).toHaveLength(notes.length + 4);
});

test("a folder rendered from another plan is rendered again", async () => {
  await prepareNotes(root, notes.slice(0, 3), { numWorkers: 1 });
  const { train } = await prepareNotes(root, notes.slice(0, 6), { numWorkers: 1 });
  expect(openClips(train, "test")).toHaveLength(2);
});

test("an abort before the start renders nothing", async () => {
  const signal = AbortSignal.abort();
  await expect(prepareNotes(root, notes, { signal })).rejects.toBe(signal.reason);
  expect(readdirSync(root)).toEqual([]);
});

test("an error names the clip that cannot be written", async () => {
  const blocked = notes.slice(0, 1).map((note) => ({ ...note, label: "\0" }));
  await expect(prepareNotes(root, blocked, { numWorkers: 1 })).rejects.toThrow(/cannot be rendered/);
});

test("all notes of a program form one task, and tasks are ordered by SoundFont", () => {
  const tasks = groupTasks(planNotes());
  const fonts = tasks.map((task) => task[0]!.note.soundfont);
  expect(tasks).toHaveLength(3 * 54);
  expect(fonts.filter((font, i) => font !== fonts[i - 1])).toEqual(["MSBasic", "FluidR3Mono", "TimGM6mb"]);
  for (const task of tasks) {
    expect(new Set(task.map(({ note }) => `${note.soundfont} ${note.program}`)).size).toBe(1);
  }
});
