/**
 * The file of corrections: JSON lines, only ever appended to, so that every earlier state stays. A line names its clip by the
 * recording and the stretch of it: a manifest may change its lines.
 */
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  writeSync,
} from "node:fs";
import { dirname, isAbsolute, join, relative } from "node:path";
import type { PredictedClip } from "../../predictions.js";
import { RequestError } from "../../serving/request-error.js";
import type { CorrectionsPlace } from "./place.js";

const MOST_BYTES = 256e6;

export interface StoredCorrection {
  label: string | null;
  was: string | null;
  timeMs: number;
}

type Stretch = Pick<PredictedClip, "startSec" | "durationSec"> & { file: string };

/** Identifies a clip, also in another run with the same clips. */
export const clipId = ({ file, startSec, durationSec }: Stretch): string =>
  JSON.stringify([file, startSec, durationSec]);

/** Returns the newest correction of each clip, by `clipId`. Lines that are damaged or of another task are left out. */
export function readJournal({ file, folder, annotations }: CorrectionsPlace): Map<string, StoredCorrection> {
  const newest = new Map<string, StoredCorrection>();
  if (!existsSync(file)) return newest;
  for (const text of readText(file).split("\n")) {
    const line = parseLine(text, annotations.column);
    if (line === null) continue;
    const path = isAbsolute(line.path) ? line.path : join(folder, line.path);
    newest.set(clipId({ file: path, startSec: line.start_sec, durationSec: line.duration_sec }), {
      ...{ label: line.label, was: line.was, timeMs: line.time_ms },
    });
  }
  return newest;
}

interface Line {
  path: string;
  start_sec: number;
  duration_sec: number | null;
  /** The column that the task reads: corrections of another task say nothing about this one. */
  column: string;
  label: string | null;
  was: string | null;
  time_ms: number;
}

function parseLine(text: string, column: string): Line | null {
  let line: Partial<Line>;
  try {
    line = (JSON.parse(text) ?? {}) as Partial<Line>;
  } catch {
    return null;
  }
  const isLabel = (value: unknown): boolean => value === null || typeof value === "string";
  const isWhole =
    line.column === column &&
    typeof line.path === "string" &&
    Number.isFinite(line.start_sec) &&
    (line.duration_sec === null || Number.isFinite(line.duration_sec)) &&
    isLabel(line.label) &&
    isLabel(line.was) &&
    Number.isFinite(line.time_ms);
  return isWhole ? (line as Line) : null;
}

/** Appends a line and waits until it is on the disk. */
export function appendCorrection(
  { file, folder, annotations }: CorrectionsPlace,
  clip: Stretch,
  { label, was, timeMs }: StoredCorrection,
): void {
  const inside = relative(folder, clip.file);
  const line: Line = {
    path: inside.startsWith("..") || isAbsolute(inside) ? clip.file : inside,
    start_sec: clip.startSec,
    duration_sec: clip.durationSec,
    column: annotations.column,
    ...{ label, was, time_ms: timeMs },
  };
  const isNew = !existsSync(file);
  const { O_RDWR, O_APPEND, O_CREAT } = constants;
  const handle = openRegular(file, O_RDWR | O_APPEND | O_CREAT);
  try {
    const bytes = Buffer.from(`${endsInsideLine(handle) ? "\n" : ""}${JSON.stringify(line)}\n`);
    // In one write: lines of two writers do not mix.
    if (writeSync(handle, bytes) !== bytes.length)
      throw new RequestError(507, "DISK", `${file}: the disk is full; the correction was not stored whole`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  if (isNew) syncFolder(dirname(file));
}

/** True after a write that was cut short, by a kill or a full disk. */
function endsInsideLine(handle: number): boolean {
  const { size } = fstatSync(handle);
  const last = Buffer.alloc(1);
  return size > 0 && readSync(handle, last, 0, 1, size - 1) === 1 && last[0] !== 10;
}

function readText(file: string): string {
  const handle = openRegular(file, constants.O_RDONLY);
  try {
    const bytes = Buffer.alloc(fstatSync(handle).size);
    return bytes.toString("utf8", 0, readSync(handle, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(handle);
  }
}

/** @throws RequestError for a link, a pipe, a file that is too large, or one that this user may not use */
function openRegular(file: string, flags: number): number {
  let handle: number;
  try {
    handle = openSync(file, flags | constants.O_NOFOLLOW | constants.O_NONBLOCK, 0o644);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === "ELOOP" ? "it is a symbolic link, which is not followed" : `${code}`;
    throw new RequestError(422, "CORRECTIONS", `${file}: corrections cannot be stored here: ${why}`);
  }
  const stat = fstatSync(handle);
  if (stat.isFile() && stat.size < MOST_BYTES) return handle;
  closeSync(handle);
  throw new RequestError(422, "CORRECTIONS", `${file}: expected a regular file of at most 256 MB`);
}

function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, "r");
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // Some systems cannot sync folders.
  }
}
