/** Tables for a terminal: rows that are too wide continue on indented lines. Rows for a pipe are one line each. */
import { alignColumns } from "../text-columns.js";
import { type Output, widthOf, wrapColumns } from "./wrap.js";

const INDENT = 2;
const GAP = 2;

/** Returns the lines of a table. The first row is its head. */
export function tableLines(rows: readonly (readonly string[])[], stream: Output = process.stdout): string[] {
  const lines = alignColumns(rows);
  const width = widthOf(stream);
  if (width === null || lines.every(({ length }) => length <= width)) return lines;
  const parts = groupColumns(rows, width).map((columns) =>
    alignColumns(rows.map((row) => columns.map((column) => row[column]!))),
  );
  return rows.flatMap((_, i) =>
    parts
      .map((part, p) => (p === 0 ? "" : " ".repeat(INDENT)) + part[i]!)
      .filter((line) => line.trim() !== "")
      .map((line) => wrapColumns(line, width)),
  );
}

/** Groups neighbouring columns that fit on a line; a column that is wider has a line of its own. */
function groupColumns(rows: readonly (readonly string[])[], width: number): number[][] {
  const groups: number[][] = [[]];
  let used = 0;
  for (const column of rows[0]!.keys()) {
    const longest = Math.max(...rows.map((row) => row[column]!.length));
    const group = groups.at(-1)!;
    if (group.length > 0 && used + GAP + longest > width) {
      groups.push([column]);
      used = INDENT + longest;
    } else {
      used += (group.length > 0 ? GAP : 0) + longest;
      group.push(column);
    }
  }
  return groups;
}
