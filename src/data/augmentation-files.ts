/** The audio that augmentations mix in, such as noise: folders that `data.augmentations` names. */
import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { join, relative } from "node:path";
import { folderOption } from "../augment/create.js";
import type { AugmentationChoice } from "../augment/options.js";
import { DataError } from "../errors.js";
import type { AugmentationList } from "./augmentations.js";
import { compare, listFolder } from "./files.js";
import { isReadName } from "./unread-audio.js";

/** Returns a recipe's augmentations with the files of their folders. @throws DataError for a folder without audio */
export function augmentationList(
  choices: readonly AugmentationChoice[],
  sampleRateHz: number,
): AugmentationList {
  return { choices, files: choices.map((choice, place) => filesOf(choice, place)), sampleRateHz };
}

/**
 * Returns a sha256, in hex, of the names and sizes of the files that augmentations mix in; undefined without any. A copy of
 * a folder elsewhere has the same; audio is not read.
 */
export function augmentationFingerprint(choices: readonly AugmentationChoice[]): string | undefined {
  const lines = choices.flatMap((choice, place) => {
    const folder = folderOf(choice);
    return filesOf(choice, place).map((path) =>
      JSON.stringify([place, relative(folder!, path).normalize(), statSync(path).size]),
    );
  });
  return lines.length === 0 ? undefined : createHash("sha256").update(lines.join("\n")).digest("hex");
}

function folderOf(choice: AugmentationChoice): string | null {
  const option = folderOption(choice);
  return option === null ? null : ((choice as Readonly<Record<string, unknown>>)[option] as string);
}

function filesOf(choice: AugmentationChoice, place: number): string[] {
  const folder = folderOf(choice);
  if (folder === null) return [];
  const key = `data.augmentations.${place}.${folderOption(choice)}`;
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats?.isDirectory() !== true) {
    const problem = stats === undefined ? "no such folder" : "not a folder";
    throw new DataError("FILE", `${key}: ${folder}: ${problem}; expected a folder of recordings`);
  }
  const files = audioIn(folder);
  if (files.length > 0) return files;
  throw new DataError("EMPTY", `${key}: ${folder}: no audio in it or below; expected recordings`);
}

/** Lists the audio files in a folder and below, in the order of their names. */
function audioIn(folder: string): string[] {
  return listFolder(folder)
    .toSorted((a, b) => compare(a.name.normalize(), b.name.normalize()))
    .flatMap(({ name }) => {
      const path = join(folder, name);
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats?.isDirectory() === true) return audioIn(path);
      return stats?.isFile() === true && isReadName(name) ? [path] : [];
    });
}
