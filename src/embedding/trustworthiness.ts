import { ConfigError, ShapeError } from "../errors.js";
import { noGrad, scope, Tensor } from "../tensor/index.js";
import { nearestNeighbors } from "./neighbors.js";
import { type Metric, prepareRows, readRows } from "./rows.js";

export interface TrustworthinessOptions {
  /** Number of neighbours in the projection, without the point itself; default 5, as in scikit-learn. */
  numNeighbors?: number;
  /** Metric of the embeddings; default euclidean. */
  metric?: Metric;
}

/** Number of float64 distances in a block. */
const BLOCK_VALUES = 4 * 2 ** 20;

/**
 * Computes the trustworthiness of a projection, from 0 to 1. Each neighbour in the projection that is not one among the
 * embeddings lowers it, by the number of ranks that it is too far away (Venna and Kaski, "Neighborhood preservation in
 * nonlinear projection methods: an experimental study", 2001). Equals scikit-learn's `trustworthiness`.
 *
 * Embeddings are [N, D], on any device; the projection is [N, 2], row-major. Time is O(N² (D + numNeighbors)).
 * Throws ShapeError; ConfigError unless 1 <= numNeighbors < N / 2; DataError for a row that is not finite.
 */
export function trustworthiness(
  embeddings: Tensor,
  projection: Float32Array,
  { numNeighbors: k = 5, metric = "euclidean" }: TrustworthinessOptions = {},
): number {
  const given = readRows("trustworthiness", embeddings);
  const numRows = given.numRows;
  if (projection.length !== 2 * numRows) {
    throw new ShapeError(
      "SHAPE",
      `trustworthiness: expected a projection of 2 values for each of ${numRows} rows, got ${projection.length} values`,
    );
  }
  if (!(Number.isInteger(k) && k >= 1 && k < numRows / 2)) {
    throw new ConfigError(
      "RANGE",
      `trustworthiness: expected numNeighbors from 1 to less than half of ${numRows} rows, got ${k}`,
    );
  }
  const rows = prepareRows(given, metric);
  const excess = noGrad(() =>
    scope(() => {
      const near = nearestNeighbors(Tensor.view(projection, [numRows, 2]), { numNeighbors: k });
      const options = { device: embeddings.device, dtype: "float64" } as const;
      const points = Tensor.view(rows.values, [numRows, rows.numDims]).to(options); // [N, D]
      const norms = points.mul(points).sum([1]); // [N]
      const transposed = points.t();
      const blockRows = Math.max(1, Math.floor(BLOCK_VALUES / numRows));
      let sum = 0;
      for (let from = 0; from < numRows; from += blockRows) {
        const to = Math.min(numRows, from + blockRows);
        sum += scope(() => {
          const scores = norms.addmm(points.slice(0, from, to), transposed, { alpha: -2 }); // [B, N]
          scores.diagonal(from).fill_(Number.POSITIVE_INFINITY);
          const chosen = Tensor.from(near.indices.subarray(from * k, to * k), { shape: [to - from, k] }).to({
            device: embeddings.device,
            dtype: "int64",
          }); // [B, k]
          const reached = scores.gather(1, chosen); // [B, k]
          let excess = 0;
          for (let i = 0; i < k; i++) {
            // The number of nearer rows is the neighbour's rank among the embeddings, from 0.
            const rank = scores.lt(reached.slice(1, i, i + 1)).sum([1]); // [B]
            excess += rank
              .sub(k - 1)
              .clampMin(0)
              .sum()
              .item(); // sync
          }
          return excess;
        });
      }
      return sum;
    }),
  );
  return 1 - (2 * excess) / (numRows * k * (2 * numRows - 3 * k - 1));
}
