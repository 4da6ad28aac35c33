import type { Clip } from "../clip.js";
import { type ClipsSource, type DatasetOptions, sourceOptionsOf } from "../dataset.js";
import { fingerprint } from "../fingerprint.js";
import type { AnnotatedSet } from "../manifest.js";
import { readSet, type SourceOptions } from "../read-source.js";
import { findSource } from "../source.js";
import { groupByRecording, type Recording } from "./recordings.js";

/** The annotated stretches of a set, of which bad ones are not left out yet. */
export interface ListedSet {
  /** The key that names it: `data.train`. */
  key: string;
  /** Its path, or the name of a data set. */
  name: string;
  set: AnnotatedSet;
}

/** The sets of a recipe that are examined together, so that a recording in several of them is decoded once. */
export interface ListedSets {
  sets: readonly ListedSet[];
  /** Stretches of all sets, also of recordings without events. */
  stretches: readonly Clip[];
  recordings: readonly Recording[];
  /** sha256 of the stretches, by which an examination of them is known. */
  fingerprint: string;
}

export const SPLITS = ["train", "validation", "test"] as const;

/** Lists the sets of a recipe. Recordings are not opened. @throws DataError for annotation files that cannot be read */
export function listSplits(options: DatasetOptions): ListedSets {
  const source = sourceOptionsOf(options);
  return listSets(
    SPLITS.flatMap((split) => {
      const from = options[split];
      return from === null ? [] : [listSet(from, `data.${split}`, source)];
    }),
  );
}

export function listSet(from: ClipsSource, key: string, options: SourceOptions): ListedSet {
  if (typeof from === "string")
    return { key, name: from, set: readSet(findSource(from, key, options.reading), options) };
  const { name, clips } = from;
  const set = { clips: [...clips], withoutEvents: [], title: name, numRows: null, events: new Set<Clip>() };
  return { key, name, set };
}

export function listSets(sets: readonly ListedSet[]): ListedSets {
  const bySet = sets.map(({ set }) => stretchesOf(set));
  const stretches = bySet.flat();
  return {
    ...{ sets, stretches, recordings: groupByRecording(stretches) },
    fingerprint: fingerprint(...bySet),
  };
}

function stretchesOf({ clips, withoutEvents }: AnnotatedSet): Clip[] {
  return [...clips, ...withoutEvents.map((one) => ({ ...one, label: "" }))];
}
