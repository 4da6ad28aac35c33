import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Name of a file that is not complete, beside the one that it becomes. */
export function unfinishedName(path: string): string {
  return join(dirname(path), `.${basename(path)}.unfinished`);
}

/** Writes a file under another name, syncs it and renames it: a kill leaves the old file or the new one. */
export function replaceFile(path: string, text: string): void {
  const unfinished = unfinishedName(path);
  const file = openSync(unfinished, "w");
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
}
