/** Breaks lines for a terminal at spaces. Lines for a pipe stay as they are. */
import { stripVTControlCharacters } from "node:util";
import { textWidth } from "./help.js";

const columnsOf = (text: string): number => stripVTControlCharacters(text).length;

export interface Output {
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

/** Returns the columns of a terminal; null for a pipe or a file, whose lines are never broken. */
export function widthOf(stream: Output): number | null {
  return stream.isTTY === true ? stream.columns || textWidth(stream) : null;
}

/** Returns text as `stream` should get it: wrapped for a terminal, unchanged for a pipe or a file. */
export function fitTo(stream: Output, text: string): string {
  const width = widthOf(stream);
  if (width === null) return text;
  return text
    .split("\n")
    .map((line) => wrapColumns(line, width))
    .join("\n");
}

/** Breaks a line at spaces; further lines begin below the second column, if the line has columns. */
export function wrapColumns(line: string, width: number): string {
  if (columnsOf(line) <= width) return line;
  const column = /^ *\S+(?: \S+)? {2,}/.exec(stripVTControlCharacters(line))?.[0].length ?? 2;
  const indent = " ".repeat(column <= width / 3 ? column : 2);
  // A word with the spaces before it.
  const words = line.match(/\s*\S+/g) ?? [];
  const lines: string[] = [];
  let current = "";
  for (const word of words) {
    const isFirst = current.trim() === "";
    if (!isFirst && columnsOf(current) + columnsOf(word) > width) {
      lines.push(current);
      current = indent + word.trimStart();
    } else current += word;
  }
  return [...lines, current].join("\n");
}
