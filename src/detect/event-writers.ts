/** Where events go: one file, a file for each recording, or standard output. Each recording is written whole. */
import { closeSync, existsSync, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { ConfigError } from "../errors.js";
import { makeFolder } from "../make-folder.js";
import type { Before, EventFormat } from "./formats.js";
import type { FoundRecording } from "./found-recording.js";
import { replaceFile } from "./replace-file.js";

export interface EventWriter {
  /** Size of the one file, 0 without one. */
  readonly bytes: number;
  /** Writes a recording's events, on the disk when it returns. @param before the recordings that were written before */
  write(found: FoundRecording, before: Before): void;
  close(): void;
}

const NOTHING: Before = { sec: 0, numEvents: 0 };

const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");
const headOf = ({ head }: EventFormat): string => (head === "" ? "" : `${head}\n`);

/** Returns a recording's path relative to a folder, unless it is absolute or standard input. */
function pathFrom(folder: string, { recording: { path, file } }: FoundRecording): string {
  return isAbsolute(path) || path !== file ? path : relative(folder, resolve(path));
}

/** Events of all recordings on standard output. */
export class OutputWriter implements EventWriter {
  readonly bytes = 0;
  readonly #format: EventFormat;
  readonly #write: (text: string) => void;

  constructor(format: EventFormat, write: (text: string) => void) {
    this.#format = format;
    this.#write = write;
    write(headOf(format));
  }

  write(found: FoundRecording, before: Before): void {
    this.#write(textOf(this.#format.lines(found, found.recording.path, before)));
  }

  close(): void {}
}

/** One table of all recordings. Paths are relative to its folder, as those of a manifest are, unless they are absolute. */
export class TableWriter implements EventWriter {
  readonly #format: EventFormat;
  readonly #folder: string;
  readonly #file: number;
  #bytes = 0;

  /** @param resumeAt size at which the table is continued; what is behind it was not complete. null starts a new one */
  constructor(path: string, format: EventFormat, resumeAt: number | null) {
    this.#format = format;
    this.#folder = resolve(dirname(path));
    makeFolder(dirname(path));
    if (resumeAt !== null && !existsSync(path))
      throw new ConfigError(
        "RESUME",
        `--out ${path}: does not exist, and an interrupted detection wrote ${resumeAt} bytes of it; delete ${path}.progress to start again`,
      );
    this.#file = openSync(path, resumeAt === null ? "w" : "r+");
    if (resumeAt === null) this.#append(headOf(format));
    else {
      const { size } = fstatSync(this.#file);
      if (size < resumeAt)
        throw new ConfigError(
          "RESUME",
          `--out ${path}: has ${size} bytes, and ${resumeAt} were written before; it was changed: delete ${path}.progress to start again`,
        );
      ftruncateSync(this.#file, resumeAt);
      this.#bytes = resumeAt;
    }
  }

  get bytes(): number {
    return this.#bytes;
  }

  write(found: FoundRecording, before: Before): void {
    this.#append(textOf(this.#format.lines(found, pathFrom(this.#folder, found), before)));
  }

  #append(text: string): void {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length; )
      done += writeSync(this.#file, bytes, done, bytes.length - done, this.#bytes + done);
    fsyncSync(this.#file);
    this.#bytes += bytes.length;
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** A file for each recording, below a folder as the recordings are below theirs. */
export class FolderWriter implements EventWriter {
  readonly bytes = 0;
  readonly #folder: string;
  readonly #format: EventFormat;

  constructor(folder: string, format: EventFormat) {
    this.#folder = folder;
    this.#format = format;
    makeFolder(folder);
  }

  write(found: FoundRecording): void {
    const { name } = found.recording;
    const target = join(this.#folder, name + this.#format.ending);
    makeFolder(dirname(target));
    const shown = pathFrom(resolve(dirname(target)), found);
    replaceFile(target, headOf(this.#format) + textOf(this.#format.lines(found, shown, NOTHING)));
  }

  close(): void {}
}
