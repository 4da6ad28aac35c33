import type { Neighbors } from "./neighbors.js";

/**
 * A symmetric weighted graph over the rows, each row's neighbours together:
 * those of row i are `neighbors[offsets[i]]` to `neighbors[offsets[i + 1] - 1]`.
 */
export interface Graph {
  offsets: Int32Array; // [N + 1]
  neighbors: Int32Array; // [E]
  /** How much the two rows belong together: above 0, at most 1. */
  weights: Float32Array; // [E]
}

/** Bisection ends here: the reference's, in bits of the target. */
const TOLERANCE = 1e-5;
const MAX_STEPS = 64;
/** The reference's floor under a row's scale, in units of the mean distance of its neighbours. */
const MIN_SCALE = 1e-3;

/** Of each row: where its fuzzy set begins to fade, and how fast. */
export interface LocalScales {
  /** Distance to the nearest neighbour that is not at distance 0; 0 where there is none. */
  nearest: Float64Array; // [N]
  scale: Float64Array; // [N]
}

/**
 * The scales for which each row's memberships `exp(-(distance - nearest) / scale)` sum to
 * `log2(numNeighbors + 1)`: algorithm 3 of McInnes, Healy and Melville (2018), whose neighbours count the row itself.
 */
export function localScales({ numRows, numNeighbors: k, distances }: Neighbors): LocalScales {
  const target = Math.log2(k + 1);
  const nearest = new Float64Array(numRows);
  const scale = new Float64Array(numRows);
  let total = 0;
  for (const distance of distances) total += distance;
  const meanOfAll = total / (numRows * (k + 1));
  for (let row = 0; row < numRows; row++) {
    const own = distances.subarray(row * k, (row + 1) * k);
    const rho = own.find((distance) => distance > 0) ?? 0;
    nearest[row] = rho;
    let low = 0;
    let high = Number.POSITIVE_INFINITY;
    let sigma = 1;
    for (let step = 0; step < MAX_STEPS; step++) {
      let sum = 0;
      for (let i = 0; i < k; i++) sum += own[i]! > rho ? Math.exp((rho - own[i]!) / sigma) : 1;
      if (Math.abs(sum - target) < TOLERANCE) break;
      if (sum > target) high = sigma;
      else low = sigma;
      sigma = high === Number.POSITIVE_INFINITY ? 2 * sigma : (low + high) / 2;
    }
    const mean = rho > 0 ? own.reduce((sum, distance) => sum + distance, 0) / (k + 1) : meanOfAll;
    scale[row] = Math.max(sigma, MIN_SCALE * mean);
  }
  return { nearest, scale };
}

/**
 * The fuzzy set of rows that belong together: each row's memberships of its neighbours, where two rows that see each
 * other with a and b are joined with a + b - ab (McInnes, Healy and Melville, 2018, section 3.1).
 */
export function fuzzySet(neighborhood: Neighbors): Graph {
  const { numRows, numNeighbors: k, indices, distances } = neighborhood;
  const { nearest, scale } = localScales(neighborhood);
  const memberships = new Float64Array(numRows * k); // of the neighbour, as its row sees it
  for (let at = 0; at < memberships.length; at++) {
    const row = Math.floor(at / k);
    const beyond = distances[at]! - nearest[row]!;
    memberships[at] = beyond <= 0 || scale[row] === 0 ? 1 : Math.exp(-beyond / scale[row]!);
  }
  return unite(numRows, k, indices, memberships);
}

function unite(numRows: number, k: number, indices: Int32Array, memberships: Float64Array): Graph {
  // Who sees each row, and where.
  const starts = new Int32Array(numRows + 1);
  for (const seen of indices) starts[seen + 1]!++;
  for (let row = 0; row < numRows; row++) starts[row + 1]! += starts[row]!;
  const seenAt = new Int32Array(indices.length);
  const filled = starts.slice();
  for (let at = 0; at < indices.length; at++) seenAt[filled[indices[at]!]!++] = at;

  const offsets = new Int32Array(numRows + 1);
  const neighbors = new Int32Array(2 * indices.length);
  const weights = new Float32Array(2 * indices.length);
  const placeOf = new Int32Array(numRows).fill(-1); // among the row's neighbours
  let count = 0;
  for (let row = 0; row < numRows; row++) {
    const first = count;
    for (let at = row * k; at < (row + 1) * k; at++) {
      placeOf[indices[at]!] = at;
      neighbors[count] = indices[at]!;
      weights[count++] = memberships[at]!;
    }
    for (let s = starts[row]!; s < starts[row + 1]!; s++) {
      const at = seenAt[s]!;
      const other = Math.floor(at / k);
      const theirs = memberships[at]!;
      const own = placeOf[other]!;
      if (own >= 0) {
        const ours = memberships[own]!;
        weights[first + own - row * k] = ours + theirs - ours * theirs;
      } else {
        neighbors[count] = other;
        weights[count++] = theirs;
      }
    }
    for (let at = row * k; at < (row + 1) * k; at++) placeOf[indices[at]!] = -1;
    offsets[row + 1] = count;
  }
  return { offsets, neighbors: neighbors.slice(0, count), weights: weights.slice(0, count) };
}
