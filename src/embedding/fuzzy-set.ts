import type { Neighbors } from "./neighbors.js";

/**
 * A symmetric weighted graph over the rows. The neighbours of row i are `neighbors[offsets[i]]` to
 * `neighbors[offsets[i + 1] - 1]`.
 */
export interface Graph {
  offsets: Int32Array; // [N + 1]
  neighbors: Int32Array; // [E]
  /** Membership of the edge in the fuzzy set: above 0, at most 1. */
  weights: Float32Array; // [E]
}

/** Tolerance of the sum of memberships, as in the reference implementation. */
const TOLERANCE = 1e-5;
const MAX_STEPS = 64;
/** Smallest scale of a row, relative to the mean distance of its neighbours, as in the reference implementation. */
const MIN_SCALE = 1e-3;

/** The distance at which each row's memberships start to decay, and the scale of the decay. */
export interface LocalScales {
  /** Distance to the nearest neighbour that is not at distance 0; 0 if there is none. */
  nearest: Float64Array; // [N]
  scale: Float64Array; // [N]
}

/**
 * Finds the scales for which each row's memberships `exp(-(distance - nearest) / scale)` sum to
 * `log2(numNeighbors + 1)`: algorithm 3 of McInnes, Healy and Melville (2018), who count the row as its own neighbour.
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
 * Builds the fuzzy set of similar rows from each row's memberships of its neighbours. Two rows with memberships a and
 * b of each other are joined with a + b - ab (McInnes, Healy and Melville, 2018, section 3.1).
 */
export function fuzzySet(neighborhood: Neighbors): Graph {
  const { numRows, numNeighbors: k, indices, distances } = neighborhood;
  const { nearest, scale } = localScales(neighborhood);
  const memberships = new Float64Array(numRows * k); // membership of the neighbour in the row's set
  for (let at = 0; at < memberships.length; at++) {
    const row = Math.floor(at / k);
    const beyond = distances[at]! - nearest[row]!;
    memberships[at] = beyond <= 0 || scale[row] === 0 ? 1 : Math.exp(-beyond / scale[row]!);
  }
  return unite(numRows, k, indices, memberships);
}

function unite(numRows: number, k: number, indices: Int32Array, memberships: Float64Array): Graph {
  // The rows that have each row as a neighbour, and its place among their neighbours.
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
