/**
 * Corrections of clips' annotations (`data.corrections`): files of JSON lines that the dashboard appends to. A line names its clip by
 * what identifies it: the recording, the member of a shard, or the row of a data set of the user's, and the stretch of it.
 */
import { readFileSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { counted } from "../counted.js";
import { DataError } from "../errors.js";
import type { Annotations } from "./annotations.js";
import { type Clip, describeClip } from "./clip.js";
import type { Warn } from "./files.js";

/** A clip as corrections name it. */
export interface CorrectedClip {
  /** The absolute path of the recording or the shard, or the name of a row of a user's data set. */
  file: string;
  /** Name in the shard. */
  member?: string | undefined;
  startSec: number;
  durationSec: number | null;
}

/** The newest correction of a clip. */
export interface StoredCorrection {
  /** null rejects the clip. */
  label: string | null;
  /** The annotation that this correction replaced; null if the clip was rejected before. */
  was: string | null;
  /** The annotation that the first correction of the clip replaced: that of the source. */
  source: string | null;
  timeMs: number;
}

/** A line of the file. */
export interface CorrectionLine {
  /** The recording or the shard, relative to the folder of the file unless it is absolute. */
  path?: string;
  member?: string;
  /** The row of a data set of the user's, in place of `path`: `./my-data.ts/train/17`. */
  clip?: string;
  start_sec: number;
  duration_sec: number | null;
  /** The column that the task reads: corrections of another task say nothing about this one. */
  column: string;
  label: string | null;
  was: string | null;
  time_ms: number;
}

/** Identifies a clip, also in another run with the same clips. */
export const clipId = ({ file, member, startSec, durationSec }: CorrectedClip): string =>
  JSON.stringify([file, startSec, durationSec, ...(member === undefined ? [] : [member])]);

/**
 * Returns the newest correction of each clip, by `clipId`. Lines that are damaged or of another task are left out.
 *
 * @param folder that paths are relative to
 */
export function parseCorrections(
  text: string,
  folder: string,
  { column }: Pick<Annotations, "column">,
): Map<string, StoredCorrection> {
  const newest = new Map<string, StoredCorrection>();
  for (const one of text.split("\n")) {
    const line = parseLine(one, column);
    if (line === null) continue;
    const { path, member, clip, start_sec, duration_sec, label, was, time_ms } = line;
    const file = clip ?? (isAbsolute(path!) ? path! : join(folder, path!));
    const id = clipId({ file, member, startSec: start_sec, durationSec: duration_sec });
    newest.set(id, { label, was, source: newest.get(id)?.source ?? was, timeMs: time_ms });
  }
  return newest;
}

function parseLine(text: string, column: string): CorrectionLine | null {
  let line: Partial<CorrectionLine>;
  try {
    line = (JSON.parse(text) ?? {}) as Partial<CorrectionLine>;
  } catch {
    return null;
  }
  const isLabel = (value: unknown): boolean => value === null || typeof value === "string";
  const isWhole =
    line.column === column &&
    (typeof line.path === "string") !== (typeof line.clip === "string") &&
    (line.member === undefined || typeof line.member === "string") &&
    Number.isFinite(line.start_sec) &&
    (line.duration_sec === null || Number.isFinite(line.duration_sec)) &&
    isLabel(line.label) &&
    isLabel(line.was) &&
    Number.isFinite(line.time_ms);
  return isWhole ? (line as CorrectionLine) : null;
}

/** Returns the line of a correction. @param folder of the file: the data set may move with it */
export function correctionLine(
  clip: CorrectedClip & { isRow: boolean; path: string },
  { column }: Pick<Annotations, "column">,
  { label, was, timeMs }: Pick<StoredCorrection, "label" | "was" | "timeMs">,
): CorrectionLine {
  const { isRow, path, member, startSec, durationSec } = clip;
  return {
    ...(isRow ? { clip: path } : { path }),
    ...(member === undefined ? {} : { member }),
    ...{ start_sec: startSec, duration_sec: durationSec, column, label, was, time_ms: timeMs },
  };
}

/** Corrected clips of a set. */
export interface CorrectedSet {
  clips: Clip[];
  /** Clips that the files name, whether their annotation changed or not. */
  numNamed: number;
}

/**
 * Applies the files of `data.corrections` to the clips of a set; of two files, the later one counts. A correction of an annotation that
 * the source no longer has is left out with a warning: somebody else may have corrected it there.
 *
 * @param key for messages
 * @throws DataError for a file that cannot be read
 */
export function applyCorrections(
  clips: Clip[],
  files: readonly string[],
  annotations: Annotations,
  { key, warn }: { key: string; warn: Warn },
): CorrectedSet {
  if (files.length === 0) return { clips, numNamed: 0 };
  const corrections = new Map(files.flatMap((file) => [...readCorrections(file, annotations)]));
  const stale: Clip[] = [];
  let numNamed = 0;
  const corrected = clips.flatMap((clip) => {
    const found = corrections.get(clipId(identityOf(clip)));
    if (found === undefined) return [clip];
    numNamed++;
    const { label, source } = found;
    if (clip.label === label) return [clip];
    if (clip.label !== source) {
      stale.push(clip);
      return [clip];
    }
    return label === null ? [] : [{ ...clip, label }];
  });
  if (stale.length > 0)
    warn(
      `warning: data.corrections: ${counted(stale.length, "correction")} of ${key} left out: the annotation is another one than the corrected one, as of ${describeClip(stale[0]!)} ${annotations.quote(stale[0]!.label)}; correct it again on the dashboard`,
    );
  return { clips: corrected, numNamed };
}

function identityOf({ path, range, own, startSec, durationSec }: Clip): CorrectedClip {
  return { file: own === undefined ? resolve(path) : path, member: range?.member, startSec, durationSec };
}

function readCorrections(file: string, annotations: Annotations): Map<string, StoredCorrection> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new DataError(
      "CORRECTIONS",
      `data.corrections: ${file}: cannot be read: ${(error as Error).message}; expected a file that the dashboard wrote, such as birds.csv.corrections.jsonl`,
      { cause: error },
    );
  }
  const found = parseCorrections(text, dirname(resolve(file)), annotations);
  if (found.size > 0 || text.trim() === "") return found;
  throw new DataError(
    "CORRECTIONS",
    `data.corrections: ${file}: no line is a correction of ${annotations.column}; expected a file that the dashboard wrote for a run of this task`,
  );
}
