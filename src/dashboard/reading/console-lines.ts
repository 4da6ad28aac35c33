import { RequestError } from "../../serving/request-error.js";
import { CONSOLE_FILE } from "../../tracking/console.js";
import type { ConsoleLines } from "../api.js";
import { hideSecrets, isObject } from "./flat-config.js";
import { textOf, timeOf } from "./record-reader.js";
import { readPart, withRunFile } from "./run-file.js";

/** Read at a time: a page asks again until it gets no line. */
const MOST_BYTES = 1 << 18;

/** Returns the complete lines from a place in the file on. */
export function readConsole(folder: string, after: number): ConsoleLines {
  try {
    return withRunFile(folder, CONSOLE_FILE, (file, size) => {
      // A shorter file is another one.
      const start = after > size ? 0 : after;
      const bytes = readPart(file, start, Math.min(MOST_BYTES, size - start));
      const end = bytes.lastIndexOf("\n") + 1;
      // A line that is longer than a part was not written by Woodshed.
      const next = end === 0 && bytes.length === MOST_BYTES ? start + bytes.length : start + end;
      return { lines: bytes.toString("utf8", 0, end).split("\n").flatMap(parse), next };
    });
  } catch (error) {
    // Runs of a training loop of one's own may have none.
    if (error instanceof RequestError && error.status === 404) return { lines: [], next: 0 };
    throw error;
  }
}

function parse(line: string): ConsoleLines["lines"] {
  try {
    const value: unknown = JSON.parse(line);
    if (!isObject(value) || typeof value["text"] !== "string") return [];
    const stream = value["stream"] === "stderr" ? "stderr" : "stdout";
    return [{ timeMs: timeOf(value["timeMs"]), stream, text: hideSecrets(textOf(value["text"], 10_000)) }];
  } catch {
    return [];
  }
}
