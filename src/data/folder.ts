import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DataError } from "../errors.js";
import type { Clip } from "./clip.js";

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Audio files below a folder, hidden ones left out, in an order that no file system decides. */
export function findAudioFiles(folder: string): string[] {
  const files: string[] = [];
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => compare(a.name, b.name));
  for (const entry of entries) {
    if (entry.name.startsWith(".")) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) files.push(...findAudioFiles(path));
    else if (entry.name.toLowerCase().endsWith(".wav")) files.push(path);
  }
  return files;
}

function classFolders(root: string): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => entry.name)
    .sort(compare);
}

/** Whether a folder has folders in it, hidden ones left out. */
export function hasClassFolders(root: string): boolean {
  return classFolders(root).length > 0;
}

/**
 * Clips of a folder with one folder a class: `root/<label>/**.wav`.
 *
 * @throws DataError for a root without class folders or a class without audio, naming it
 */
export function scanFolder(root: string): Clip[] {
  const labels = classFolders(root);
  if (labels.length === 0) {
    throw new DataError(
      "CLASSES",
      `${root}: expected one folder a class with WAV files inside, found no folders`,
    );
  }
  return labels.flatMap((label) => {
    const files = findAudioFiles(join(root, label));
    if (files.length === 0) {
      throw new DataError(
        "EMPTY_CLASS",
        `${join(root, label)}: the class "${label}" has no WAV files; add some, or remove the folder`,
      );
    }
    return files.map((path) => ({ path, label, startSec: 0, durationSec: null }));
  });
}
