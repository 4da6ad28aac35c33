/**
 * Reports of earlier examinations, so that runs of the same recordings decode them once: one line of JSON for each, by the
 * file's path, size and time of change, and by how it is read. Lines are only appended, so that several processes may write,
 * and an examination that is killed goes on where it was.
 */
import { createHash } from "node:crypto";
import { appendFileSync, copyFileSync, existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import type { SampleFormat } from "../../audio/sample-format.js";
import { makeFolder } from "../../make-folder.js";
import { packageVersion } from "../../package-root.js";
import type { Clip } from "../clip.js";
import type { RecordingReport } from "./report.js";

const FILE = ".examined-recordings.jsonl";
/** Reports that are written at once. */
const LINES_AT_ONCE = 100;

interface Line {
  id: string;
  report: RecordingReport;
}

export class ExaminedFiles {
  readonly #folder: string;
  readonly #isWritten: boolean;
  /** null until it is read. */
  #reports: Map<string, RecordingReport> | null = null;
  readonly #files = new Map<string, string | null>();
  #lines: string[] = [];

  /** @param isWritten false only reads, such as for a dry run */
  constructor(folder: string, isWritten = true) {
    this.#folder = folder;
    this.#isWritten = isWritten;
  }

  /** Copies the reports of one folder to another, so that a run there need not examine the same recordings. */
  static copy(from: string, to: string): void {
    if (!existsSync(join(from, FILE))) return;
    makeFolder(to);
    copyFileSync(join(from, FILE), join(to, FILE));
  }

  /** Returns what identifies a recording and how it is read; null for one whose content may change without notice. */
  idOf({ path, realPath, range, own, unreadable }: Clip, format: SampleFormat): string | null {
    if (own !== undefined || unreadable !== undefined) return null;
    const file = this.#fileOf(realPath ?? path);
    if (file === null) return null;
    const { sampleRateHz, channels, resampling } = format;
    const parts = [packageVersion, file, range?.offset, range?.size, sampleRateHz, channels, resampling];
    return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 24);
  }

  /** A shard has many recordings and is looked up once. */
  #fileOf(path: string): string | null {
    let file = this.#files.get(path);
    if (file === undefined) {
      file = identityOf(path);
      this.#files.set(path, file);
    }
    return file;
  }

  find(id: string): RecordingReport | undefined {
    this.#reports ??= this.#read();
    return this.#reports.get(id);
  }

  #read(): Map<string, RecordingReport> {
    const path = join(this.#folder, FILE);
    const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n").map(parseLine) : [];
    return new Map(lines.flatMap((line) => (line === null ? [] : [[line.id, line.report] as const])));
  }

  add(id: string, report: RecordingReport): void {
    this.#lines.push(`${JSON.stringify({ id, report } satisfies Line)}\n`);
    if (this.#lines.length >= LINES_AT_ONCE) this.flush();
  }

  flush(): void {
    const lines = this.#lines.join("");
    this.#lines = [];
    if (!this.#isWritten || lines === "") return;
    try {
      makeFolder(this.#folder);
      // A line that a killed process left incomplete must not swallow the next one.
      appendFileSync(join(this.#folder, FILE), `\n${lines}`);
    } catch {
      // Without the file the recordings are examined again: nothing depends on it.
    }
  }
}

function identityOf(path: string): string | null {
  try {
    const { size, mtimeNs } = statSync(path, { bigint: true });
    return `${realpathSync.native(path)} ${size} ${mtimeNs}`;
  } catch {
    // Missing or without permission: the examination reports why.
    return null;
  }
}

function parseLine(text: string): Line | null {
  try {
    const { id, report } = JSON.parse(text) as Partial<Line>;
    return typeof id === "string" && Array.isArray(report?.notFinite) ? { id, report } : null;
  } catch {
    return null;
  }
}
