/** Tables of annotations: text with separators and a head, or JSON lines. */
import { DataError } from "../../errors.js";
import type { Row } from "../annotations.js";
import { type CsvRow, parseCsv, type Separator } from "../csv.js";

/** A row of a file, with the line on which it starts. */
export interface NumberedRow {
  line: number;
  row: Row;
}

export interface Table {
  /** Names of the head; all keys of JSON lines. */
  columns: readonly string[];
  rows: NumberedRow[];
  /** Line of the head. */
  headLine: number;
  /** null for JSON lines. */
  separator: Separator | null;
}

const SEPARATORS: readonly Separator[] = [",", ";", "\t"];

/** A line end, as in CSV. */
export const LINE_END = /\r\n|\r|\n/;

/**
 * Parses text with a head. The separator is the one by which the head has the columns that are needed: a comma, a semicolon
 * or a tab.
 *
 * @param needed names of columns, to find the separator; columns that lack are no error here
 * @param padsRows accepts rows without their last, empty cells
 * @throws DataError naming the line of a row with too many or too few cells, or both places of a column's name
 */
export function parseTable(text: string, path: string, needed: readonly string[], padsRows = false): Table {
  const separator = separatorOf(text, needed);
  const [head, ...rows] = parseCsv(text, path, separator);
  const columns = columnsIn(head);
  assertDistinct(columns, `${path}:${head?.line ?? 1}`);
  const cells = ({ line, fields }: CsvRow): NumberedRow => {
    if (fields.length > columns.length || (fields.length < columns.length && !padsRows)) {
      throw new DataError(
        "COLUMNS",
        `${path}:${line}: expected ${columns.length} fields, got ${fields.length}${fields.length === 1 ? separatorAdvice(fields[0]!, separator) : ""}`,
      );
    }
    return { line, row: Object.fromEntries(columns.map((name, i) => [name, fields[i]?.trim() ?? ""])) };
  };
  return { columns, rows: rows.map(cells), headLine: head?.line ?? 1, separator };
}

/** Returns the columns of the first line, by the separator that finds the ones needed. */
export function headOf(text: string, needed: readonly string[]): string[] {
  return headColumns(text, separatorOf(text, needed));
}

/** The first separator by which all columns are found; else the one that finds the most columns. */
function separatorOf(text: string, needed: readonly string[]): Separator {
  let best: Separator = ",";
  let most = 0;
  for (const separator of SEPARATORS) {
    const columns = headColumns(text, separator);
    if (needed.length > 0 && needed.every((name) => columns.includes(name))) return separator;
    const found = needed.filter((name) => columns.includes(name)).length * 1000 + columns.length;
    if (found > most) [best, most] = [separator, found];
  }
  return best;
}

function headColumns(text: string, separator: Separator): string[] {
  const line = /[^\r\n]+/.exec(text)?.[0] ?? "";
  try {
    return columnsIn(parseCsv(line, "", separator)[0]);
  } catch {
    // A quote that the line does not close: the parser of the whole text reads on, or names the line.
    return line.split(separator);
  }
}

function columnsIn(head: CsvRow | undefined): string[] {
  return head?.fields.map((name) => name.trim().normalize()) ?? [];
}

/** Columns without a name, as spreadsheets write at a row's end, are not read and may repeat. */
function assertDistinct(columns: readonly string[], place: string): void {
  for (const [second, name] of columns.entries()) {
    const first = columns.indexOf(name);
    if (name === "" || first === second) continue;
    throw new DataError(
      "COLUMNS",
      `${place}: the columns ${first + 1} and ${second + 1} are both called "${name}"; rename or remove one of them`,
    );
  }
}

const SEPARATOR_NAMES = { ",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars" };

/** Returns advice on a line that has other separators than the head, or that are not read. */
export function separatorAdvice(line: string, expected: Separator = ","): string {
  const found = Object.entries(SEPARATOR_NAMES).find(([one]) => one !== expected && line.includes(one));
  if (found === undefined) return "";
  return `: separated by ${found[1]}, expected ${SEPARATOR_NAMES[expected]}; separate all lines in the same way`;
}

/** @throws DataError naming the line that is not a JSON object */
export function parseJsonLines(text: string, path: string): Table {
  const rows = text.split(LINE_END).flatMap((content, i): NumberedRow[] => {
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
  const columns = [...new Set(rows.flatMap(({ row }) => Object.keys(row)))];
  return { columns, rows, headLine: 1, separator: null };
}
