import { DataError } from "../errors.js";
import { READ_AS_FOUND, type Reading, type SourceReport } from "./annotation-files/reading.js";
import type { Annotations, TaskState } from "./annotations.js";
import { type Clip, describeClip } from "./clip.js";
import { type ClipSet, checkOverlap, checkRepeats, clipKeys } from "./duplicates.js";
import type { Warn } from "./files.js";
import { PURPOSES, permutation } from "./random.js";
import { readSource, type SourceOptions } from "./read-source.js";
import { SINGLE_LABEL } from "./single-label.js";
import { warnOfSplitFolders } from "./split-names.js";

export interface Dataset extends TaskState {
  train: Clip[];
  validation: Clip[];
  /** Empty without a test set. */
  test: Clip[];
}

/** A path of clips, or the clips themselves with their name for messages. */
export type ClipsSource = string | { name: string; clips: readonly Clip[] };

export interface DatasetOptions {
  train: ClipsSource;
  /** null holds out a part of the training clips, the same fraction of each label. */
  validation: ClipsSource | null;
  test: ClipsSource | null;
  validationFraction: number;
  seed: number;
  /** By default one label for each clip. */
  annotations?: Annotations;
  /** How annotation files are read; by default by their own names of columns, without windows. */
  reading?: Partial<Reading>;
  /** Receives one line for each warning about the data: files left out, repeated clips. */
  warn?: Warn;
  /** Receives what was found at each path. */
  onSource?: (report: SourceReport) => void;
}

const ignore = (): void => {};

/**
 * Returns the clips of a folder with one folder per label, of annotation files (a table, JSON lines, Raven, Audacity or
 * DCASE labels, or a folder of them beside the recordings), or of tar shards: a .tar, a folder of them, or a pattern
 * (`train-{000..015}.tar`, `train-*.tar`).
 *
 * @param key for messages
 * @param warn receives one line for each kind of file or clip that is left out or repeated
 */
export function openClips(
  path: string,
  key: string,
  warn: Warn = ignore,
  annotations: Annotations = SINGLE_LABEL,
  reading: Reading = READ_AS_FOUND,
): Clip[] {
  return openSet(path, key, { annotations, reading, warn, onSource: ignore }).clips;
}

function openSet(from: ClipsSource, key: string, options: SourceOptions): ClipSet {
  const clips = typeof from === "string" ? readSource(from, key, options) : [...from.clips];
  const keys = clipKeys(clips);
  checkRepeats({ clips, keys }, options.annotations, key, options.warn);
  return { clips, keys };
}

/**
 * Opens the splits of a recipe. The task's state is fitted to training.
 *
 * @throws DataError for training clips from which nothing can be learnt, or an annotation in validation or test that does
 * not fit them, such as an unknown label
 */
export function openDataset(options: DatasetOptions): Dataset {
  const { warn = ignore, annotations = SINGLE_LABEL, onSource = ignore } = options;
  const reading = { ...READ_AS_FOUND, ...options.reading };
  const sourceOptions = { annotations, reading, warn, onSource };
  const all = openSet(options.train, "data.train", sourceOptions);
  const state = annotations.fit(
    all.clips.map(({ label }) => label),
    nameOf(options.train),
    (i) => describeClip(all.clips[i]!),
  );
  const areFolders = all.clips.every(({ source, range }) => source === undefined && range === undefined);
  if (areFolders) warnOfSplitFolders(nameOf(options.train), state.labels, "data.train", warn);
  const openOther = (path: ClipsSource, split: "validation" | "test"): Clip[] => {
    const other = openSet(path, `data.${split}`, sourceOptions);
    assertKnown(other.clips, annotations, state, `data.${split}`);
    checkOverlap(all, other, annotations, split, warn);
    return other.clips;
  };
  const [train, validation] =
    options.validation === null
      ? splitByStratum(all, annotations, options.validationFraction, options.seed)
      : [all.clips, openOther(options.validation, "validation")];
  const test = options.test === null ? [] : openOther(options.test, "test");
  return { ...state, train, validation, test };
}

const nameOf = (from: ClipsSource): string => (typeof from === "string" ? from : from.name);

/** @throws DataError naming the first clip whose annotation does not fit the training clips */
export function assertKnown(
  clips: readonly Clip[],
  annotations: Annotations,
  state: TaskState,
  key: string,
): void {
  for (const clip of clips) {
    const problem = annotations.problemOf(clip.label, state);
    if (problem !== null) throw new DataError("LABEL", `${key}: ${describeClip(clip)}: ${problem}`);
  }
}

/**
 * Splits clips so that each stratum has at least one clip on both sides. Clips that repeat each other count as one and
 * stay on one side.
 */
function splitByStratum(
  { clips, keys }: ClipSet,
  annotations: Annotations,
  fraction: number,
  seed: number,
): [Clip[], Clip[]] {
  const train: Clip[] = [];
  const validation: Clip[] = [];
  const byStratum = new Map<string, number[]>();
  for (const [j, { label }] of clips.entries()) {
    const stratum = annotations.stratumOf(label);
    const own = byStratum.get(stratum);
    if (own === undefined) byStratum.set(stratum, [j]);
    else own.push(j);
  }
  for (const [i, stratum] of [...byStratum.keys()].sort().entries()) {
    const indices = byStratum.get(stratum)!;
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
        `data.train: ${stratum === "" ? "training" : `"${stratum}"`} has one clip${repeats}, expected two or more to split validation from; add clips or set data.validation`,
      );
    }
    const count = Math.min(groups.size - 1, Math.max(1, Math.round(groups.size * fraction)));
    const chosen = new Set(permutation(groups.size, PURPOSES.validationSplit, seed, i).subarray(0, count));
    for (const { clip, group } of own) (chosen.has(group) ? validation : train).push(clip);
  }
  return [train, validation];
}
