import { existsSync, readdirSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { AppendFile } from "../sinks/append-file.js";
import { purgeEvent, readEventHead, versionEvent } from "./events.js";
import { frameRecord, readRecords } from "./records.js";

/** Names as TensorFlow makes them; TensorBoard reads them in order of their names. */
const NAME = /^events\.out\.tfevents\.(\d{10})\./;

function eventFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => NAME.test(name))
    .sort();
}

/** The last step that TensorBoard finds in a folder; -1 for none. */
export function lastStepIn(folder: string): number {
  let last = -1;
  for (const name of eventFiles(folder)) {
    let isFirst = true;
    for (const record of readRecords(join(folder, name))) {
      const { step, isPurge } = readEventHead(record);
      // The version says nothing of steps.
      if (isFirst) isFirst = false;
      else last = isPurge ? Math.min(last, step - 1) : Math.max(last, step);
    }
  }
  return last;
}

/**
 * Begins a new file, after those that are there.
 *
 * @param purgeStep what they say of this step and later ones is forgotten. The first file says 0: TensorBoard takes the first such
 *   event of a run for its start, and only those after it for restarts (plugin_event_accumulator.py of 2.21)
 */
export function beginEventFile(folder: string, purgeStep: number): AppendFile {
  const newest = eventFiles(folder).at(-1);
  const newestSec = newest === undefined ? 0 : Number(NAME.exec(newest)![1]);
  const timeMs = Date.now();
  const sec = Math.max(Math.floor(timeMs / 1000), newestSec + 1);
  const host = hostname().replaceAll(/[^\w.-]/g, "_");
  const file = AppendFile.create(
    join(folder, `events.out.tfevents.${String(sec).padStart(10, "0")}.${host}.${process.pid}.0`),
  );
  const events = [versionEvent(timeMs), purgeEvent({ step: purgeStep, timeMs })];
  try {
    file.append(Buffer.concat(events.map(frameRecord)));
  } catch (error) {
    rmSync(file.path, { force: true });
    throw error;
  }
  return file;
}
