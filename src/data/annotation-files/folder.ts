/** Folders of annotation files beside their recordings. */
import { closeSync, openSync, readSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { counted } from "../../counted.js";
import { DataError } from "../../errors.js";
import { listFolder, type Warn } from "../files.js";
import { statOrNull } from "../folder-reader.js";
import type { AnnotatedSet } from "../manifest.js";
import { FORMATS, recognizeFormat } from "./formats.js";
import type { Reading } from "./reading.js";
import { Recordings } from "./recordings.js";

/** Files that are read in a folder whose format is not given: those of a recording. */
const BESIDE = /\.txt$/i;
/** Enough for the head of a table. */
const HEAD_BYTES = 4096;

export interface AnnotationFolder {
  root: string;
  /** Annotation files, in order of their paths. */
  paths: string[];
  /** The root and the folders in it. */
  folders: string[];
  /** Text files that are no annotations. */
  others: string[];
}

/** True if a folder has an annotation file of a recording in it, not deeper. */
export function holdsAnnotations(root: string): boolean {
  return listFolder(root).some(({ name }) => BESIDE.test(name) && isAnnotation(join(root, name)));
}

/**
 * Lists the annotation files of a folder and of the folders in it; follows symbolic links.
 *
 * @throws DataError if there are none
 */
export function listAnnotations(root: string, format: Reading["format"]): AnnotationFolder {
  const endings = format === "auto" ? BESIDE : FORMATS[format].endings;
  const found: AnnotationFolder = { root, paths: [], folders: [], others: [] };
  const seen = new Set<string>();
  const recordings = new Recordings([]);
  const read = (folder: string): void => {
    const realPath = realpathSync(folder);
    if (seen.has(realPath)) return;
    seen.add(realPath);
    found.folders.push(folder);
    for (const { name } of listFolder(folder)) {
      const path = join(folder, name);
      if (statOrNull(path)?.isDirectory() ?? false) read(path);
      else if (endings.test(name)) {
        const isRead =
          format !== "auto" || isAnnotation(path) || (isEmpty(path) && recordings.hasBeside(path));
        found[isRead ? "paths" : "others"].push(path);
      }
    }
  };
  read(root);
  if (found.paths.length > 0) return found;
  throw new DataError(
    "EMPTY",
    `${root}: no annotation files in this folder, expected names that end as ${endings.source.replaceAll("\\", "")}; name a file, or set data.format`,
  );
}

/** Warns of text files and recordings that are not used. */
export function warnOfUnused(
  { root, folders, others }: AnnotationFolder,
  set: AnnotatedSet,
  warn: Warn,
): void {
  if (others.length > 0)
    warn(
      `warning: ${root}: ${counted(others.length, "text file")} without annotations left out; the first: ${others[0]}`,
    );
  const used = new Set([...set.clips, ...set.withoutEvents].map(({ path }) => path));
  const recordings = new Recordings([]);
  const unused = folders.flatMap((folder) => recordings.in(folder)).filter((path) => !used.has(path));
  if (unused.length > 0)
    warn(
      `warning: ${root}: ${counted(unused.length, "recording")} without an annotation file left out; the first: ${unused[0]}. ` +
        "An empty annotation file says that a recording has no events",
    );
}

function isAnnotation(path: string): boolean {
  const head = headText(path);
  return head.trim() !== "" && recognizeFormat(head, path) !== null;
}

const isEmpty = (path: string): boolean => headText(path).trim() === "";

/** Text in another encoding is recognized too, so that the error about the encoding names the file. */
function headText(path: string): string {
  const head = Buffer.alloc(HEAD_BYTES);
  const file = openSync(path, "r");
  try {
    const bytes = head.subarray(0, readSync(file, head, 0, head.length, 0));
    const text = bytes.includes(0) ? bytes.toString("utf16le") : bytes.toString("utf8");
    return text.replace(/^\uFEFF/, "");
  } finally {
    closeSync(file);
  }
}
