/** Holds out a part of the training clips for validation. */
import { DataError } from "../../errors.js";
import type { Annotations } from "../annotations.js";
import type { Clip } from "../clip.js";
import type { ClipSet } from "../duplicates.js";
import type { Warn } from "../files.js";
import { PURPOSES, permutation } from "../random.js";
import { assignGroups } from "./assign.js";
import { countGroups, listed } from "./groups.js";

/** Training and validation clips. */
type Split = [train: Clip[], validation: Clip[]];

/**
 * Splits clips so that each stratum has at least one clip on both sides. Clips that repeat each other count as one and
 * stay on one side.
 */
export function splitByStratum(
  { clips, keys }: ClipSet,
  annotations: Annotations,
  fraction: number,
  seed: number,
): Split {
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

/** Dearer than any deviation: every label is in training, and, if it has two groups, in validation. */
export const EMPTY_COST = { train: 64, validation: 4 };

/**
 * Splits clips so that no group is on both sides, and both have about the same proportions of labels.
 *
 * @param groups of the clips
 * @param by for messages: what the groups are
 * @throws DataError for clips of one group
 */
export function splitByGroup(
  { clips }: ClipSet,
  groups: readonly string[],
  { by, annotations, warn }: { by: string; annotations: Annotations; warn: Warn },
  fraction: number,
  seed: number,
): Split {
  const { names, counts } = countGroups(groups, clips, annotations);
  if (names.length < 2)
    throw new DataError(
      "SPLIT",
      `data.group: ${by}: all training clips are in one group, ${names[0]}, expected two or more to split validation from; group by something else, or set data.validation`,
    );
  const bins = [
    { share: 1 - fraction, emptyCost: EMPTY_COST.train },
    { share: fraction, emptyCost: EMPTY_COST.validation },
  ];
  const assigned = assignGroups(counts, bins, seed, 1);
  const heldOut = new Set(names.filter((_, i) => assigned[i] === 1));
  const [train, validation]: Split = [[], []];
  for (const [i, clip] of clips.entries()) (heldOut.has(groups[i]!) ? validation : train).push(clip);
  const labelsOf = (side: readonly Clip[]): Set<string> =>
    new Set(side.flatMap(({ label }) => annotations.labelsOf(label)));
  const judged = labelsOf(validation);
  const missing = [...labelsOf(train)].filter((label) => !judged.has(label)).sort();
  if (missing.length > 0)
    warn(
      `warning: data.group: ${by}: too few groups to hold out clips of ${listed(missing)}: validation has none of ${missing.length === 1 ? "this label" : "these labels"}`,
    );
  return [train, validation];
}
