/** Folds of a set: parts of the clips that take turns as the test set. */
import { DataError } from "../../errors.js";
import type { Annotations } from "../annotations.js";
import type { Clip } from "../clip.js";
import type { ClipSet } from "../duplicates.js";
import { compare, type Warn } from "../files.js";
import { assignGroups } from "./assign.js";
import { columnValues, countGroups, listed, type Origin } from "./groups.js";

export interface Folds {
  /** In order: numbers by size, other names by letters. */
  names: string[];
  /** The fold of each clip. */
  ofClip: string[];
}

export interface FoldOptions {
  /** A column with the fold of each clip, or the number of folds to make. */
  by: string | number;
  /** Each clip's group, or its key: clips with the same one stay together in folds that are made. */
  groups: readonly string[];
  /** For messages: what the groups are. */
  groupName: string;
  annotations: Annotations;
  seed: number;
  from: Origin;
}

/**
 * Reads the folds of clips from a column, or makes them: no group is in two folds, and labels are spread evenly.
 *
 * @throws DataError for a column without values, for a single fold, and for fewer groups than folds
 */
export function foldsOf({ clips }: Pick<ClipSet, "clips">, options: FoldOptions): Folds {
  const ofClip =
    typeof options.by === "string"
      ? columnValues(clips, options.by, "data.folds", options.from)
      : makeFolds(clips, options.by, options);
  const names = [...new Set(ofClip)].sort(byNumber);
  if (names.length < 2)
    throw new DataError(
      "FOLDS",
      `data.folds: ${options.by}: every clip of ${options.from.name} is in the fold ${names[0]}, expected two folds or more`,
    );
  return { names, ofClip };
}

function makeFolds(
  clips: readonly Clip[],
  numFolds: number,
  { groups, groupName, annotations, seed }: FoldOptions,
): string[] {
  const { names, counts } = countGroups(groups, clips, annotations);
  if (names.length < numFolds)
    throw new DataError(
      "FOLDS",
      `data.folds: ${numFolds} folds of ${names.length} ${groupName} cannot be made; set it to ${names.length} or less${names.length < 2 ? ", with more groups" : ""}`,
    );
  const bins = Array.from({ length: numFolds }, () => ({ share: 1 / numFolds, emptyCost: EMPTY_COST }));
  const assigned = assignGroups(counts, bins, seed, 0);
  const foldOf = new Map(names.map((name, i) => [name, String(assigned[i]! + 1)]));
  return groups.map((group) => foldOf.get(group)!);
}

/** Dearer than any deviation: no fold is empty, and each has as many labels as can be. */
const EMPTY_COST = 4;

function byNumber(a: string, b: string): number {
  return Number(a) - Number(b) || compare(a, b);
}

/**
 * Checks that a fold can be held out.
 *
 * @throws DataError for an unknown fold, and for labels that no other fold has
 */
export function checkFold(
  { names, ofClip }: Folds,
  fold: string,
  clips: readonly Clip[],
  annotations: Annotations,
  warn: Warn,
): void {
  if (!names.includes(fold))
    throw new DataError("FOLD", `data.fold: no fold is called ${fold}; expected one of ${names.join(", ")}`);
  const held = new Set<string>();
  const others = new Set<string>();
  for (const [i, { label }] of clips.entries())
    for (const one of annotations.labelsOf(label)) (ofClip[i] === fold ? held : others).add(one);
  const without = (labels: Set<string>, known: Set<string>): string[] =>
    [...labels].filter((label) => !known.has(label)).sort(compare);
  const alone = without(held, others);
  const [which, them] = alone.length === 1 ? ["the label", "it"] : ["the labels", "them"];
  if (alone.length > 0)
    throw new DataError(
      "FOLD",
      `data.fold: ${fold}: no other fold has ${which} ${listed(alone)}, so that training without this fold cannot learn ${them}; leave the clips of ${them} out, or divide them among folds`,
    );
  const missing = without(others, held);
  if (missing.length > 0)
    warn(
      `warning: data.fold: ${fold}: this fold has no clips of ${listed(missing)}: metrics of ${missing.length === 1 ? "this label" : "these labels"} are undefined for it`,
    );
}
