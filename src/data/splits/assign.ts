// G = groups, L = labels, B = bins: folds, or training and validation.
import { PURPOSES, randomFloat } from "../random.js";

/** A group of clips that stay together. */
export interface GroupCounts {
  numClips: number;
  /** Clips of the group that have each label; labels that it does not have are left out. */
  byLabel: ReadonlyMap<string, number>;
}

export interface Bin {
  /** Fraction of the clips, and of each label's clips, that the bin should get. */
  share: number;
  /** Cost of each label without a clip in the bin; a deviation from the share costs 2 at most. */
  emptyCost: number;
}

/** A label, or all clips. */
interface Measure {
  total: number;
  /** Clips by bin. */
  counts: Float64Array; // [B]
}

/** A group's clips of each measure. */
type Group = readonly { measure: Measure; count: number }[];

/** Each pass halves the number of moves or so; the limit only bounds the time. */
const MAX_PASSES = 50;

/**
 * Assigns each group to a bin, so that each bin gets its share of the clips and of each label's clips. As scikit-learn's
 * StratifiedGroupKFold (1.9) it assigns one group after the other, roughly those with the largest parts of a label first, to
 * the bin that they unbalance least. Then it moves single groups until no move is an improvement. It minimizes the sum, over
 * bins, labels and all clips together, of the squared deviations from the shares.
 *
 * @param use of the random numbers: 0 for folds, 1 for validation
 * @returns the bin of each group [G]
 */
export function assignGroups(
  groups: readonly GroupCounts[],
  bins: readonly Bin[],
  seed: number,
  use: 0 | 1,
): Int32Array {
  const measured = measure(groups, bins.length);
  const random = groups.map((_, i) => randomFloat(PURPOSES.folds, seed, use, i));
  // A random factor, so that another seed gives other folds; it costs no balance.
  const weights = measured.map(
    (group, i) =>
      (0.5 + random[i]!) * group.reduce((sum, { measure, count }) => sum + (count / measure.total) ** 2, 0),
  );
  const order = [...groups.keys()].sort((a, b) => weights[b]! - weights[a]!);
  const assigned = new Int32Array(groups.length).fill(-1);
  // Empty bins cost nothing at first: else the largest groups would fill them.
  const plain = bins.map(({ share }) => ({ share, emptyCost: 0 }));
  for (const i of order) assigned[i] = place(measured[i]!, plain, -1);
  for (let pass = 0, hasMoved = true; hasMoved && pass < MAX_PASSES; pass++) {
    hasMoved = false;
    for (const i of order.toReversed()) {
      const before = assigned[i]!;
      assigned[i] = place(measured[i]!, bins, before);
      hasMoved ||= assigned[i] !== before;
    }
  }
  return assigned;
}

function measure(groups: readonly GroupCounts[], numBins: number): Group[] {
  const create = (): Measure => ({ total: 0, counts: new Float64Array(numBins) });
  const clips = create();
  const labels = new Map<string, Measure>();
  return groups.map(({ numClips, byLabel }) => {
    const own = [...byLabel].map(([label, count]) => {
      const measure = labels.get(label) ?? create();
      labels.set(label, measure);
      return { measure, count };
    });
    const group = [{ measure: clips, count: numClips }, ...own];
    for (const { measure, count } of group) measure.total += count;
    return group;
  });
}

/** Improvements below it are errors of rounding, which could move groups back and forth. */
const LEAST_GAIN = 1e-12;

/** Moves a group to the bin where it costs least, and returns that bin. @param from its present bin; -1 for none */
function place(group: Group, bins: readonly Bin[], from: number): number {
  if (from !== -1) add(group, from, -1);
  const costs = bins.map((bin, b) => addedCost(group, bin, b));
  let best = from === -1 ? 0 : from;
  for (const [b, cost] of costs.entries()) if (cost < costs[best]! - LEAST_GAIN) best = b;
  add(group, best, 1);
  return best;
}

function add(group: Group, bin: number, sign: 1 | -1): void {
  for (const { measure, count } of group) measure.counts[bin]! += sign * count;
}

/** The cost that a group adds to a bin that does not have it. */
function addedCost(group: Group, { share, emptyCost }: Bin, bin: number): number {
  let cost = 0;
  for (const { measure, count } of group) {
    const before = measure.counts[bin]!;
    const deviation = before / measure.total - share;
    const added = count / measure.total;
    cost += added * (added + 2 * deviation) - (before === 0 ? emptyCost : 0);
  }
  return cost;
}
