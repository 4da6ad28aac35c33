import { DataError } from "../errors.js";
import { READ_AS_FOUND, type Reading, type SourceReport } from "./annotation-files/reading.js";
import { cutTimedClips } from "./annotation-files/timed-clips.js";
import type { Annotations, TaskState } from "./annotations.js";
import { type Clip, describeClip } from "./clip.js";
import { Corrections, correctedSet } from "./corrections/corrections.js";
import { type ClipSet, checkOverlap } from "./duplicates.js";
import type { ExaminedClips } from "./examination/report.js";
import type { Warn } from "./files.js";
import { warnOfJoinedLabels } from "./joined-labels.js";
import { readSource, type SourceOptions } from "./read-source.js";
import { SINGLE_LABEL } from "./single-label.js";
import { warnOfSplitFolders } from "./split-names.js";
import { checkFold, type Folds, foldsOf } from "./splits/folds.js";
import { checkCommonGroups, groupsOf, type Origin } from "./splits/groups.js";
import { splitByGroup, splitByStratum } from "./splits/validation.js";

export interface Dataset extends TaskState {
  train: Clip[];
  validation: Clip[];
  /** Empty without a test set. */
  test: Clip[];
  /** Clips that were left out, where the recipe says so (`data.on_bad_clip: skip`). */
  examined?: ExaminedClips;
}

/** A path of clips, or the clips themselves with their name for messages. */
export type ClipsSource = string | { name: string; clips: readonly Clip[] };

