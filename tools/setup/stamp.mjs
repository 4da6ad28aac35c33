// A stamp records the inputs of an output. It is removed before the output changes and written after the output is
// complete: an interrupt at any instant leads to the work being done again, never to a wrong "current".

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** SHA-256 of the parts, with their boundaries. */
export function hashOf(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest("hex");
}

/** SHA-256 of a file's content, or null when it cannot be read. */
export function hashFile(path) {
  try {
    return createHash("sha256").update(readFileSync(path)).digest("hex");
  } catch {
    return null;
  }
}

/** Paths of the files under `folder` that `accepts` by name, sorted; none when there is no such folder. */
export function listFiles(folder, accepts) {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return listFiles(path, accepts);
      return accepts(entry.name) ? [path] : [];
    })
    .sort();
}

/** The stamp's content, or null if there is none or it is incomplete. */
export function readStamp(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}

export function writeStamp(path, value) {
  mkdirSync(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}.part`;
  writeFileSync(partial, `${JSON.stringify(value, null, 2)}\n`);
  renameSync(partial, path);
}

export function removeStamp(path) {
  rmSync(path, { force: true });
}
