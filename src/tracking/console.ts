import { appendFileSync, closeSync, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

export interface ConsoleLine {
  /** Unix time in milliseconds. */
  timeMs: number;
  stream: "stdout" | "stderr";
  text: string;
}

/** The file with a run's output, in its folder: one JSON object per line. */
export const CONSOLE_FILE = "console.jsonl";

/**
 * Records every complete line that this process prints from now on, without progress-bar redraws and colours.
 * Printing continues if the file cannot be written.
 *
 * @returns a function that stops recording
 */
export function captureConsole(folder: string): () => void {
  const path = join(folder, CONSOLE_FILE);
  const ends = (["stdout", "stderr"] as const).map((stream) => {
    const target = process[stream];
    const { write } = target;
    let rest = "";
    target.write = ((...args: Parameters<typeof target.write>) => {
      const [chunk] = args;
      rest += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
      const lines = rest.split("\n");
      rest = lines.pop()!;
      const shown = lines.map(shownText).filter((text) => text !== "");
      if (shown.length > 0) note(path, stream, shown);
      return write.apply(target, args);
    }) as typeof target.write;
    return () => {
      target.write = write;
    };
  });
  return () => {
    for (const end of ends) end();
  };
}

/** The text that stays visible: a carriage return starts the line again. */
function shownText(line: string): string {
  const plain = stripVTControlCharacters(line).replace(/\r+$/, "");
  return plain.slice(plain.lastIndexOf("\r") + 1);
}

function note(path: string, stream: ConsoleLine["stream"], texts: readonly string[]): void {
  const timeMs = Date.now();
  try {
    appendFileSync(path, texts.map((text) => `${JSON.stringify({ timeMs, stream, text })}\n`).join(""));
  } catch {
    // A full disk; the run reports that itself.
  }
}

/** Reads the new lines of a run's console file at each call; an incomplete last line waits for the next. */
export class ConsoleFollower {
  readonly #path: string;
  #offset = 0;

  constructor(folder: string) {
    this.#path = join(folder, CONSOLE_FILE);
  }

  read(): ConsoleLine[] {
    let file: number;
    try {
      file = openSync(this.#path, "r");
    } catch {
      return [];
    }
    try {
      const bytes = Buffer.alloc(Math.max(0, fstatSync(file).size - this.#offset));
      const whole =
        bytes.subarray(0, readSync(file, bytes, 0, bytes.length, this.#offset)).lastIndexOf("\n") + 1;
      this.#offset += whole;
      return bytes
        .toString("utf8", 0, whole)
        .split("\n")
        .flatMap((line) => (line === "" ? [] : parse(line)));
    } finally {
      closeSync(file);
    }
  }
}

/** Skips a line that a kill cut short. */
function parse(line: string): ConsoleLine[] {
  try {
    return [JSON.parse(line) as ConsoleLine];
  } catch {
    return [];
  }
}
