import { existsSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { DataError } from "../errors.js";
import { type Annotations, type Row, textOf } from "./annotations.js";
import type { Clip } from "./clip.js";
import { type CsvRow, parseCsv } from "./csv.js";
import { FileFinder, readBytes } from "./files.js";
import { SINGLE_LABEL } from "./single-label.js";
import { decodeText } from "./text.js";
import { isOtherAudioName, isReadName, sniffAudio, UnreadAudio } from "./unread-audio.js";

interface NumberedRow {
  line: number;
  row: Row;
}

/** True for a name of a manifest, in upper case too. */
export function isManifestName(path: string): boolean {
  return /\.(csv|jsonl)$/i.test(path);
}

/**
 * Reads a manifest: UTF-8, CSV with the columns `path` and `label` (or what the task needs) and optionally
 * `start_sec,duration_sec`, or JSON lines with the same keys. Other columns are ignored. Paths are relative to the
 * manifest.
 *
 * @throws DataError naming the manifest's line and the path
 */
export function readManifest(path: string, annotations: Annotations = SINGLE_LABEL): Clip[] {
  const text = readText(path);
  const rows = isCsv(path) ? csvRows(text, path, annotations) : jsonRows(text, path);
  if (rows.length === 0)
    throw new DataError("EMPTY", `${path}: no clips in this manifest; expected a line for each`);
  const files = new FileFinder();
  const clips = rows.map(({ line, row }) =>
    toClip(row, `${path}:${line}`, dirname(path), files, annotations),
  );
  assertRead(clips, path);
  return clips;
}

/** Returns the columns of a manifest: the head of CSV, or all keys of JSON lines. */
export function manifestColumns(path: string): string[] {
  const text = readText(path);
  if (isCsv(path)) return columnsIn(parseCsv(text, path)[0]);
  return [...new Set(jsonRows(text, path).flatMap(({ row }) => Object.keys(row)))];
}

const isCsv = (path: string): boolean => /\.csv$/i.test(path);

function readText(path: string): string {
  const remedy = isCsv(path)
    ? 'save it as "CSV UTF-8" (Excel: Save As, CSV UTF-8; LibreOffice: character set Unicode (UTF-8))'
    : "save it as UTF-8";
  return decodeText(readBytes(path), path, remedy);
}

const columnsIn = (head: CsvRow | undefined): string[] => head?.fields.map((name) => name.trim()) ?? [];

function csvRows(text: string, path: string, { column, advice }: Annotations): NumberedRow[] {
  const [head, ...rows] = parseCsv(text, path);
  const columns = columnsIn(head);
  for (const needed of ["path", column]) {
    if (columns.includes(needed)) continue;
    const hint = needed === column ? advice(columns) : null;
    throw new DataError(
      "COLUMNS",
      `${path}:${head?.line ?? 1}: expected the columns path,${column}[,start_sec,duration_sec], got "${columns.join(",")}"${separatorAdvice(columns.join(","))}${hint === null ? "" : `; ${hint}`}`,
    );
  }
  return rows.map(({ line, fields }) => {
    if (fields.length !== columns.length) {
      throw new DataError(
        "COLUMNS",
        `${path}:${line}: expected ${columns.length} fields, got ${fields.length}${fields.length === 1 ? separatorAdvice(fields[0]!) : ""}`,
      );
    }
    return { line, row: Object.fromEntries(columns.map((name, i) => [name, fields[i]!.trim()])) };
  });
}

/** Spreadsheets of some languages separate by semicolons. */
function separatorAdvice(line: string): string {
  const found = [
    [";", "semicolons"],
    ["\t", "tabs"],
    ["|", "vertical bars"],
  ].find(([separator]) => line.includes(separator!));
  return found === undefined ? "" : `: separated by ${found[1]}, expected commas; save it with commas`;
}

function jsonRows(text: string, path: string): NumberedRow[] {
  return text.split(/\r\n|\r|\n/).flatMap((content, i) => {
    if (content.trim() === "") return [];
    try {
      const row: unknown = JSON.parse(content);
      if (typeof row === "object" && row !== null && !Array.isArray(row))
        return [{ line: i + 1, row: row as Row }];
    } catch {
      // The error below shows the line.
    }
    throw new DataError("JSON", `${path}:${i + 1}: expected a JSON object, got ${content.slice(0, 60)}`);
  });
}

function toClip(row: Row, source: string, folder: string, files: FileFinder, annotations: Annotations): Clip {
  const name = textOf(row, "path", source);
  if (name.includes("\0"))
    throw new DataError("FIELD", `${source}: path: ${JSON.stringify(name)} has a zero character`);
  const path = isAbsolute(name) ? name : join(folder, name);
  const found = files.find(path, source);
  if (found === null)
    throw new DataError("FILE", `${source}: ${path}: no such file; ${missingAdvice(name, folder)}`);
  const { special, realPath } = found;
  if (special !== null) {
    const advice = special === "a folder" ? "; give each of its files a line" : "";
    throw new DataError("FORMAT", `${source}: ${path}: ${special}, expected an audio file${advice}`);
  }
  return {
    path: found.path,
    label: annotations.parse(row, source),
    ...readStretch(row, source),
    source,
    ...(realPath === undefined ? {} : { realPath }),
  };
}

function missingAdvice(name: string, folder: string): string {
  const slashes = name.replaceAll("\\", "/");
  if (slashes !== name && existsSync(join(folder, slashes)))
    return `${join(folder, slashes)} exists: write paths with /`;
  if (!isAbsolute(name) && existsSync(name))
    return `paths are relative to the manifest, and ${name} exists relative to the working directory`;
  return "paths are relative to the manifest";
}

/** Refuses a manifest before training when clips are in another format, by their endings and first bytes. */
function assertRead(clips: readonly Clip[], path: string): void {
  const unread = new UnreadAudio();
  let first: Clip | undefined;
  for (const clip of clips) {
    if (isReadName(clip.path) || !isOtherAudioName(clip.path) || sniffAudio(clip.path) === "read") continue;
    first ??= clip;
    unread.add(clip.path);
  }
  if (first === undefined) return;
  throw new DataError(
    "CODEC",
    `${first.source}: ${first.path}: in a format that is not read, as are ${unread.size} of ${clips.length} clips of ${path}: ${unread.counts()}; ` +
      `${unread.advice()} and give the new names here`,
  );
}

/**
 * Reads the part of its file that a clip is, from `start_sec` and `duration_sec`; the whole file without them.
 *
 * @throws DataError naming `source`, for a value that is not a number of seconds
 */
export function readStretch(row: Row, source: string): Pick<Clip, "startSec" | "durationSec"> {
  const seconds = (key: string): number | null => {
    const value = row[key];
    if (value === undefined || value === null || value === "") return null;
    const number = Number(value);
    if (Number.isFinite(number) && number >= 0) return number;
    throw new DataError(
      "FIELD",
      `${source}: ${key}: expected seconds, zero or more, got ${JSON.stringify(value)}`,
    );
  };
  const durationSec = seconds("duration_sec");
  if (durationSec === 0)
    throw new DataError("FIELD", `${source}: duration_sec: expected more than zero seconds, got 0`);
  return { startSec: seconds("start_sec") ?? 0, durationSec };
}
