/** Finds clips that are the same stretch of the same file, under any path. */
import { DataError } from "../errors.js";
import type { Annotations } from "./annotations.js";
import { type Clip, describeClip } from "./clip.js";
import { RealPaths, type Warn } from "./files.js";

export interface ClipSet {
  clips: Clip[];
  /** The result of `clipKeys`. */
  keys: string[];
}

/** How an annotation is named in messages. */
type Quoted = Pick<Annotations, "column" | "quote">;

/** Returns a key for each clip; two clips have the same key exactly when they are the same stretch of the same audio. */
export function clipKeys(clips: readonly Clip[]): string[] {
  const realPaths = new RealPaths();
  return clips.map(({ path, realPath, startSec, durationSec, range, own }) =>
    [own === undefined ? (realPath ?? realPaths.of(path)) : path, range?.offset, startSec, durationSec].join(
      "\0",
    ),
  );
}

/**
 * Warns of clips that repeat earlier ones.
 *
 * @throws DataError naming both places of a clip that has two labels: a model cannot learn both
 */
export function checkRepeats({ clips, keys }: ClipSet, annotations: Quoted, key: string, warn: Warn): void {
  const firsts = new Map<string, Clip>();
  let numRepeated = 0;
  let repeated: [Clip, Clip] | null = null;
  for (const [i, clip] of clips.entries()) {
    const first = firsts.get(keys[i]!);
    if (first === undefined) {
      firsts.set(keys[i]!, clip);
      continue;
    }
    if (first.label !== clip.label) {
      throw new DataError(
        "TWO_LABELS",
        `${key}: ${describeClip(clip)} has the ${annotations.column} ${annotations.quote(clip.label)}, and ${describeFirst(first, clip)}, the same clip, has ${annotations.quote(first.label)}; ` +
          "one clip cannot have both: correct one of the two",
      );
    }
    numRepeated++;
    repeated ??= [first, clip];
  }
  if (repeated === null) return;
  const [first, second] = repeated;
  warn(
    `warning: ${key}: ${numRepeated} of ${clips.length} clips repeat earlier ones; the first: ${describeClip(second)}, which is ${describeFirst(first, second)}. ` +
      "They count more than others, in training and in metrics; list each clip once",
  );
}

/** Warns of clips that are training clips too: their metrics are too good. */
export function checkOverlap(
  train: ClipSet,
  other: ClipSet,
  annotations: Quoted,
  { key, split }: { key: string; split: "validation" | "test" },
  warn: Warn,
): void {
  const trained = new Map(train.keys.map((key, i) => [key, train.clips[i]!]));
  const shared = other.clips.filter((_, i) => trained.has(other.keys[i]!));
  const [first] = shared;
  if (first === undefined) return;
  const same = trained.get(other.keys[other.clips.indexOf(first)]!)!;
  const label =
    same.label === first.label
      ? ""
      : `, there with the ${annotations.column} ${annotations.quote(same.label)}`;
  const are = shared.length === 1 ? "is a training clip" : "are training clips";
  warn(
    `warning: ${key}: ${shared.length} of ${other.clips.length} clips ${are} too; the first: ${describeClip(first)}${describeSource(same)}${label}. ` +
      `The ${split} metrics are then better than on new recordings; list each clip in one set only`,
  );
}

/** The place of the first of two equal clips; its line alone where the path is the same. */
function describeFirst(first: Clip, second: Clip): string {
  return first.source !== undefined && first.path === second.path ? first.source : describeClip(first);
}

function describeSource({ source }: Clip): string {
  return source === undefined ? "" : ` (${source})`;
}
