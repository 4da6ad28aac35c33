import { closeSync, openSync, readSync } from "node:fs";
import { parseLine, type ReadLine } from "./format.js";

const CHUNK_BYTES = 1 << 20;
const LINE_FEED = 10;

/** A complete line with its end in the file. */
export interface PlacedLine extends ReadLine {
  endOffset: number;
}

/** Yields the steps of a file of JSON lines. Skips a last line that a kill cut short. */
export function* readJsonLines(path: string): Iterable<PlacedLine> {
  const file = openSync(path, "r");
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let rest = Buffer.alloc(0);
    let endOffset = 0;
    for (let size = readSync(file, chunk); size > 0; size = readSync(file, chunk)) {
      rest = Buffer.concat([rest, chunk.subarray(0, size)]);
      let start = 0;
      for (let end = rest.indexOf(LINE_FEED); end !== -1; end = rest.indexOf(LINE_FEED, start)) {
        endOffset += end + 1 - start;
        const line = parseLine(rest.toString("utf8", start, end));
        start = end + 1;
        if (line !== null) yield { ...line, endOffset };
      }
      rest = rest.subarray(start);
    }
  } finally {
    closeSync(file);
  }
}
