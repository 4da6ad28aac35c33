/** The recordings that `woodshed detect` searches: files, folders and manifests. */
import { existsSync, statSync } from "node:fs";
import { basename, dirname, extname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { parseFile } from "../data/annotation-files/parse-file.js";
import { READ_AS_FOUND } from "../data/annotation-files/reading.js";
import { FileFinder, type Warn } from "../data/files.js";
import { findAudioFiles } from "../data/folder.js";
import { DataError } from "../errors.js";

export interface Recording {
  /** The path that the user named, or one below the folder that the user named; `-` for standard input. */
  path: string;
  /** The file that is read: `path`, but for standard input. */
  file: string;
  /** Where results go below an output folder: the path below the folder or manifest that was named, without its ending. */
  name: string;
  /** Reads a pipe to its end first: where the user names one, not where a folder holds one. */
  allowPipe: boolean;
}

export interface FoundInputs {
  /** Each file once, in the order of the inputs. */
  recordings: Recording[];
  /** Errors about inputs that cannot be searched. */
  problems: DataError[];
}

/** Finds the recordings of paths; those that cannot be reached are left out and reported. */
export function findRecordings(paths: readonly string[], warn: Warn): FoundInputs {
  const recordings = new Map<string, Recording>();
  const problems: DataError[] = [];
  for (const path of paths) {
    try {
      for (const recording of recordingsOf(path, warn, (error) => problems.push(error))) {
        const key = resolve(recording.file);
        if (!recordings.has(key)) recordings.set(key, recording);
      }
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      problems.push(error);
    }
  }
  return { recordings: [...recordings.values()], problems };
}

function recordingsOf(path: string, warn: Warn, onProblem: (error: DataError) => void): Recording[] {
  if (path === "-") return [{ path: "-", file: "/dev/stdin", name: "stdin", allowPipe: true }];
  if (!existsSync(path)) throw new DataError("FILE", `${path}: no such file or folder`);
  if (statSync(path).isDirectory())
    return findAudioFiles(path, warn, onProblem).map((file) => ({
      path: file,
      file,
      name: nameBelow(path, file),
      allowPipe: false,
    }));
  if (/\.(csv|tsv|jsonl)$/i.test(path)) return inManifest(path, warn, onProblem);
  return [{ path, file: path, name: withoutEnding(basename(path)), allowPipe: true }];
}

/** Returns the recordings of the column `path` or `filename`, each once. Stretches of recordings are not read: all of a recording is searched. */
function inManifest(path: string, warn: Warn, onProblem: (error: DataError) => void): Recording[] {
  const { table } = parseFile(path, READ_AS_FOUND, ["path"]);
  // `filename` in tables of DCASE.
  const column = ["path", "filename"].find((name) => table.columns.includes(name));
  if (column === undefined)
    throw new DataError(
      "COLUMNS",
      `${path}:${table.headLine}: expected a column path or filename, got ${table.columns.join(", ") || "none"}; add it, with paths relative to this file`,
    );
  if (table.columns.includes("start_sec"))
    warn(`note: ${path}: start_sec is not read; each recording is searched from its start to its end`);
  const files = new FileFinder();
  return table.rows.flatMap(({ line, row }): Recording[] => {
    const source = `${path}:${line}`;
    const cell = row[column];
    if (typeof cell !== "string" || cell === "") {
      onProblem(
        new DataError("FIELD", `${source}: ${column}: expected a path, got ${JSON.stringify(cell ?? null)}`),
      );
      return [];
    }
    const named = isAbsolute(cell) ? cell : join(dirname(path), cell);
    try {
      const found = files.find(named, source);
      if (found === null)
        throw new DataError("FILE", `${source}: ${named}: no such file; paths are relative to the manifest`);
      const { path: file } = found;
      return [{ path: file, file, name: nameBelow(dirname(path), file), allowPipe: false }];
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      onProblem(error);
      return [];
    }
  });
}

/** A file outside of the folder has its own name alone. */
function nameBelow(folder: string, file: string): string {
  const below = relative(resolve(folder), resolve(file));
  const isOutside = below.split(sep)[0] === ".." || isAbsolute(below);
  return withoutEnding(isOutside ? basename(file) : below);
}

function withoutEnding(name: string): string {
  return name.slice(0, name.length - extname(name).length);
}

/**
 * Refuses recordings whose results would be written to the same file.
 *
 * @param option for messages: `--out results`
 */
export function assertDistinctNames(recordings: readonly Recording[], option: string): void {
  const seen = new Map<string, string>();
  for (const { path, name } of recordings) {
    const other = seen.get(name);
    if (other !== undefined)
      throw new DataError(
        "TWO_FILES",
        `${option}: ${other} and ${path} would both have their results in ${name}; name the folder that has both, or write one file (--out events.csv)`,
      );
    seen.set(name, path);
  }
}
