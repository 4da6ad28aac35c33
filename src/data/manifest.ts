import { existsSync, readFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { DataError } from "../errors.js";
import type { Clip } from "./clip.js";
import { parseCsv } from "./csv.js";

type Row = Readonly<Record<string, unknown>>;

/**
 * Reads a manifest: CSV with the columns `path,label` and optionally `start_sec,duration_sec`, or
 * JSON lines with the same keys. Other columns are left alone. Paths are relative to the manifest.
 *
 * @throws DataError naming the manifest's line and the path
 */
export function readManifest(path: string): Clip[] {
  const text = readFileSync(path, "utf8");
  const rows = path.endsWith(".csv") ? csvRows(text, path) : jsonRows(text, path);
  if (rows.length === 0) throw new DataError("EMPTY", `${path}: names no clips; expected a line for each`);
  return rows.map(({ line, row }) => toClip(row, `${path}:${line}`, dirname(path)));
}

function csvRows(text: string, path: string): { line: number; row: Row }[] {
  const [head, ...rows] = parseCsv(text);
  const columns = head?.fields.map((name) => name.trim()) ?? [];
  for (const needed of ["path", "label"]) {
    if (!columns.includes(needed)) {
      throw new DataError(
        "COLUMNS",
        `${path}:1: expected the columns path,label[,start_sec,duration_sec], got "${columns.join(",")}"`,
      );
    }
  }
  return rows.map(({ line, fields }) => {
    if (fields.length !== columns.length) {
      throw new DataError(
        "COLUMNS",
        `${path}:${line}: expected ${columns.length} fields, got ${fields.length}`,
      );
    }
    return { line, row: Object.fromEntries(columns.map((name, i) => [name, fields[i]!.trim()])) };
  });
}

function jsonRows(text: string, path: string): { line: number; row: Row }[] {
  return text.split("\n").flatMap((content, i) => {
    if (content.trim() === "") return [];
    try {
      const row: unknown = JSON.parse(content);
      if (typeof row === "object" && row !== null) return [{ line: i + 1, row: row as Row }];
    } catch {
      // Told below with what stands there.
    }
    throw new DataError("JSON", `${path}:${i + 1}: expected a JSON object, got ${content.slice(0, 60)}`);
  });
}

function toClip(row: Row, source: string, folder: string): Clip {
  const text = (key: string): string => {
    const value = row[key];
    if (typeof value === "string" && value !== "") return value;
    throw new DataError("FIELD", `${source}: ${key}: expected text, got ${JSON.stringify(value)}`);
  };
  const named = text("path");
  const path = isAbsolute(named) ? named : join(folder, named);
  if (!existsSync(path))
    throw new DataError("FILE", `${source}: ${path}: no such file; paths are relative to the manifest`);
  return { path, label: text("label"), ...readStretch(row, source), source };
}

/**
 * Which part of its file a clip is, by `start_sec` and `duration_sec`; the whole of it without them.
 *
 * @throws DataError naming `source`, for what is not a number of seconds
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
