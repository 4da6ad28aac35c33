/** Where the results of `woodshed detect` go, by its options. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { assertApart, assertNothingReplaced } from "../detect/apart.js";
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
  summary?: string;
  overwrite?: boolean;
}

export type Output = { kind: "stdout" } | { kind: "file" | "folder"; path: string };

/** A name with an ending is a file, unless there is a folder of that name. */
export function outputOf({ out }: OutputOptions): Output {
  if (out === undefined) return { kind: "stdout" };
  const isFolder = existsSync(out) ? statSync(out).isDirectory() : /[\\/]$/.test(out) || extname(out) === "";
  return { kind: isFolder ? "folder" : "file", path: out };
}

/**
 * @param paths that the user named
 * @throws an error for options that do not fit the recordings, before the model is loaded
 */
export function assertFitting(
  paths: readonly string[],
  recordings: readonly Recording[],
  out: Output,
  options: OutputOptions,
): void {
  const { format, embeddings, resume, summary, review, overwrite } = options;
  if (resume === true && out.kind === "stdout")
    throw new ConfigError("RESUME", "--resume: expected --out, whose results it continues");
  if (out.kind === "folder") assertDistinctNames(recordings, `--out ${out.path}`);
  if (embeddings !== undefined) assertDistinctNames(recordings, `--embeddings ${embeddings}`);
  const results =
    out.kind === "folder"
      ? recordings.map(({ name }) => join(out.path, name + FORMATS[format].ending))
      : out.kind === "file"
        ? [out.path]
        : [];
  assertApart(
    [...paths, ...recordings.map(({ file }) => file)],
    [
      ...results.map((path) => ({ option: "--out", path })),
      ...Object.entries({ summary, review, embeddings }).flatMap(([name, path]) =>
        path === undefined ? [] : [{ option: `--${name}`, path }],
      ),
    ],
  );
  if (out.kind === "folder" && resume !== true && overwrite !== true && !existsSync(progressPath(out)))
    assertNothingReplaced(`--out ${out.path}`, results);
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
      : opened("--out", out.path, () => Journal.open(progressPath(out), settings, resume ?? false));
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

type Stored = Exclude<Output, { kind: "stdout" }>;

/** The journal of results that are not complete. */
function progressPath(out: Stored): string {
  return out.kind === "file" ? `${out.path}.progress` : join(out.path, "detect.progress");
}

/** Returns a note if there is nothing to resume, because results exist without a journal; null otherwise. */
export function completeNote(out: Output): string | null {
  if (out.kind === "stdout" || !existsSync(out.path) || existsSync(progressPath(out))) return null;
  if (out.kind === "folder" && readdirSync(out.path).length === 0) return null;
  return `--resume: ${out.path} is complete (there is no ${progressPath(out)}); leave out --resume to write it again`;
}
