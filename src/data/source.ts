/** Finds what a path of clips is: a folder, a manifest or shards. */
import { dirname } from "node:path";
import { DataError } from "../errors.js";
import { FileFinder } from "./files.js";
import { hasClassFolders } from "./folder.js";
import { isManifestName, manifestColumns } from "./manifest.js";
import { expandPattern, isPattern, tarsIn } from "./shards/pattern.js";
import { shardColumns } from "./shards/scan.js";
import { compressedTar } from "./shards/tar.js";

export type ClipSource = { kind: "folder" | "manifest"; path: string } | { kind: "shards"; tars: string[] };

/**
 * Finds the source of clips at a path or a pattern.
 *
 * @param key for messages
 * @throws DataError for a path that is none of them
 */
export function findSource(path: string, key: string): ClipSource {
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
    const tars = hasClassFolders(found.path) ? [] : tarsIn(found.path);
    return tars.length > 0 ? { kind: "shards", tars } : { kind: "folder", path: found.path };
  }
  if (special !== null)
    throw new DataError(
      "FORMAT",
      `${key}: ${path}: ${special}, expected a folder, a .csv or .jsonl manifest, or .tar shards`,
    );
  if (isManifestName(found.path)) return { kind: "manifest", path: found.path };
  return { kind: "shards", tars: [assertTar(found.path, key)] };
}

/** Returns the columns of a manifest, or the keys of the first JSON in shards; none for a folder. */
export function columnsOf(source: ClipSource): string[] {
  if (source.kind === "shards") return shardColumns(source.tars[0]!);
  return source.kind === "manifest" ? manifestColumns(source.path) : [];
}

function assertTar(path: string, key: string): string {
  if (path.endsWith(".tar")) return path;
  if (/\.(tgz|tar\.\w+)$/.test(path)) throw compressedTar(path);
  throw new DataError(
    "FORMAT",
    `${key}: ${path}: expected a folder, a .csv or .jsonl manifest, or .tar shards`,
  );
}
