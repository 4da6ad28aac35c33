/**
 * Lines of files of corrections (`data.corrections`), to which the dashboard appends. A line names its clip by what identifies it: the
 * recording, the member of a shard, or the row of a data set of the user's, and the stretch of it.
 */
import { isAbsolute, join } from "node:path";
import type { Annotations } from "../annotations.js";

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
  clip: CorrectedClip;
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
    const line = parseLine(one);
    if (line?.column !== column) continue;
    const { path, member, clip, start_sec, duration_sec, label, was, time_ms } = line;
    const file = clip ?? (isAbsolute(path!) ? path! : join(folder, path!));
    const named = { file, member, startSec: start_sec, durationSec: duration_sec };
    const id = clipId(named);
    newest.set(id, { clip: named, label, was, source: newest.get(id)?.source ?? was, timeMs: time_ms });
  }
  return newest;
}

/** Returns the columns that lines correct. */
export function columnsIn(text: string): string[] {
  return [...new Set(text.split("\n").flatMap((line) => parseLine(line)?.column ?? []))];
}

function parseLine(text: string): CorrectionLine | null {
  let line: Partial<CorrectionLine>;
  try {
    line = (JSON.parse(text) ?? {}) as Partial<CorrectionLine>;
  } catch {
    return null;
  }
  const isLabel = (value: unknown): boolean => value === null || typeof value === "string";
  const isWhole =
    typeof line.column === "string" &&
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
