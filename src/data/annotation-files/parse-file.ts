/** Reads an annotation file into rows by our names of columns. */
import { DataError } from "../../errors.js";
import { type Annotations, type Row, textOf } from "../annotations.js";
import { readBytes } from "../files.js";
import { decodeText } from "../text.js";
import type { AnnotationFormat, ParsedFile, SourceRow } from "./format.js";
import { FORMATS, recognizeFormat, unknownFormat } from "./formats.js";
import type { Reading } from "./reading.js";
import { separatorAdvice } from "./table.js";

/** @param needed our columns, by which the separator of a table is found */
export function parseFile(path: string, reading: Reading, needed: readonly string[]): ParsedFile {
  const text = readText(path);
  const name = reading.format === "auto" ? recognizeFormat(text, path) : reading.format;
  if (name === null) throw unknownFormat(path);
  const format = FORMATS[name];
  const given = format.hasHead || name === "jsonl" ? reading.columns : {};
  const names = { ...format.columns, ...given };
  const sought = new Set([...format.required, ...needed].map((column) => names[column] ?? column));
  return { path, format, names, given, table: format.parse(text, path, [...sought]) };
}

function readText(path: string): string {
  const remedy = /\.csv$/i.test(path)
    ? 'save it as "CSV UTF-8" (Excel: Save As, CSV UTF-8; LibreOffice: character set Unicode (UTF-8))'
    : "save it as UTF-8";
  return decodeText(readBytes(path), path, remedy);
}

/** Where a file has the labels of a row. */
export interface LabelCells {
  /** Our name of the column. */
  column: string;
  /** One label, a list of labels, or what the task reads. */
  kind: AnnotationFormat["labels"];
}

/** A recipe may give a table with one label a row to a task that reads several. */
export function labelCells({ format, given }: ParsedFile, { column }: Annotations): LabelCells {
  if (format.labels !== "task") return { column: format.labels, kind: format.labels };
  const isOne = given["label"] !== undefined && given[column] === undefined;
  return isOne ? { column: "label", kind: "label" } : { column, kind: "task" };
}

/**
 * Returns the rows, each with our names beside the file's.
 *
 * @param needed our columns that a table must have
 * @throws DataError naming the line of the head, the column that it lacks and those that it has
 */
export function rowsIn(file: ParsedFile, needed: readonly string[], annotations: Annotations): SourceRow[] {
  const { format, table, names, path } = file;
  assertGiven(file);
  if (format.hasHead) assertNeeded(file, [...needed, ...format.required], annotations);
  const renamed = Object.entries(names);
  const namesRecordings = needed.includes("path") || format.required.includes("path") || hasPath(file);
  const rows = table.rows.map(({ line, row }): SourceRow => {
    const ours = Object.fromEntries(renamed.map(([our, theirs]) => [our, row[theirs]]));
    const own: Row = renamed.length === 0 ? row : { ...row, ...ours };
    return { line, row: own, recording: namesRecordings ? [textOf(own, "path", `${path}:${line}`)] : null };
  });
  return format.finish?.(rows, file) ?? rows;
}

/** Files beside their recordings may have columns of any names. */
function hasPath({ format, table, given }: ParsedFile): boolean {
  return given["path"] !== undefined || (!format.isBeside && table.columns.includes("path"));
}

function assertGiven({ path, table, given }: ParsedFile): void {
  if (table.rows.length === 0) return;
  for (const [ours, theirs] of Object.entries(given)) {
    if (table.columns.includes(theirs)) continue;
    throw new DataError(
      "COLUMNS",
      `${path}:${table.headLine}: no column is called "${theirs}", which data.columns.${ours} names; the columns are ${listed(table.columns)}`,
    );
  }
}

function assertNeeded(file: ParsedFile, needed: readonly string[], annotations: Annotations): void {
  const { format, path, table, names } = file;
  const { columns, headLine, separator, rows } = table;
  if (rows.length === 0 && format.isBeside) return;
  for (const ours of needed) {
    const theirs = names[ours] ?? ours;
    if (columns.includes(theirs)) continue;
    const place = `${path}:${headLine}`;
    if (format.labels !== "task")
      throw new DataError(
        "COLUMNS",
        `${place}: expected the column "${theirs}" of a ${format.title[0]}, got ${listed(columns)}; set data.columns.${ours} to the column that has it`,
      );
    const { column, advice } = annotations;
    const hint = ours === column ? advice.call(annotations, columns) : null;
    const isOne = columns.length === 1 ? separatorAdvice(columns[0]!, separator ?? ",") : "";
    throw new DataError(
      "COLUMNS",
      `${place}: expected the columns path,${names[column] ?? column}[,start_sec,duration_sec], got "${columns.join(",")}"${isOne}; ${hint === null ? "" : `${hint}; `}data.columns names columns that are called otherwise`,
    );
  }
}

const listed = (columns: readonly string[]): string => columns.map((name) => `"${name}"`).join(", ");
