// N = number of clips in a set.

/** Clips of about the same length, in batches of one shape. */
export interface ShapeGroup {
  /** Clips of all its batches. */
  numClips: number;
  /** Clips of a batch; the last batch of the longest clips may have fewer. */
  batchSize: number;
  /** Samples that each clip is padded to. */
  samples: number;
}

export interface ShapeLimits {
  /** Largest number of clips in a batch. */
  batchSize: number;
  /** Largest number of samples in a batch, with its padding. */
  batchSamples: number;
  /** Largest number of shapes, at least 2. One of them is that of the last batch, which may have fewer clips. */
  numShapes: number;
}

/** A length that a group may end with. */
interface Edge {
  samples: number;
  /** Clips that are no longer. */
  numClips: number;
}

/** Groups of the shortest clips. */
interface Plan {
  /** Clips of its groups: those that fill no batch are left to the next group. */
  numClips: number;
  /** Samples of its batches, with their padding. */
  numSamples: number;
  /** null: no groups. */
  last: { group: ShapeGroup; before: Plan } | null;
}

/** Each edge over the one before. */
const EDGE_RATIO = 1.02;
const NO_GROUPS: Plan = { numClips: 0, numSamples: 0, last: null };

/**
 * Divides clips, sorted by their length, into groups of full batches with little padding. The edges are lengths 2 % apart; for
 * each of them and each number of groups, dynamic programming keeps the best groups of the clips up to it. The result depends on
 * the arguments alone.
 *
 * @param ascending lengths of all clips, sorted [N]
 */
export function groupByShape(ascending: Int32Array, limits: ShapeLimits): ShapeGroup[] {
  const edges = edgesOf(ascending);
  let best = completed(NO_GROUPS, ascending, limits);
  let plans: readonly (Plan | null)[] = [NO_GROUPS];
  // The last batch may have a shape of its own.
  for (let numGroups = 1; numGroups < limits.numShapes - 1; numGroups++) {
    plans = edges.slice(0, -1).map((_, place) => extended(plans, edges, place, limits));
    for (const plan of plans) {
      const complete = plan === null ? null : completed(plan, ascending, limits);
      if (complete !== null && complete.numSamples < best.numSamples) best = complete;
    }
  }
  const groups: ShapeGroup[] = [];
  for (let { last } = best; last !== null; last = last.before.last) groups.unshift(last.group);
  return tightened(groups, ascending);
}

/** Returns the longest clip of each 2 % of lengths, ascending; the last edge is the longest clip of all. */
function edgesOf(ascending: Int32Array): Edge[] {
  const edges: Edge[] = [];
  let first = 0;
  for (let i = 1; i <= ascending.length; i++) {
    if (i < ascending.length && ascending[i]! <= EDGE_RATIO * ascending[first]!) continue;
    edges.push({ samples: ascending[i - 1]!, numClips: i });
    first = i;
  }
  return edges;
}

/**
 * Returns the best plan that ends at an edge and has a group more than `plans`; null if no batch is full.
 *
 * @param plans for each edge the best one that ends there; or that without groups
 */
function extended(
  plans: readonly (Plan | null)[],
  edges: readonly Edge[],
  place: number,
  limits: ShapeLimits,
): Plan | null {
  const { samples, numClips } = edges[place]!;
  const batchSize = batchSizeFor(samples, limits);
  // Clips that fill no batch are padded to the next edge at least.
  const costOf = (plan: Plan): number =>
    plan.numSamples + (numClips - plan.numClips) * edges[place + 1]!.samples;
  let best: Plan | null = null;
  for (const before of plans) {
    if (before === null || before.numClips >= numClips) continue;
    const count = batchSize * Math.floor((numClips - before.numClips) / batchSize);
    if (count === 0) continue;
    const plan = withGroup(before, { numClips: count, batchSize, samples });
    if (best === null || costOf(plan) < costOf(best)) best = plan;
  }
  return best;
}

/** Puts all other clips into one group. */
function completed(plan: Plan, ascending: Int32Array, limits: ShapeLimits): Plan {
  const samples = ascending.at(-1)!;
  const numClips = ascending.length - plan.numClips;
  return withGroup(plan, { numClips, batchSize: batchSizeFor(samples, limits), samples });
}

function withGroup(before: Plan, group: ShapeGroup): Plan {
  return {
    numClips: before.numClips + group.numClips,
    numSamples: before.numSamples + group.numClips * group.samples,
    last: { group, before },
  };
}

function batchSizeFor(samples: number, { batchSize, batchSamples }: ShapeLimits): number {
  return Math.max(1, Math.min(batchSize, Math.floor(batchSamples / samples)));
}

/** Pads each group to its longest clip, which is shorter than its edge if clips were left to the next group. */
function tightened(groups: readonly ShapeGroup[], ascending: Int32Array): ShapeGroup[] {
  let end = 0;
  return groups.map((group) => {
    end += group.numClips;
    return { ...group, samples: ascending[end - 1]! };
  });
}