export interface DatasetOptions {
  train: ClipsSource;
  /** null holds out a part of the training clips, the same fraction of each label. */
  validation: ClipsSource | null;
  test: ClipsSource | null;
  /** 0 for no validation clips. */
  validationFraction: number;
  seed: number;
  /** Column, `recording` or `folder`, whose clips stay on one side of a split; null for clips alone. */
  group?: string | null;
  /** Column with the folds of the training clips, or the number of folds to make; null for none. */
  folds?: string | number | null;
  /** The fold that is the test set. */
  fold?: string | null;
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
 * @param keep columns whose values clips keep
 */
export function openClips(
  path: string,
  key: string,
  warn: Warn = ignore,
  annotations: Annotations = SINGLE_LABEL,
  reading: Reading = READ_AS_FOUND,
): Clip[] {
  const options = { annotations, reading, warn, onSource: ignore };
  return openSet(path, key, options, readCorrections(options)).clips;
}

function openSet(from: ClipsSource, key: string, options: SourceOptions, corrections: Corrections): ClipSet {
  const { annotations, warn } = options;
  const read = typeof from === "string" ? readSource(from, key, options) : from.clips;
  return correctedSet(read, corrections, { annotations, key, warn });
}

const readCorrections = ({ reading, annotations }: SourceOptions): Corrections =>
  Corrections.read(reading.corrections, annotations);

/** Returns the columns that the splits of a recipe need. */
export function splitColumns({ group, folds }: Pick<DatasetOptions, "group" | "folds">): string[] {
  return [group, folds].filter((name) => typeof name === "string");
}

/** Returns how the sources of a recipe are read. */
export const sourceOptionsOf = (options: DatasetOptions): SourceOptions => ({
  warn: options.warn ?? ignore,
  annotations: options.annotations ?? SINGLE_LABEL,
  reading: { ...READ_AS_FOUND, ...options.reading, keep: splitColumns(options) },
  onSource: options.onSource ?? ignore,
});

/** The training clips of a recipe, and the fold of each. */
export interface FoldedClips extends Folds {
  clips: readonly Clip[];
}

/**
 * Reads the folds of a recipe's training clips.
 *
 * @throws DataError for folds that cannot be made, or that cannot be held out in turn
 */
export function openFolds(options: DatasetOptions & { folds: string | number }): FoldedClips {
  const reading = sourceOptionsOf(options);
  const all = openSet(options.train, "data.train", reading, readCorrections(reading));
  const folds = findFolds(all, options, reading);
  for (const name of folds.names) checkFold(folds, name, all.clips, reading.annotations, reading.warn);
  return { clips: all.clips, ...folds };
}

function findFolds(
  all: ClipSet,
  { train, group = null, seed, folds }: DatasetOptions & { folds: string | number },
  { annotations }: SourceOptions,
): Folds {
  const from = { key: "data.train", name: nameOf(train) };
  const groups = group === null ? all.keys : groupsOf(all, group, from);
  const groupName = group === null ? "clips" : `groups (data.group ${group})`;
  return foldsOf(all, { by: folds, groups, groupName, annotations, seed, from });
}

/**
 * Opens the splits of a recipe. The task's state is fitted to training: to all clips but those of validation and test sets,
 * and of the fold that is held out.
 *
 * @throws DataError for training clips from which nothing can be learnt, or an annotation in validation or test that does
 * not fit them, such as an unknown label
 */
export function openDataset(options: DatasetOptions): Dataset {
  const reading = sourceOptionsOf(options);
  const { warn, annotations } = reading;
  const corrections = readCorrections(reading);
  const read = openSet(options.train, "data.train", reading, corrections);
  const [all, heldOut] = holdOutFold(read, options, reading);
  const state = annotations.fit(
    all.clips.map(({ label }) => label),
    nameOf(options.train),
    (i) => describeClip(all.clips[i]!),
  );
  const areFolders = all.clips.every(({ source, range }) => source === undefined && range === undefined);
  if (areFolders) warnOfSplitFolders(nameOf(options.train), state.labels, "data.train", warn);
  warnOfJoinedLabels(state.labels, "data.train", warn);
  const training: Training = { set: all, state, name: nameOf(options.train), group: options.group ?? null };
  const openOther = (from: ClipsSource, split: "validation" | "test"): Clip[] => {
    const key = `data.${split}`;
    const set = openSet(from, key, reading, corrections);
    return compared(training, { set, key, name: nameOf(from), split }, reading);
  };
  const [train, validation] =
    options.validation === null
      ? holdOutValidation(all, options, reading)
      : [all.clips, openOther(options.validation, "validation")];
  const test =
    heldOut !== null
      ? compared(training, { set: heldOut, key: "data.fold", name: training.name, split: "test" }, reading)
      : options.test === null
        ? []
        : openOther(options.test, "test");
  corrections.warnOfOthers(warn);
  return { ...state, train: cutTraining(train, reading), validation, test };
}

/** Cuts recordings whose events have times into windows: after the splits, so that each recording is on one side of them. */
function cutTraining(train: Clip[], { annotations, reading, warn }: SourceOptions): Clip[] {
  const { windows } = reading;
  if (annotations.inTime === undefined || windows === null) return train;
  const { clips } = cutTimedClips(train, windows, annotations, { key: "data.train", warn });
  if (clips.length > 0) return clips;
  throw new DataError(
    "EMPTY",
    "data.windows: no window of the training recordings has an event, or none is long enough; shorten data.windows.sec, or set background to no_label",
  );
}

/** Returns the clips to train with, and those of the fold that is the test set; null without folds. */
function holdOutFold(
  all: ClipSet,
  options: DatasetOptions,
  reading: SourceOptions,
): [rest: ClipSet, heldOut: ClipSet | null] {
  const { folds = null, fold = null } = options;
  if (folds === null) return [all, null];
  const found = findFolds(all, { ...options, folds }, reading);
  if (fold === null)
    throw new DataError(
      "FOLD",
      `data.folds: ${folds}: expected the fold to hold out as the test set in data.fold, one of ${found.names.join(", ")}; for all of them in turn, run woodshed cross-validate`,
    );
  checkFold(found, fold, all.clips, reading.annotations, reading.warn);
  const part = (isHeld: boolean): ClipSet => {
    const places = [...all.clips.keys()].filter((i) => (found.ofClip[i] === fold) === isHeld);
    return { clips: places.map((i) => all.clips[i]!), keys: places.map((i) => all.keys[i]!) };
  };
  return [part(false), part(true)];
}

function holdOutValidation(
  all: ClipSet,
  { train, group = null, validationFraction, seed }: DatasetOptions,
  { annotations, warn }: SourceOptions,
): [train: Clip[], validation: Clip[]] {
  if (validationFraction === 0) return [all.clips, []];
  if (group === null) return splitByStratum(all, annotations, validationFraction, seed);
  const groups = groupsOf(all, group, { key: "data.train", name: nameOf(train) });
  return splitByGroup(all, groups, { by: group, annotations, warn }, validationFraction, seed);
}

interface Training {
  set: ClipSet;
  state: TaskState;
  name: string;
  group: string | null;
}

interface OtherSet extends Origin {
  set: ClipSet;
  split: "validation" | "test";
}

/** Returns the clips of another set, compared with those of training. */
function compared(train: Training, other: OtherSet, { annotations, warn }: SourceOptions): Clip[] {
  const { set, key, split } = other;
  const { group } = train;
  assertKnown(set.clips, annotations, train.state, key);
  checkOverlap(train.set, set, annotations, { key, split }, warn);
  if (group !== null) {
    const trained = groupsOf(train.set, group, { key: "data.train", name: train.name });
    checkCommonGroups(trained, groupsOf(set, group, other), { by: group, key, split }, warn);
  }
  return set.clips;
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
