/*
 * The progress of an interrupted `woodshed detect`: JSON lines beside its results. The first line has the settings and the process that writes, each other one
 * a recording whose results are on the disk. The file is removed when all recordings are done.
 */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, unlinkSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { counted } from "../counted.js";
import { ConfigError } from "../errors.js";
import { makeFolder } from "../make-folder.js";
import { isSameProcess, processStart } from "../process-identity.js";
import type { LabelledEvent } from "./found-recording.js";
import { replaceFile } from "./replace-file.js";
import type { SummaryRow } from "./summary.js";

/** A recording that is done. */
export interface JournalEntry {
  /** The path as the user named it. */
  path: string;
  absolute: string;
  /** Why it could not be searched; null for one that was. */
  problem: string | null;
  sampleRateHz: number;
  numFrames: number;
  rows: readonly SummaryRow[];
  /** Only for a page of all events; else null. */
  events: readonly LabelledEvent[] | null;
  /** Sizes of the table of events and of the index of embeddings, with this recording. */
  bytes: number;
  indexBytes: number;
}

/** All that decides results: by name, JSON. */
export type DetectSettings = Readonly<Record<string, unknown>>;

/** The first line of a journal. */
interface Head {
  settings: DetectSettings;
  /** The process that writes the results. */
  process: { pid: number; start: string };
}

function headOf(settings: DetectSettings): Head {
  return { settings, process: { pid: process.pid, start: processStart(process.pid) ?? "" } };
}

/** @throws ConfigError for results that another process writes */
function assertUnused(path: string, head: Head | null): void {
  if (head === null || head.process.pid === process.pid) return;
  const { pid, start } = head.process;
  if (!isSameProcess(pid, start)) return;
  throw new ConfigError(
    "IN_USE",
    `${path}: process ${pid} writes these results; wait until it ends, or name another --out`,
  );
}

export class Journal {
  /** Recordings that were done before. */
  readonly entries: readonly JournalEntry[];
  readonly path: string;
  readonly #file: number;

  private constructor(path: string, file: number, entries: readonly JournalEntry[]) {
    this.path = path;
    this.#file = file;
    this.entries = entries;
  }

  /**
   * Opens the journal of new results, or of those to continue.
   *
   * @throws ConfigError for results that were interrupted, unless they are resumed; for none to resume; for other settings
   */
  static open(path: string, settings: DetectSettings, isResumed: boolean): Journal {
    const lines = existsSync(path) ? wholeLines(readFileSync(path, "utf8")) : [];
    const head = lines.length === 0 ? null : parseHead(lines[0]!, `${path}:1`);
    assertUnused(path, head);
    if (lines.length > 1 && !isResumed)
      throw new ConfigError(
        "RESUME",
        `${path}: an earlier detection was interrupted after ${counted(lines.length - 1, "recording")}; add --resume to continue it, or delete this file to start again`,
      );
    if (head !== null && isResumed) assertSame(path, head.settings, settings);
    makeFolder(dirname(path));
    if (lines.length <= 1) {
      const journal = new Journal(path, openSync(path, "w"), []);
      journal.#append(headOf(settings));
      return journal;
    }
    const entries = lines.slice(1).map((line, i) => parseLine(line, `${path}:${i + 2}`) as JournalEntry);
    replaceFile(path, [headOf(settings), ...entries].map((line) => `${JSON.stringify(line)}\n`).join(""));
    return new Journal(path, openSync(path, "a"), entries);
  }

  /** Adds a recording whose results are on the disk. */
  add(entry: JournalEntry): void {
    this.#append(entry);
  }

  #append(line: unknown): void {
    writeSync(this.#file, `${JSON.stringify(line)}\n`);
    fsyncSync(this.#file);
  }

  close(): void {
    closeSync(this.#file);
  }

  /** All recordings are done. */
  remove(): void {
    this.close();
    unlinkSync(this.path);
  }
}

/** A kill may leave part of a line. */
function wholeLines(text: string): string[] {
  return text.split("\n").slice(0, -1);
}

function parseHead(line: string, place: string): Head {
  const head = parseLine(line, place) as Partial<Head> | null;
  if (typeof head?.settings === "object" && typeof head.process?.pid === "number") return head as Head;
  throw new ConfigError(
    "RESUME",
    `${place}: expected the settings of a detection, got ${JSON.stringify(line.slice(0, 60))}; the file is damaged: delete it to start again`,
  );
}

function parseLine(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new ConfigError(
      "RESUME",
      `${place}: expected JSON, got ${JSON.stringify(line.slice(0, 60))}; the file is damaged: delete it to start again`,
      { cause },
    );
  }
}

function assertSame(path: string, before: DetectSettings, now: DetectSettings): void {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  const differences = names
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(now[name]))
    .map((name) => `${name} was ${JSON.stringify(before[name])} and is ${JSON.stringify(now[name])}`);
  if (differences.length === 0) return;
  throw new ConfigError(
    "RESUME",
    `${path}: --resume needs the model and the options of the interrupted detection: ${differences.join("; ")}. Use those, or delete this file to start again`,
  );
}
