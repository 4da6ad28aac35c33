/*
 * Selection tables of Raven (Cornell Lab of Ornithology), as Raven Pro 1.6 and BirdNET-Analyzer write them: tab-separated, with
 * times from the beginning of what Raven showed, which can be a sequence of files.
 */
import { DataError } from "../../errors.js";
import type { AnnotationFormat, ParsedFile, SourceRow } from "./format.js";
import { headOf, type NumberedRow, parseTable } from "./table.js";
import { DecimalCommas, readStretch } from "./times.js";

const BEGIN = "Begin Time (s)";
const END = "End Time (s)";
const OFFSET = "File Offset (s)";
const BEGIN_PATH = "Begin Path";
const BEGIN_FILE = "Begin File";

export const RAVEN: AnnotationFormat = {
  title: ["Raven selection table", "Raven selection tables"],
  columns: { start_sec: BEGIN, end_sec: END, label: "Annotation" },
  hasHead: true,
  required: ["start_sec", "end_sec"],
  labels: "label",
  isBeside: true,
  endings: /\.txt$/i,
  recognizes: (text) => {
    const head = headOf(text, [BEGIN, END]);
    return head.includes(BEGIN) && head.includes(END);
  },
  parse: (text, path, needed) => parseTable(text, path, needed, true),
  finish(rows, file) {
    assertOneFile(rows, file);
    return withoutOtherViews(rows).map((row) => withFile(row, file));
  },
};

const textIn = ({ row }: NumberedRow, column: string): string => String(row[column] ?? "");

/** Without the offset in its file, a time in a sequence of files belongs to none of them. */
function assertOneFile(rows: readonly SourceRow[], { path, table, given }: ParsedFile): void {
  if (table.columns.includes(OFFSET) || given["path"] !== undefined) return;
  const fileOf = (row: NumberedRow): string => textIn(row, BEGIN_PATH) || textIn(row, BEGIN_FILE);
  const other = rows.find((row) => fileOf(row) !== fileOf(rows[0]!));
  if (other === undefined) return;
  throw new DataError(
    "COLUMNS",
    `${path}:${other.line}: the selections are of several files, ${fileOf(rows[0]!)} and ${fileOf(other)}, and the table has no column "${OFFSET}"; ` +
      `add this measurement in Raven. If the times are from the beginning of each file, set data.columns.path to "${table.columns.includes(BEGIN_PATH) ? BEGIN_PATH : BEGIN_FILE}"`,
  );
}

/** Raven writes a selection once for each view: of the waveform, of the spectrogram. */
function withoutOtherViews(rows: SourceRow[]): SourceRow[] {
  const views = new Map<string, string>();
  return rows.filter((row) => {
    const view = textIn(row, "View");
    const key = ["Selection", "Channel", BEGIN, END, BEGIN_PATH, BEGIN_FILE]
      .map((column) => textIn(row, column))
      .join("\t");
    const first = views.get(key) ?? view;
    views.set(key, first);
    return first === view;
  });
}

/** `Begin Path` is a path on the annotator's machine. */
function withFile(row: SourceRow, file: ParsedFile): SourceRow {
  const [path, name] = [textIn(row, BEGIN_PATH), textIn(row, BEGIN_FILE)];
  const names = [path, name, path.replace(/^.*[\\/]/, "")].filter((one) => one !== "");
  const recording = row.recording ?? (names.length === 0 ? null : names);
  const hasOwnTimes = ["path", "start_sec", "end_sec"].some((one) => file.given[one] !== undefined);
  return { ...row, recording, row: textIn(row, OFFSET) === "" || hasOwnTimes ? row.row : inFile(row, file) };
}

/** Moves times to those in the file. */
function inFile({ row, line }: SourceRow, { path, names }: ParsedFile): SourceRow["row"] {
  const source = `${path}:${line}`;
  const commas = new DecimalCommas();
  const { durationSec } = readStretch(row, source, { names, commas, allowPoint: true });
  const offset = readStretch({ start_sec: row[OFFSET] }, source, { names: { start_sec: OFFSET }, commas });
  return { ...row, start_sec: offset.startSec, end_sec: undefined, duration_sec: durationSec };
}
