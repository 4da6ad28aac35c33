import { DataError } from "../errors.js";

export interface CsvRow {
  /** The number of its first line, from 1. */
  line: number;
  fields: string[];
}

export type Separator = "," | ";" | "\t";

/**
 * Parses CSV (RFC 4180: quoted fields may hold separators, quotes and line ends). Lines end with LF, CR LF or CR; empty
 * ones are left out.
 *
 * @param path for messages
 * @throws DataError naming the line of a quote that is never closed
 */
export function parseCsv(text: string, path: string, separator: Separator = ","): CsvRow[] {
  const rows: CsvRow[] = [];
  let fields: string[] = [];
  let field = "";
  let isQuoted = false;
  let line = 1;
  let rowLine = 1;
  let quoteLine = 1;
  const endRow = (): void => {
    fields.push(field);
    if (fields.length > 1 || fields[0] !== "") rows.push({ line: rowLine, fields });
    fields = [];
    field = "";
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    const isLineEnd = c === "\n" || (c === "\r" && text[i + 1] !== "\n");
    if (isLineEnd) line++;
    if (isQuoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') {
        field += '"';
        i++;
      } else isQuoted = false;
    } else if (c === '"' && field === "") {
      isQuoted = true;
      quoteLine = line;
    } else if (c === separator) {
      fields.push(field);
      field = "";
    } else if (isLineEnd) {
      endRow();
      rowLine = line;
    } else if (c !== "\r") field += c;
  }
  if (isQuoted) {
    throw new DataError(
      "QUOTE",
      `${path}:${quoteLine}: a quote (") that is opened and never closed; close it, or double it where the text has one`,
    );
  }
  if (field !== "" || fields.length > 0) endRow();
  return rows;
}
