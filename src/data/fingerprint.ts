import { createHash } from "node:crypto";
import { dirname, resolve } from "node:path";
import type { Clip } from "./clip.js";

/**
 * Returns a sha256, in hex, of the clips in their order: paths relative to the folder that a split's clips have in
 * common, stretches and labels. A copy in another folder has the same; audio is not read.
 */
export function fingerprint(...splits: readonly (readonly Clip[])[]): string {
  const hash = createHash("sha256");
  for (const clips of splits) {
    const paths = clips.map(({ path }) => resolve(path));
    const root = commonFolder(paths);
    const start = root === "/" ? 1 : root.length + 1;
    for (const [i, { startSec, durationSec, label, range, own }] of clips.entries()) {
      const member = range === undefined ? [] : [range.member];
      const row = own === undefined ? [] : [own.row];
      // NFC, as labels are: a copy on another system may have the names in another Unicode form.
      const parts = [
        paths[i]!.slice(start).normalize(),
        startSec,
        durationSec,
        label.normalize(),
        ...member,
        ...row,
      ];
      hash.update(`${JSON.stringify(parts)}\n`);
    }
    hash.update("\n");
  }
  return hash.digest("hex");
}

function commonFolder(paths: readonly string[]): string {
  let folder = dirname(paths[0] ?? "/");
  for (const path of paths)
    while (!path.startsWith(folder === "/" ? "/" : `${folder}/`)) folder = dirname(folder);
  return folder;
}
