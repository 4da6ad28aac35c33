import { createHash } from "node:crypto";
import { dirname, relative, resolve } from "node:path";
import type { Clip } from "./clip.js";

/**
 * sha256, in hex, of which clips these are, in order: their places below the folder that each split
 * has in common, stretches and labels. The same for a copy in another folder; audio is not read.
 */
export function fingerprint(...splits: readonly (readonly Clip[])[]): string {
  const hash = createHash("sha256");
  for (const clips of splits) {
    const root = commonFolder(clips.map(({ path }) => resolve(path)));
    for (const { path, startSec, durationSec, label, range } of clips) {
      const member = range === undefined ? [] : [range.member];
      const parts = [relative(root, resolve(path)), startSec, durationSec, label, ...member];
      hash.update(`${JSON.stringify(parts)}\n`);
    }
    hash.update("\n");
  }
  return hash.digest("hex");
}

function commonFolder(paths: readonly string[]): string {
  let folder = dirname(paths[0] ?? "/");
  for (const path of paths)
    while (!`${path}/`.startsWith(folder === "/" ? "/" : `${folder}/`)) folder = dirname(folder);
  return folder;
}
