import { ConfigError, DTypeError } from "../errors.js";
import { type Device, type DType, noGrad, scope, Tensor } from "../tensor/index.js";
import { groupEqualRows, type Metric, prepareRows, type Rows, readRows } from "./rows.js";

export interface NeighborOptions {
  /** Number of neighbours of each row, without the row itself; fewer if there are fewer other rows. */
  numNeighbors: number;
  /** Default euclidean. */
  metric?: Metric;
  /** Largest size of a block of distances in bytes; default 64 MiB. The embeddings need memory in addition. */
  blockBytes?: number;
  /** Called after every block with the number of finished rows; an exception that it throws stops the search. */
  onBlock?: (numDone: number) => void;
}

/** Each row's nearest other rows: equal rows, then others by distance; at equal distances in the order of rows. */
export interface Neighbors {
  numRows: number;
  /** `min(numNeighbors, N - 1)` */
  numNeighbors: number;
  indices: Int32Array; // [N, numNeighbors]
  distances: Float32Array; // [N, numNeighbors]
}

/** Number of candidates beyond the requested ones: rounding seldom places a neighbour behind them. */
const EXTRA = 8;
/** The same for the second search, of rows for which that was not enough. */
const MORE_EXTRA = 64;
const DEFAULT_BLOCK_BYTES = 64 * 2 ** 20;
const UNIT_ROUNDOFF = 2 ** -24;

/**
 * Finds the exact nearest neighbours of every row of embeddings [N, D] by comparing all rows on their device.
 *
 * Products of float32 matrices find candidates, whose distances are then computed in float64. A row is searched again
 * in float64 if rounding may have changed its candidates, by a probabilistic bound (Higham and Mary, "A new approach
 * to probabilistic rounding error analysis", 2019). The result is therefore the same on every device and for any
 * number of threads, unless more than 64 rows of different values tie for the last place.
 *
 * Time is O(N² D), memory O(N D + blockBytes). Throws ShapeError, DTypeError, ConfigError, and DataError for a row
 * that is not finite.
 */
export function nearestNeighbors(embeddings: Tensor, options: NeighborOptions): Neighbors {
  const { numNeighbors, metric = "euclidean" } = options;
  if (!Number.isInteger(numNeighbors) || numNeighbors < 1) {
    throw new ConfigError(
      "RANGE",
      `nearestNeighbors: expected numNeighbors to be a whole number from 1, got ${numNeighbors}`,
    );
  }
  if (metric !== "euclidean" && metric !== "cosine") {
    throw new ConfigError(
      "RANGE",
      `nearestNeighbors: expected the metric "euclidean" or "cosine", got ${JSON.stringify(metric)}`,
    );
  }
  const rows = readRows("nearestNeighbors", embeddings);
  const k = Math.min(numNeighbors, Math.max(0, rows.numRows - 1));
  const result: Neighbors = {
    numRows: rows.numRows,
    numNeighbors: k,
    indices: new Int32Array(rows.numRows * k),
    distances: new Float32Array(rows.numRows * k),
  };
  if (k === 0) return result;
  // Searches for one row of each group of equal rows: a large group would displace other rows from the candidates.
  const groups = groupEqualRows(rows);
  const search = new Search(
    takeRows(rows, groups.firsts),
    metric,
    embeddings.device,
    options.blockBytes ?? DEFAULT_BLOCK_BYTES,
  );
  const { numFound, found, squared } = search.run(k, (numDone) =>
    options.onBlock?.(Math.round((numDone / groups.firsts.length) * rows.numRows)),
  );
  for (let row = 0; row < rows.numRows; row++) {
    const group = groups.groupOf[row]!;
    let filled = 0;
    const put = (members: Int32Array, distance: number) => {
      for (let m = 0; m < members.length && filled < k; m++) {
        if (members[m] === row) continue;
        result.indices[row * k + filled] = members[m]!;
        result.distances[row * k + filled++] = distance;
      }
    };
    put(groups.members[group]!, 0);
    for (let f = 0; f < numFound && filled < k; f++) {
      const at = group * numFound + f;
      put(
        groups.members[found[at]!]!,
        metric === "cosine" ? squared[at]! / 2 : Math.sqrt(Math.max(0, squared[at]!)),
      );
    }
  }
  return result;
}

function takeRows({ values, numRows, numDims }: Rows, indices: Int32Array): Rows {
  if (indices.length === numRows) return { values, numRows, numDims };
  const taken = new Float32Array(indices.length * numDims);
  for (let i = 0; i < indices.length; i++)
    taken.set(values.subarray(indices[i]! * numDims, (indices[i]! + 1) * numDims), i * numDims);
  return { values: taken, numRows: indices.length, numDims };
}

/** Neighbours among rows of different values, with squared distances; for the cosine metric, twice its distance. */
interface Found {
  numFound: number;
  found: Int32Array; // [U, numFound]
  squared: Float64Array; // [U, numFound]
}

class Search {
  readonly #rows: Rows;
  readonly #prepared: Rows;
  readonly #metric: Metric;
  readonly #device: Device;
  readonly #blockBytes: number;
  /** Lengths of the rows, for the cosine metric. */
  readonly #lengths: Float64Array;

  constructor(rows: Rows, metric: Metric, device: Device, blockBytes: number) {
    this.#rows = rows;
    this.#prepared = prepareRows(rows, metric);
    this.#metric = metric;
    this.#device = device;
    this.#blockBytes = blockBytes;
    this.#lengths = squaredLengths(rows).map(Math.sqrt);
  }

