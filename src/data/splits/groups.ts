/** Groups of clips that stay on one side of a split, such as those of one recording, site or speaker. */
import { dirname, posix } from "node:path";
import { counted } from "../../counted.js";
import { DataError } from "../../errors.js";
import type { Annotations } from "../annotations.js";
import { type Clip, describeClip } from "../clip.js";
import type { ClipSet } from "../duplicates.js";
import { compare, RealPaths, type Warn } from "../files.js";
import { columnsOf, findSource } from "../source.js";
import type { GroupCounts } from "./assign.js";

/** Groups by the clip's file, for sets without a column of that name. @param path without links */
const PLACES: Readonly<Record<string, (path: string, clip: Clip) => string>> = {
  recording: (path, { range }) => (range === undefined ? path : `${path}: ${range.member}`),
  folder: (path, { range }) =>
    range === undefined ? dirname(path) : `${path}: ${posix.dirname(range.member)}`,
};

/** The set that clips come from, for messages. */
export interface Origin {
  /** `data.train` */
  key: string;
  /** Path of a folder, manifest or shards, or the name of a data set of the user's. */
  name: string;
}

/**
 * Returns the value of each clip in a column that the configuration names.
 *
 * @param key the configuration's key that names the column
 * @throws DataError if there is no such column, or naming the first clip without a value
 */
export function columnValues(clips: readonly Clip[], column: string, key: string, from: Origin): string[] {
  const values = clips.map(({ columns }) => columns?.[column]);
  const missing = values.indexOf(undefined);
  if (missing === -1) return values as string[];
  if (!values.some((value) => value !== undefined)) {
    const known = knownColumns(from.name);
    throw new DataError(
      "COLUMNS",
      `${key}: ${column}: no clip of ${from.key} ${from.name} has a value in this column; ` +
        (known.length === 0
          ? "it has no columns: list the clips in a manifest, or group them by recording or folder"
          : `expected one of ${known.join(", ")}`),
    );
  }
  throw new DataError(
    "FIELD",
    `${from.key}: ${describeClip(clips[missing]!)}: no value in the column ${column} (${key}), expected one for each clip; fill it in`,
  );
}

function knownColumns(path: string): string[] {
  try {
    return columnsOf(findSource(path, ""));
  } catch {
    // A data set of the user's has no path.
    return [];
  }
}

/**
 * Returns the group of each clip.
 *
 * @param by a column, `recording` or `folder`
 * @throws DataError for a column without values, and naming both places of a clip in two groups
 */
export function groupsOf({ clips, keys }: ClipSet, by: string, from: Origin): string[] {
  const place = PLACES[by];
  const isColumn = clips.some(({ columns }) => columns?.[by] !== undefined);
  if (place === undefined || isColumn) {
    const groups = columnValues(clips, by, "data.group", from);
    checkRepeated({ clips, keys }, groups, by, from);
    return groups;
  }
  const realPaths = new RealPaths();
  return clips.map((clip) => {
    const path = clip.own === undefined ? (clip.realPath ?? realPaths.of(clip.path)) : clip.path;
    return place(path, clip).normalize();
  });
}

function checkRepeated({ clips, keys }: ClipSet, groups: readonly string[], by: string, from: Origin): void {
  const firsts = new Map<string, number>();
  for (const [i, key] of keys.entries()) {
    const first = firsts.get(key) ?? i;
    firsts.set(key, first);
    if (groups[i] === groups[first]) continue;
    throw new DataError(
      "TWO_GROUPS",
      `${from.key}: ${describeClip(clips[i]!)} has the ${by} ${groups[i]}, and ${describeClip(clips[first]!)}, the same clip, has ${groups[first]}; list it once (data.group)`,
    );
  }
}

/** Groups with their clips, in an order that depends on their names alone. */
export interface CountedGroups {
  names: string[];
  counts: GroupCounts[];
}

export function countGroups(
  groups: readonly string[],
  clips: readonly Clip[],
  annotations: Annotations,
): CountedGroups {
  const counts = new Map<string, { numClips: number; byLabel: Map<string, number> }>();
  for (const [i, group] of groups.entries()) {
    const own = counts.get(group) ?? { numClips: 0, byLabel: new Map<string, number>() };
    counts.set(group, own);
    own.numClips++;
    for (const label of annotations.labelsOf(clips[i]!.label))
      own.byLabel.set(label, (own.byLabel.get(label) ?? 0) + 1);
  }
  const names = [...counts.keys()].sort(compare);
  return { names, counts: names.map((name) => counts.get(name)!) };
}

const MOST_NAMED = 5;

/** Returns `a, b, c, d, e and 7 more`. */
export function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return `${names.slice(0, MOST_NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Warns of groups with clips in training and in another set: that set's metrics are then too good. */
export function checkCommonGroups(
  train: readonly string[],
  other: readonly string[],
  { by, key, split }: { by: string; key: string; split: "validation" | "test" },
  warn: Warn,
): void {
  const trained = new Set(train);
  const common = [...new Set(other)].filter((group) => trained.has(group)).sort(compare);
  if (common.length === 0) return;
  warn(
    `warning: ${key}: ${counted(common.length, "group")} by ${by} (data.group) ${common.length === 1 ? "is" : "are"} in training too: ${listed(common)}. ` +
      `The ${split} metrics are then better than on new groups; put all clips of a group in one set`,
  );
}
