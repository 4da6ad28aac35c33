import type { ColumnNames } from "./reading.js";
import type { NumberedRow, Table } from "./table.js";

/** A row by our names of columns, beside the file's own. */
export interface SourceRow extends NumberedRow {
  /** The recording, by names that it may have, of which the first that exists counts; null: the one beside the file. */
  recording: readonly string[] | null;
}

/** A file by its format. */
export interface ParsedFile {
  path: string;
  format: AnnotationFormat;
  table: Table;
  /** The file's names of our columns. */
  names: ColumnNames;
  /** Names that the recipe sets. */
  given: ColumnNames;
}

/** A kind of annotation file. */
export interface AnnotationFormat {
  /** Its name in messages, of one file and of several. */
  title: readonly [string, string];
  /** The file's names of our columns, where a recipe does not set others. */
  columns: ColumnNames;
  /** True if the first row has the names of the columns, which a recipe may change. */
  hasHead: boolean;
  /** Our columns that a file must have, besides the labels. */
  required: readonly string[];
  /** The column of ours that has the labels: a row's one label, its list of labels, or the column that the task reads. */
  labels: "label" | "labels" | "task";
  /** True if files are about the recording beside them, unless rows name recordings: without rows it has no events. */
  isBeside: boolean;
  /** Endings of such files in a folder. */
  endings: RegExp;
  recognizes(text: string): boolean;
  /** @param needed the file's names of columns, by which the separator is found */
  parse(text: string, path: string, needed: readonly string[]): Table;
  /** Completes rows that have our names of columns: the recording of each, and what only this format has. */
  finish?(rows: SourceRow[], file: ParsedFile): SourceRow[];
}
