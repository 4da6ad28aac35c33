import { PURPOSES, permutation, randomFloat } from "../data/random.js";
import type { Graph } from "./fuzzy-set.js";
import type { Rows } from "./rows.js";

/** Number of rows that determine the axes; more rows would not rotate the axes visibly. */
const MAX_SAMPLE = 1000;
/** Number of axes in the orthogonal iteration, which makes the first two converge faster, and its number of steps. */
const NUM_FOLLOWED = 4;
const NUM_STEPS = 8;
/** Initial width of the layout along each axis, and the size of the random offsets, as in the reference implementation. */
const WIDTH = 10;
const JITTER = 1e-4;

/**
 * Computes initial positions: the first two principal components of the rows, each scaled to a width of 10.
 *
 * umap-learn starts from eigenvectors of the graph. Principal components preserve the global arrangement at least as
 * well (Kobak and Linderman, "Initialization is critical for preserving global data structure in both t-SNE and
 * UMAP", 2021), work with a disconnected graph, and take milliseconds. Sums run in a fixed order, so that the result
 * does not depend on the number of threads.
 */
export function principalLayout(rows: Rows, seed: number): Float32Array {
  const { values, numRows, numDims } = rows;
  const axes = principalAxes(rows, seed);
  const layout = new Float32Array(2 * numRows); // [N, 2]
  for (let axis = 0; axis < 2; axis++) {
    const direction = axes[axis]!;
    const along = Float64Array.from({ length: numRows }, (_, row) => {
      let sum = 0;
      for (let d = 0; d < numDims; d++) sum += values[row * numDims + d]! * direction[d]!;
      return sum;
    });
    const least = along.reduce((min, value) => Math.min(min, value), Number.POSITIVE_INFINITY);
    const most = along.reduce((max, value) => Math.max(max, value), Number.NEGATIVE_INFINITY);
    // Equal coordinates along the axis become 0.
    const stretch = most - least > 1e-12 * Math.abs(most) ? WIDTH / (most - least) : 0;
    for (let row = 0; row < numRows; row++) {
      layout[2 * row + axis] = (along[row]! - least) * stretch + jitter(seed, row, axis);
    }
  }
  return layout;
}

/** Adds random offsets: equal points would never separate, whatever their neighbours are. */
function jitter(seed: number, row: number, axis: number): number {
  return JITTER * (2 * randomFloat(PURPOSES.layoutJitter, seed, row, axis) - 1);
}

/** Finds the two unit vectors [D] of largest variance by orthogonal iteration; a zero vector if there is none. */
function principalAxes({ values, numRows, numDims }: Rows, seed: number): Float64Array[] {
  const sample =
    numRows > MAX_SAMPLE
      ? permutation(numRows, PURPOSES.layoutSample, seed).subarray(0, MAX_SAMPLE)
      : Int32Array.from({ length: numRows }, (_, row) => row);
  const centred = centredRows(values, numDims, sample); // [S, D]
  const numFollowed = Math.max(2, Math.min(NUM_FOLLOWED, numDims));
  const axes: Float64Array[] = Array.from({ length: numFollowed }, (_, axis) =>
    Float64Array.from({ length: numDims }, (_, d) => randomFloat(PURPOSES.layoutAxes, seed, axis, d) - 0.5),
  );
  orthonormalize(axes);
  for (let step = 0; step < NUM_STEPS; step++) {
    for (let axis = 0; axis < axes.length; axis++) axes[axis] = timesCovariance(centred, axes[axis]!);
    orthonormalize(axes);
  }
  // An axis and its opposite are equivalent: make the largest component positive.
  for (const axis of axes) {
    const largest = axis.reduce((most, part) => (Math.abs(part) > Math.abs(most) ? part : most), 0);
    if (largest < 0) for (let d = 0; d < numDims; d++) axis[d] = -axis[d]!;
  }
  return axes;
}

function centredRows(values: Float32Array, numDims: number, sample: Int32Array): Float64Array {
  const mean = new Float64Array(numDims);
  for (const row of sample)
    for (let d = 0; d < numDims; d++) mean[d]! += values[row * numDims + d]! / sample.length;
  const centred = new Float64Array(sample.length * numDims);
  for (let i = 0; i < sample.length; i++)
    for (let d = 0; d < numDims; d++) centred[i * numDims + d] = values[sample[i]! * numDims + d]! - mean[d]!;
  return centred;
}

/** Computes `Xᵀ X v` for centred rows X [S, D] and a vector v [D]. */
function timesCovariance(centred: Float64Array, vector: Float64Array): Float64Array {
  const product = new Float64Array(vector.length);
  for (let at = 0; at < centred.length; at += vector.length) {
    let along = 0;
    for (let d = 0; d < vector.length; d++) along += centred[at + d]! * vector[d]!;
    for (let d = 0; d < vector.length; d++) product[d]! += centred[at + d]! * along;
  }
  return product;
}

/** Orthonormalizes in place by Gram-Schmidt; a vector that depends on earlier ones becomes 0. */
function orthonormalize(vectors: Float64Array[]): void {
  for (let i = 0; i < vectors.length; i++) {
    const vector = vectors[i]!;
    const before = Math.sqrt(dot(vector, vector));
    // Two passes are enough (Kahan and Parlett); one pass leaves rounding errors.
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < i; j++) {
        const along = dot(vector, vectors[j]!);
        for (let d = 0; d < vector.length; d++) vector[d]! -= along * vectors[j]![d]!;
      }
    }
    const length = Math.sqrt(dot(vector, vector));
    const scale = length > 1e-10 * before ? 1 / length : 0;
    for (let d = 0; d < vector.length; d++) vector[d]! *= scale;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += a[d]! * b[d]!;
  return sum;
}

/**
 * Completes initial positions: a point without one starts at the weighted mean of its neighbours' positions, or at the
 * mean of all if no neighbour has one. `known` holds NaN for the points without a position.
 */
export function completeLayout(known: Float32Array, graph: Graph, seed: number): Float32Array {
  const numRows = known.length / 2;
  const layout = Float32Array.from(known);
  const middle = [0, 0];
  let numKnown = 0;
  let missing: number[] = [];
  for (let row = 0; row < numRows; row++) {
    if (Number.isNaN(known[2 * row])) {
      missing.push(row);
      continue;
    }
    numKnown++;
    middle[0]! += known[2 * row]!;
    middle[1]! += known[2 * row + 1]!;
  }
  // Spreads positions from neighbour to neighbour until no more points are reached. A round reads only the previous one.
  for (let numBefore = -1; missing.length !== numBefore && missing.length > 0; ) {
    numBefore = missing.length;
    const placed: [row: number, x: number, y: number][] = [];
    for (const row of missing) {
      let [x, y, total] = [0, 0, 0];
      for (let at = graph.offsets[row]!; at < graph.offsets[row + 1]!; at++) {
        const other = graph.neighbors[at]!;
        const weight = graph.weights[at]!;
        if (Number.isNaN(layout[2 * other])) continue;
        x += weight * layout[2 * other]!;
        y += weight * layout[2 * other + 1]!;
        total += weight;
      }
      if (total > 0) placed.push([row, x / total, y / total]);
    }
    for (const [row, x, y] of placed) {
      layout[2 * row] = x + jitter(seed, row, 0);
      layout[2 * row + 1] = y + jitter(seed, row, 1);
    }
    missing = missing.filter((row) => Number.isNaN(layout[2 * row]));
  }
  for (const row of missing)
    for (let axis = 0; axis < 2; axis++)
      layout[2 * row + axis] = middle[axis]! / Math.max(1, numKnown) + jitter(seed, row, axis);
  return layout;
}
