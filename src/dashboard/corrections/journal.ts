/** The file of corrections, only ever appended to, so that every earlier state stays. src/data/corrections/lines.ts has its format. */
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
import { dirname, isAbsolute, relative } from "node:path";
import { correctionLine, parseCorrections, type StoredCorrection } from "../../data/corrections/lines.js";
import { RequestError } from "../../serving/request-error.js";
import type { CorrectionsPlace, NamedClip } from "./place.js";

const MOST_BYTES = 256e6;

/** Returns the newest correction of each clip, by `clipId`. */
export function readJournal({ file, folder, annotations }: CorrectionsPlace): Map<string, StoredCorrection> {
  return existsSync(file) ? parseCorrections(readText(file), folder, annotations) : new Map();
}

/** Appends a line and waits until it is on the disk. */
export function appendCorrection(
  { file, folder, annotations }: CorrectionsPlace,
  clip: NamedClip,
  correction: Pick<StoredCorrection, "label" | "was" | "timeMs">,
): void {
  const inside = relative(folder, clip.file);
  const isInside = !clip.isRow && !inside.startsWith("..") && !isAbsolute(inside);
  const line = correctionLine({ ...clip, path: isInside ? inside : clip.file }, annotations, correction);
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
