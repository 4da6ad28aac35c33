import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { DataError } from "../errors.js";
import { type Clip, describeClip } from "./clip.js";
import { hasClassFolders, scanFolder } from "./folder.js";
import { readManifest } from "./manifest.js";
import { permutation } from "./random.js";
import { expandPattern, isPattern, tarsIn } from "./shards/pattern.js";
import { scanShards } from "./shards/scan.js";
import { compressedTar } from "./shards/tar.js";

export interface Dataset {
  /** Sorted; a clip's class is its label's place here. */
  labels: string[];
  train: Clip[];
  validation: Clip[];
  /** Empty when there is none. */
  test: Clip[];
}

export interface DatasetOptions {
  train: string;
  /** null: a part of the training clips, the same share of each label. */
  validation: string | null;
  test: string | null;
  validationFraction: number;
  seed: number;
}

/**
 * Clips of a folder with one folder a class, of a manifest (.csv, .jsonl), or of tar shards: a .tar, a
 * folder of them, or a pattern (`train-{000..015}.tar`, `train-*.tar`). `key` is for messages.
 */
export function openClips(path: string, key: string): Clip[] {
  if (!existsSync(path)) {
    if (isPattern(path)) return scanShards(expandPattern(path, key).map((one) => assertTar(one, key)));
    let parent = dirname(path);
    while (!existsSync(parent)) parent = dirname(parent);
    throw new DataError(
      "MISSING",
      `${key}: ${path}: no such folder or file (${parent} exists); paths start at the working directory`,
    );
  }
  if (statSync(path).isDirectory()) {
    const tars = hasClassFolders(path) ? [] : tarsIn(path);
    return tars.length > 0 ? scanShards(tars) : scanFolder(path);
  }
  if (/\.(csv|jsonl)$/.test(path)) return readManifest(path);
  return scanShards([assertTar(path, key)]);
}

function assertTar(path: string, key: string): string {
  if (path.endsWith(".tar")) return path;
  if (/\.(tgz|tar\.\w+)$/.test(path)) throw compressedTar(path);
  throw new DataError(
    "FORMAT",
    `${key}: ${path}: expected a folder, a .csv or .jsonl manifest, or .tar shards`,
  );
}

/**
 * Opens the splits of a recipe. The labels are those of training.
 *
 * @throws DataError for a label in validation or test that training lacks, or fewer than two labels
 */
export function openDataset(options: DatasetOptions): Dataset {
  const given = openClips(options.train, "data.train");
  const labels = [...new Set(given.map((clip) => clip.label))].sort();
  if (labels.length < 2) {
    throw new DataError(
      "CLASSES",
      `data.train: ${options.train}: expected two labels or more, found only "${labels[0]}"`,
    );
  }
  const [train, validation] =
    options.validation === null
      ? splitByLabel(given, labels, options.validationFraction, options.seed)
      : [given, openClips(options.validation, "data.validation")];
  const test = options.test === null ? [] : openClips(options.test, "data.test");
  assertKnown(validation, labels, "data.validation");
  assertKnown(test, labels, "data.test");
  return { labels, train, validation, test };
}

/** Throws DataError when a clip's label is not one of these. */
export function assertKnown(clips: readonly Clip[], labels: readonly string[], key: string): void {
  const known = new Set(labels);
  const stranger = clips.find((clip) => !known.has(clip.label));
  if (stranger === undefined) return;
  throw new DataError(
    "LABEL",
    `${key}: ${describeClip(stranger)}: the label "${stranger.label}" is not in training, which has ${labels.join(", ")}; ` +
      "add clips of it to training, or remove these",
  );
}

/** At least one clip of each label goes to validation, and one stays. */
function splitByLabel(
  clips: readonly Clip[],
  labels: readonly string[],
  fraction: number,
  seed: number,
): [Clip[], Clip[]] {
  const train: Clip[] = [];
  const validation: Clip[] = [];
  for (const [i, label] of labels.entries()) {
    const own = clips.filter((clip) => clip.label === label);
    if (own.length < 2) {
      throw new DataError(
        "SPLIT",
        `data.train: "${label}" has one clip, expected two or more to split validation from; add clips or set data.validation`,
      );
    }
    const count = Math.min(own.length - 1, Math.max(1, Math.round(own.length * fraction)));
    const chosen = new Set(permutation(own.length, seed, i).subarray(0, count));
    for (const [j, clip] of own.entries()) (chosen.has(j) ? validation : train).push(clip);
  }
  return [train, validation];
}
