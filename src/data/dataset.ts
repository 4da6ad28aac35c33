import { dirname } from "node:path";
import { DataError } from "../errors.js";
import { type Clip, describeClip } from "./clip.js";
import { checkOverlap, checkRepeats, clipKeys } from "./duplicates.js";
import { FileFinder, type Warn } from "./files.js";
import { hasClassFolders, scanFolder } from "./folder.js";
import { isManifestName, readManifest } from "./manifest.js";
import { permutation } from "./random.js";
import { expandPattern, isPattern, tarsIn } from "./shards/pattern.js";
import { scanShards } from "./shards/scan.js";
import { compressedTar } from "./shards/tar.js";
import { splitAdvice, warnOfSplitFolders } from "./split-names.js";

export interface Dataset {
  /** Sorted; a clip's class is the index of its label here. */
  labels: string[];
  train: Clip[];
  validation: Clip[];
  /** Empty without a test set. */
  test: Clip[];
}

export interface DatasetOptions {
  train: string;
  /** null holds out a part of the training clips, the same fraction of each label. */
  validation: string | null;
  test: string | null;
  validationFraction: number;
  seed: number;
  /** Receives one line for each warning about the data: files left out, repeated clips. */
  warn?: Warn;
}

interface ClipSet {
  clips: Clip[];
  /** The result of `clipKeys`. */
  keys: string[];
}

const ignore: Warn = () => {};

/**
 * Returns the clips of a folder with one folder per label, of a manifest (.csv, .jsonl), or of tar shards: a .tar, a
 * folder of them, or a pattern (`train-{000..015}.tar`, `train-*.tar`).
 *
 * @param key for messages
 * @param warn receives one line for each kind of file or clip that is left out or repeated
 */
export function openClips(path: string, key: string, warn: Warn = ignore): Clip[] {
  return openSet(path, key, warn).clips;
}

function openSet(path: string, key: string, warn: Warn): ClipSet {
  const clips = readClips(path, key, warn);
  const keys = clipKeys(clips);
  checkRepeats(clips, keys, key, warn);
  return { clips, keys };
}

function readClips(path: string, key: string, warn: Warn): Clip[] {
  const files = new FileFinder();
  const found = files.find(path, key);
  if (found === null) {
    if (isPattern(path)) return scanShards(expandPattern(path, key).map((tar) => assertTar(tar, key)));
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
    return tars.length > 0 ? scanShards(tars) : scanFolder(found.path, warn);
  }
  if (special !== null)
    throw new DataError(
      "FORMAT",
      `${key}: ${path}: ${special}, expected a folder, a .csv or .jsonl manifest, or .tar shards`,
    );
  if (isManifestName(found.path)) return readManifest(found.path);
  return scanShards([assertTar(found.path, key)]);
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
  const { warn = ignore } = options;
  const all = openSet(options.train, "data.train", warn);
  const labels = [...new Set(all.clips.map((clip) => clip.label))].sort();
  if (labels.length < 2) {
    const advice = splitAdvice(options.train, labels);
    throw new DataError(
      "CLASSES",
      `data.train: ${options.train}: expected two labels or more, found only "${labels[0]}"${advice === null ? "" : `; if that is a folder of labels, ${advice}`}`,
    );
  }
  const areFolders = all.clips.every(({ source, range }) => source === undefined && range === undefined);
  if (areFolders) warnOfSplitFolders(options.train, labels, "data.train", warn);
  const openOther = (path: string, split: "validation" | "test"): Clip[] => {
    const other = openSet(path, `data.${split}`, warn);
    assertKnown(other.clips, labels, `data.${split}`);
    checkOverlap(all, other, split, warn);
    return other.clips;
  };
  const [train, validation] =
    options.validation === null
      ? splitByLabel(all, labels, options.validationFraction, options.seed)
      : [all.clips, openOther(options.validation, "validation")];
  const test = options.test === null ? [] : openOther(options.test, "test");
  return { labels, train, validation, test };
}

/** @throws DataError naming the first clip whose label is not one of `labels` */
export function assertKnown(clips: readonly Clip[], labels: readonly string[], key: string): void {
  const known = new Set(labels.map((label) => label.normalize()));
  const stranger = clips.find((clip) => !known.has(clip.label.normalize()));
  if (stranger === undefined) return;
  throw new DataError(
    "LABEL",
    `${key}: ${describeClip(stranger)}: the label "${stranger.label}" is not in training, which has ${labels.join(", ")}; ` +
      "add clips of it to training, or leave these out",
  );
}

/**
 * Splits clips so that each label has at least one clip on both sides. Clips that repeat each other count as one and
 * stay on one side.
 */
function splitByLabel(
  { clips, keys }: ClipSet,
  labels: readonly string[],
  fraction: number,
  seed: number,
): [Clip[], Clip[]] {
  const train: Clip[] = [];
  const validation: Clip[] = [];
  const byLabel = new Map<string, number[]>(labels.map((label) => [label, []]));
  for (const [j, { label }] of clips.entries()) byLabel.get(label)!.push(j);
  for (const [i, label] of labels.entries()) {
    const indices = byLabel.get(label)!;
    const groups = new Map<string, number>();
    const groupOf = (j: number): number => {
      const group = groups.get(keys[j]!) ?? groups.size;
      groups.set(keys[j]!, group);
      return group;
    };
    const own = indices.map((j) => ({ clip: clips[j]!, group: groupOf(j) }));
    if (groups.size < 2) {
      const repeats = own.length === 1 ? "" : ` (listed ${own.length} times)`;
      throw new DataError(
        "SPLIT",
        `data.train: "${label}" has one clip${repeats}, expected two or more to split validation from; add clips or set data.validation`,
      );
    }
    const count = Math.min(groups.size - 1, Math.max(1, Math.round(groups.size * fraction)));
    const chosen = new Set(permutation(groups.size, seed, i).subarray(0, count));
    for (const { clip, group } of own) (chosen.has(group) ? validation : train).push(clip);
  }
  return [train, validation];
}