  run(k: number, onRows: (numDone: number) => void): Found {
    const { numRows } = this.#rows;
    const numFound = Math.min(k, numRows - 1);
    const result: Found = {
      numFound,
      found: new Int32Array(numRows * numFound),
      squared: new Float64Array(numRows * numFound),
    };
    if (numFound === 0) return result;
    const all = Int32Array.from({ length: numRows }, (_, row) => row);
    const doubtful = this.#pass(all, "float32", EXTRA, result, onRows);
    // float64 lowers the bound by nine digits: rows that remain uncertain are ties.
    if (doubtful.length > 0) this.#pass(doubtful, "float64", MORE_EXTRA, result, () => onRows(numRows));
    return result;
  }

  /** Finds the neighbours of some rows; returns the rows whose neighbours are not certain. */
  #pass(
    queries: Int32Array,
    dtype: DType,
    numExtra: number,
    result: Found,
    onRows: (numDone: number) => void,
  ): Int32Array {
    const { numRows, numDims } = this.#prepared;
    const numCandidates = Math.min(numRows - 1, result.numFound + numExtra);
    const blockRows = Math.max(1, Math.floor(this.#blockBytes / (numRows * (dtype === "float64" ? 8 : 4))));
    const squaredNorms = squaredLengths(this.#prepared);
    const longest = Math.sqrt(squaredNorms.reduce((most, norm) => Math.max(most, norm), 0));
    const roundoff = (8 + 4 * Math.sqrt(numDims)) * UNIT_ROUNDOFF;
    const doubtful: number[] = [];
    noGrad(() =>
      scope(() => {
        const points = Tensor.view(this.#prepared.values, [numRows, numDims]).to({
          device: this.#device,
          dtype,
        }); // [U, D]
        const norms = points.mul(points).sum([1]); // [U]
        const transposed = points.t();
        for (let from = 0; from < queries.length; from += blockRows) {
          const block = queries.subarray(from, from + blockRows);
          const { candidates, worst } = scope(() => {
            const index = Tensor.from(block).to({ device: this.#device, dtype: "int64" }); // [B]
            // |y|² - 2xy: without |x|², which is constant in a row.
            const scores = norms.addmm(points.indexSelect(0, index), transposed, { alpha: -2 }); // [B, U]
            if (scores.dtype !== dtype) {
              throw new DTypeError(
                "AUTOCAST",
                `nearestNeighbors: expected products in ${dtype}, got ${scores.dtype}; call it outside of autocast`,
              );
            }
            scores.scatter_(1, index.unsqueeze(1), Number.POSITIVE_INFINITY);
            const [values, indices] = scores.topk(numCandidates, 1, false, false);
            // sync
            return { candidates: indices.to("int32").toArray(), worst: values.amax([1]).toFloat32Array() };
          });
          for (let b = 0; b < block.length; b++) {
            const query = block[b]!;
            const offered = (candidates as Int32Array).subarray(b * numCandidates, (b + 1) * numCandidates);
            const last = this.#keepNearest(query, offered, result);
            const error = roundoff * (Math.sqrt(squaredNorms[query]!) + longest) ** 2;
            const isCertain =
              numCandidates === numRows - 1 || last < worst[b]! + squaredNorms[query]! - error;
            if (!isCertain) doubtful.push(query);
          }
          onRows(from + block.length);
        }
      }),
    );
    return Int32Array.from(doubtful);
  }

  /** Sorts candidates by exact distance and stores the nearest; returns the squared distance of the last. */
  #keepNearest(query: number, candidates: Int32Array, { numFound, found, squared }: Found): number {
    const at = query * numFound;
    let filled = 0;
    for (const candidate of candidates) {
      const distance = this.#squaredDistance(query, candidate);
      // Insertion sort, since the list is short.
      let place = filled;
      while (place > 0) {
        const before = squared[at + place - 1]!;
        if (before < distance || (before === distance && found[at + place - 1]! < candidate)) break;
        place--;
      }
      if (place === numFound) continue;
      if (filled < numFound) filled++;
      for (let i = at + filled - 1; i > at + place; i--) {
        squared[i] = squared[i - 1]!;
        found[i] = found[i - 1]!;
      }
      squared[at + place] = distance;
      found[at + place] = candidate;
    }
    return squared[at + numFound - 1]!;
  }

  #squaredDistance(a: number, b: number): number {
    const { values, numDims } = this.#rows;
    const from = a * numDims;
    const to = b * numDims;
    let sum = 0;
    if (this.#metric === "euclidean") {
      for (let d = 0; d < numDims; d++) {
        const difference = values[from + d]! - values[to + d]!;
        sum += difference * difference;
      }
      return sum;
    }
    const lengths = this.#lengths[a]! * this.#lengths[b]!;
    if (lengths === 0) return this.#lengths[a] === this.#lengths[b] ? 0 : 2;
    for (let d = 0; d < numDims; d++) sum += values[from + d]! * values[to + d]!;
    return Math.max(0, 2 - (2 * sum) / lengths);
  }
}

function squaredLengths({ values, numRows, numDims }: Rows): Float64Array {
  const lengths = new Float64Array(numRows);
  for (let row = 0; row < numRows; row++)
    for (let d = 0; d < numDims; d++) lengths[row]! += values[row * numDims + d]! ** 2;
  return lengths;
}
