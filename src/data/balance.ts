/** How often an epoch draws each clip, so that rare labels are not drowned by common ones. */
// N = number of clips in a set.
import { PURPOSES, permutation, randomFloat } from "./random.js";

/** `data.balance`: by the number of clips of each label, or a weight for each label (1 for those left out). */
export type Balance = "sqrt" | "equal" | Readonly<Record<string, number>>;

/** Clips with weights: an epoch has as many clips as the set, and draws each in proportion to its weight. */
export interface BalancedDraw {
  /** Draws of each clip in an epoch, on average; their sum is N. */
  expected: Float64Array; // [N]
  /** Clips grouped by the label that decides their weight: each label gets its number of draws, rounded up or down. */
  groups: readonly Int32Array[];
}

/**
 * Returns the draws of clips with these labels. The label with the largest weight decides a clip's weight: `equal` weighs a
 * label by 1 over its number of clips, `sqrt` by 1 over the root of it. Clips without a label count as one label more.
 *
 * @param labels of each clip [N]
 */
export function balanceDraw(labels: readonly (readonly string[])[], balance: Balance): BalancedDraw {
  const counts = new Map<string, number>();
  const labelsOf = labels.map((own) => (own.length === 0 ? [NO_LABEL] : own));
  for (const own of labelsOf) for (const label of own) counts.set(label, (counts.get(label) ?? 0) + 1);
  const weightOf = (label: string): number => {
    const count = counts.get(label)!;
    if (balance === "equal") return 1 / count;
    return balance === "sqrt" ? 1 / Math.sqrt(count) : (balance[label] ?? 1);
  };
  const weights = new Map([...counts.keys()].map((label) => [label, weightOf(label)]));
  const groups = new Map<string, number[]>();
  const clipWeights = Float64Array.from(labelsOf, (own, clip) => {
    const decisive = own.reduce((best, label) => (weights.get(label)! > weights.get(best)! ? label : best));
    const group = groups.get(decisive);
    if (group === undefined) groups.set(decisive, [clip]);
    else group.push(clip);
    return weights.get(decisive)!;
  });
  const scale = labels.length / clipWeights.reduce((sum, weight) => sum + weight, 0);
  return {
    expected: clipWeights.map((weight) => weight * scale),
    groups: [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, clips]) => Int32Array.from(clips)),
  };
}

/** Epochs are below this: each repetition of a clip draws its crop and augmentation as another epoch would. */
const MAX_EPOCHS = 2 ** 24;

/** Returns how often the clip at each place of an epoch's order came before: 0 for its first place. @param numClips N */
export function countRepeats(order: Int32Array, numClips: number): Int32Array {
  const counts = new Int32Array(numClips);
  return order.map((clip) => counts[clip]!++);
}

/** Returns the epoch in the random keys of a clip that the epoch drew `repeat` times before. */
export function keyEpoch(epoch: number, repeat: number): number {
  return epoch + repeat * MAX_EPOCHS;
}

/** Sorts before every label. */
const NO_LABEL = "";

/**
 * Returns the clips of an epoch, with repetitions, N in all: a function of (seed, epoch) alone. Systematic sampling: no clip is
 * drawn more or less often than its expected number rounded up or down, and neither is a label.
 */
export function drawClips({ expected, groups }: BalancedDraw, seed: number, epoch: number): Int32Array {
  const drawn = new Int32Array(expected.length);
  const offset = randomFloat(PURPOSES.balance, seed, epoch);
  let sum = 0;
  let numDrawn = 0;
  for (const [group, clips] of groups.entries()) {
    // In a new order each epoch, so that a label's clips take turns.
    for (const place of permutation(clips.length, PURPOSES.balanceTurns, seed, epoch, group)) {
      const clip = clips[place]!;
      sum += expected[clip]!;
      while (numDrawn < drawn.length && numDrawn + 1 <= sum + offset) drawn[numDrawn++] = clip;
    }
  }
  // Rounding of the sum can leave the last draw out.
  while (numDrawn < drawn.length) drawn[numDrawn++] = groups.at(-1)!.at(-1)!;
  return drawn.sort();
}
