import { readFileSync } from "node:fs";
import { join } from "node:path";
import { randomFloat } from "../../src/data/random.js";
import { packageRoot } from "../../src/package-root.js";

/** Returns a number of mean 0 and variance 1, determined by the keys (Box and Muller). */
export function gaussian(...keys: number[]): number {
  const radius = Math.sqrt(-2 * Math.log(1 - randomFloat(...keys, 0)));
  return radius * Math.cos(2 * Math.PI * randomFloat(...keys, 1));
}

/** Returns rows [numRows, numDims] around `numClusters` centers; row i belongs to cluster `i % numClusters`. */
export function clusteredRows(
  numRows: number,
  numDims: number,
  numClusters: number,
  options: { apart?: number; seed?: number } = {},
): Float32Array {
  const { apart = 3, seed = 1 } = options;
  return Float32Array.from({ length: numRows * numDims }, (_, at) => {
    const [row, d] = [Math.floor(at / numDims), at % numDims];
    return apart * gaussian(seed, 1, row % numClusters, d) + gaussian(seed, 2, row, d);
  });
}

/** The output of `tests/fixtures/umap/make.py`. */
export interface UmapFixture {
  num_neighbors: number;
  rows: number[][];
  graph: Record<"euclidean" | "cosine", [row: number, other: number, weight: number][]>;
  curves: [minDist: number, spread: number, a: number, b: number][];
  projection: number[][];
  trustworthiness: [numNeighbors: number, metric: "euclidean" | "cosine", value: number][];
}

export function readUmapFixture(): UmapFixture {
  return JSON.parse(readFileSync(join(packageRoot, "tests", "fixtures", "umap", "umap-learn.json"), "utf8"));
}
