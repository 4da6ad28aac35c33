/*
 * Metadata of the DCASE challenges (task 4, sound event detection): strong labels with times, weak labels without.
 * https://dcase.community/challenge2023/task-sound-event-detection-with-weak-labels-and-synthetic-soundscapes
 */
import type { AnnotationFormat } from "./format.js";
import { headOf, parseTable } from "./table.js";

function hasColumns(text: string, columns: readonly string[]): boolean {
  const head = headOf(text, columns);
  return columns.every((column) => head.includes(column));
}

/** `filename, onset, offset, event_label`: a row for each event; only the file name for a recording without events. */
export const DCASE_STRONG: AnnotationFormat = {
  title: ["table of DCASE strong labels", "tables of DCASE strong labels"],
  columns: { path: "filename", start_sec: "onset", end_sec: "offset", label: "event_label" },
  hasHead: true,
  required: ["path", "start_sec", "end_sec"],
  labels: "label",
  isBeside: false,
  endings: /\.(tsv|csv|txt)$/i,
  recognizes: (text) => hasColumns(text, ["filename", "onset", "offset", "event_label"]),
  parse: (text, path, needed) => parseTable(text, path, needed, true),
};

/** `filename, event_labels`: a row for each recording, with labels separated by commas. */
export const DCASE_WEAK: AnnotationFormat = {
  title: ["table of DCASE weak labels", "tables of DCASE weak labels"],
  columns: { path: "filename", labels: "event_labels" },
  hasHead: true,
  required: ["path"],
  labels: "labels",
  isBeside: false,
  endings: /\.(tsv|csv|txt)$/i,
  recognizes: (text) => hasColumns(text, ["filename", "event_labels"]),
  parse: (text, path, needed) => parseTable(text, path, needed, true),
  finish: (rows) => rows.map((row) => ({ ...row, row: { ...row.row, labels: listOf(row.row["labels"]) } })),
};

function listOf(cell: unknown): string[] {
  return String(cell ?? "")
    .split(",")
    .map((label) => label.trim())
    .filter((label) => label !== "");
}
