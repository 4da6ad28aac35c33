/** The kinds of annotation files, and how they are recognized. */
import { DataError } from "../../errors.js";
import { AUDACITY } from "./audacity.js";
import { DCASE_STRONG, DCASE_WEAK } from "./dcase.js";
import type { AnnotationFormat } from "./format.js";
import { RAVEN } from "./raven.js";
import { FORMAT_NAMES, type FormatName } from "./reading.js";
import { headOf, parseJsonLines, parseTable } from "./table.js";

const CSV: AnnotationFormat = {
  title: ["table", "tables"],
  columns: {},
  hasHead: true,
  required: [],
  labels: "task",
  isBeside: false,
  endings: /\.(csv|tsv)$/i,
  recognizes: () => false,
  parse: parseTable,
};

const JSON_LINES: AnnotationFormat = {
  title: ["file of JSON lines", "files of JSON lines"],
  columns: {},
  hasHead: false,
  required: [],
  labels: "task",
  isBeside: false,
  endings: /\.jsonl$/i,
  recognizes: () => false,
  parse: parseJsonLines,
};

export const FORMATS: Record<FormatName, AnnotationFormat> = {
  csv: CSV,
  jsonl: JSON_LINES,
  raven: RAVEN,
  audacity: AUDACITY,
  dcase_strong: DCASE_STRONG,
  dcase_weak: DCASE_WEAK,
};

/** True for a name of a file that may have annotations, in upper case too. */
export function isAnnotationName(path: string): boolean {
  return /\.(csv|tsv|txt|jsonl)$/i.test(path);
}

/** Returns the format of a file by its content, or else by its name; null for neither. */
export function recognizeFormat(text: string, path: string): FormatName | null {
  if (JSON_LINES.endings.test(path)) return "jsonl";
  // A label track without labels.
  if (text.trim() === "" && AUDACITY.endings.test(path)) return "audacity";
  // A manifest may keep the columns of what it was made from.
  if (headOf(text, ["path"]).includes("path")) return "csv";
  const found = FORMAT_NAMES.find((name) => FORMATS[name].recognizes(text));
  return found ?? (CSV.endings.test(path) ? "csv" : null);
}

/** The error for a file that is in none of the formats. */
export function unknownFormat(path: string): DataError {
  return new DataError(
    "FORMAT",
    `${path}: its format is not recognized, expected a Raven selection table, an Audacity label track, DCASE labels, or a table; ` +
      `set data.format (${FORMAT_NAMES.join(", ")}) to say which, or name a table .csv or .tsv`,
  );
}
