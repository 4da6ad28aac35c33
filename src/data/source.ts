/** Finds what a path of clips is: a folder of labels, annotations (a file, or a folder of them), or shards. */
import { dirname } from "node:path";
import { DataError } from "../errors.js";
import { holdsAnnotations, listAnnotations } from "./annotation-files/folder.js";
import { isAnnotationName } from "./annotation-files/formats.js";
import { READ_AS_FOUND, type Reading } from "./annotation-files/reading.js";
import { FileFinder } from "./files.js";
import { hasClassFolders } from "./folder.js";
import { manifestColumns } from "./manifest.js";
import { expandPattern, isPattern, tarsIn } from "./shards/pattern.js";
import { shardColumns } from "./shards/scan.js";
import { compressedTar } from "./shards/tar.js";

export type ClipSource =
  | { kind: "folder" | "manifest" | "annotations"; path: string }
  | { kind: "shards"; tars: string[] };

const EXPECTED = "a folder, a .csv, .tsv, .txt or .jsonl file with annotations, or .tar shards";

/**
 * Finds the source of clips at a path or a pattern.
 *
 * @param key for messages
 * @throws DataError for a path that is none of them
 */
export function findSource(path: string, key: string, reading: Reading = READ_AS_FOUND): ClipSource {
  const isGiven = reading.format !== "auto";
  const files = new FileFinder();
  const found = files.find(path, key);
  if (found === null) {
    if (isPattern(path))
      return { kind: "shards", tars: expandPattern(path, key).map((tar) => assertTar(tar, key)) };
    let parent = dirname(path);
    while (files.find(parent, key) === null) parent = dirname(parent);
    throw new DataError(
      "MISSING",
      `${key}: ${path}: no such folder or file (${parent} exists); paths start at the working directory`,
    );
  }
  const { special } = found;
  if (special === "a folder") {
    if (isGiven) return { kind: "annotations", path: found.path };
    if (hasClassFolders(found.path)) return { kind: "folder", path: found.path };
    const tars = tarsIn(found.path);
    if (tars.length > 0) return { kind: "shards", tars };
    return { kind: holdsAnnotations(found.path) ? "annotations" : "folder", path: found.path };
  }
  if (special !== null) throw new DataError("FORMAT", `${key}: ${path}: ${special}, expected ${EXPECTED}`);
  if (isGiven || isAnnotationName(found.path)) return { kind: "manifest", path: found.path };
  return { kind: "shards", tars: [assertTar(found.path, key)] };
}

/** Returns our names of the columns of annotations, or the keys of the first JSON in shards; none for a folder of labels. */
export function columnsOf(source: ClipSource, reading: Reading = READ_AS_FOUND): string[] {
  if (source.kind === "shards") return shardColumns(source.tars[0]!);
  if (source.kind === "folder") return [];
  const [first] =
    source.kind === "manifest" ? [source.path] : listAnnotations(source.path, reading.format).paths;
  return manifestColumns(first!, reading);
}

function assertTar(path: string, key: string): string {
  if (path.endsWith(".tar")) return path;
  if (/\.(tgz|tar\.\w+)$/.test(path)) throw compressedTar(path);
  throw new DataError("FORMAT", `${key}: ${path}: expected ${EXPECTED}`);
}
