/** The splits of a set that joins several: clips of each split follow those of the split before. */
import type { SplitSet } from "./clip-set.js";

/** A split of a set. */
export interface ClipPart {
  set: SplitSet;
  /** The place of its first clip in the whole set. */
  first: number;
  /** The step of the evaluated weights. */
  weightsStep: number;
}

export interface ClipRange {
  split: string;
  first: number;
  count: number;
}

/** Returns the set of the split that a clip is of, and the clip's place there. */
export function partOf(
  { parts }: { parts: readonly ClipPart[] },
  clip: number,
): { set: SplitSet; clip: number } {
  const { set, first } = parts.findLast((part) => part.first <= clip) ?? parts[0]!;
  return { set, clip: clip - first };
}

/** Returns the place in a set of a clip of one of its splits; null if the set does not have it. */
export function placeOf(
  { ranges }: { ranges: readonly ClipRange[] },
  split: string,
  clip: number,
): number | null {
  const range = ranges.find((one) => one.split === split);
  return range !== undefined && clip >= 0 && clip < range.count ? range.first + clip : null;
}
