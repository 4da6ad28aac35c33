import { existsSync, readdirSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { AppendFile } from "../sinks/append-file.js";
import { purgeEvent, readEventHead, versionEvent } from "./events.js";
import { frameRecord, readRecords } from "./records.js";

/** TensorFlow's names; TensorBoard reads files in order of their names. */
const NAME = /^events\.out\.tfevents\.(\d{10})\./;

function eventFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => NAME.test(name))
    .sort();
}

/** Returns the last step that TensorBoard reads from a folder; -1 for none. */
export function lastStepIn(folder: string): number {
  let last = -1;
  for (const name of eventFiles(folder)) {
    let isFirst = true;
    for (const record of readRecords(join(folder, name))) {
      const { step, isPurge } = readEventHead(record);
      // The version event has no step.
      if (isFirst) isFirst = false;
      else last = isPurge ? Math.min(last, step - 1) : Math.max(last, step);
    }
  }
  return last;
}

/**
 * Starts a new file after the existing ones.
 *
 * @param purgeStep TensorBoard ignores the earlier files from this step on. The first file has 0: TensorBoard treats the first such
 *   event of a run as its start, and only later ones as restarts (plugin_event_accumulator.py of 2.21)
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
