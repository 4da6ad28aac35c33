/** Where the results of `woodshed detect` go, by its options. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import type { DetectOutputs } from "../detect/detect.js";
import { EmbeddingFolder } from "../detect/embedding-files.js";
import { type EventWriter, FolderWriter, OutputWriter, TableWriter } from "../detect/event-writers.js";
import { type EventFormatName, FORMATS } from "../detect/formats.js";
import { assertDistinctNames, type Recording } from "../detect/inputs.js";
import { type DetectSettings, Journal } from "../detect/journal.js";
import { ConfigError } from "../errors.js";

export interface OutputOptions {
  format: EventFormatName;
  out?: string;
  resume?: boolean;
  embeddings?: string;
  review?: string;
}

export type Output = { kind: "stdout" } | { kind: "file" | "folder"; path: string };

/** A name with an ending is a file, unless there is a folder of that name. */
export function outputOf({ out }: OutputOptions): Output {
  if (out === undefined) return { kind: "stdout" };
  const isFolder = existsSync(out) ? statSync(out).isDirectory() : /[\\/]$/.test(out) || extname(out) === "";
  return { kind: isFolder ? "folder" : "file", path: out };
}

/** @throws an error for options that do not fit the recordings, before the model is loaded */
export function assertFitting(
  recordings: readonly Recording[],
  out: Output,
  { format, embeddings, resume }: OutputOptions,
): void {
  if (resume === true && out.kind === "stdout")
    throw new ConfigError("RESUME", "--resume: expected --out, whose results it continues");
  if (out.kind === "folder") assertDistinctNames(recordings, `--out ${out.path}`);
  if (embeddings !== undefined) assertDistinctNames(recordings, `--embeddings ${embeddings}`);
  if (out.kind !== "folder" && !FORMATS[format].namesRecordings && recordings.length > 1)
    throw new ConfigError(
      "FORMAT",
      `--format ${format}: a file is of one recording, these are ${recordings.length}; name a folder (--out labels/)`,
    );
}

export function openOutputs(
  out: Output,
  { format: name, embeddings, resume, review }: OutputOptions,
  settings: DetectSettings,
  sampleRateHz: number,
): DetectOutputs {
  const format = FORMATS[name];
  const journal =
    out.kind === "stdout"
      ? null
      : opened("--out", out.path, () => openJournal(out, settings, resume ?? false));
  const last = journal?.entries.at(-1);
  const folder =
    embeddings === undefined
      ? null
      : opened(
          "--embeddings",
          embeddings,
          (path) => new EmbeddingFolder(path, sampleRateHz, last?.indexBytes ?? null),
        );
  // Last, as it writes the head of a table to standard output.
  const writer: EventWriter =
    out.kind === "stdout"
      ? new OutputWriter(format, (text) => void process.stdout.write(text))
      : opened("--out", out.path, (path) =>
          out.kind === "file"
            ? new TableWriter(path, format, last?.bytes ?? null)
            : new FolderWriter(path, format),
        );
  return { writer, embeddings: folder, journal, review: review === undefined ? null : [] };
}

/** Opens an output that an option names. @throws ConfigError if it cannot be written */
function opened<Result>(option: string, path: string, open: (path: string) => Result): Result {
  try {
    return open(path);
  } catch (cause) {
    if (!(cause instanceof Error) || !("syscall" in cause)) throw cause;
    throw new ConfigError(
      "OUTPUT",
      `${option} ${path}: cannot be written: ${cause.message}; choose another path`,
      { cause },
    );
  }
}

function openJournal(
  out: { kind: "file" | "folder"; path: string },
  settings: DetectSettings,
  isResumed: boolean,
): Journal {
  const path = out.kind === "file" ? `${out.path}.progress` : join(out.path, "detect.progress");
  const hasResults = existsSync(out.path) && (out.kind === "file" || readdirSync(out.path).length > 0);
  if (isResumed && hasResults && !existsSync(path))
    throw new ConfigError(
      "RESUME",
      `--resume: ${path} does not exist: ${out.path} is complete, or is not of an interrupted detection; leave out --resume to write it again`,
    );
  return Journal.open(path, settings, isResumed);
}
