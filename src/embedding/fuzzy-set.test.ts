import { describe, expect, test } from "vitest";
import { clusteredRows, readUmapFixture } from "../../tests/support/embeddings.js";
import { scope, Tensor } from "../tensor/index.js";
import { fuzzySet, type Graph, localScales } from "./fuzzy-set.js";
import { nearestNeighbors } from "./neighbors.js";
import type { Metric } from "./rows.js";

const fixture = readUmapFixture();

function neighborsOf(
  values: Float32Array,
  numDims: number,
  numNeighbors: number,
  metric: Metric = "euclidean",
) {
  return scope(() =>
    nearestNeighbors(Tensor.from(values, { shape: [values.length / numDims, numDims] }), {
      numNeighbors,
      metric,
    }),
  );
}

function edgesOf({ offsets, neighbors, weights }: Graph): Map<string, number> {
  const edges = new Map<string, number>();
  for (let row = 0; row + 1 < offsets.length; row++)
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++)
      edges.set(`${row} ${neighbors[at]}`, weights[at]!);
  return edges;
}

test.each(["euclidean", "cosine"] as const)("weights equal umap-learn's with %s distance", (metric) => {
  const rows = Float32Array.from(fixture.rows.flat());
  const graph = fuzzySet(neighborsOf(rows, 6, fixture.num_neighbors - 1, metric));
  const edges = edgesOf(graph);
  expect(edges.size).toBe(2 * fixture.graph[metric].length);
  expect(graph.neighbors.length).toBe(edges.size);
  for (const [row, other, weight] of fixture.graph[metric]) {
    // Both bisect from the same start until the sum of nine memberships is exact to 1e-5; umap-learn uses float32.
    expect(edges.get(`${row} ${other}`)).toBeCloseTo(weight, 5);
    expect(edges.get(`${other} ${row}`)).toBe(edges.get(`${row} ${other}`));
  }
});

describe("by the formulas of the paper,", () => {
  const found = neighborsOf(clusteredRows(90, 4, 3), 4, 11);
  const { nearest, scale } = localScales(found);
  const membership = (row: number, i: number) =>
    Math.exp(-Math.max(0, found.distances[row * 11 + i]! - nearest[row]!) / scale[row]!);

  test("memberships of each row sum to log2 of the number of neighbours, including itself", () => {
    for (let row = 0; row < 90; row++) {
      expect(nearest[row]).toBe(found.distances[row * 11]);
      const sum = Array.from({ length: 11 }, (_, i) => membership(row, i)).reduce((a, b) => a + b);
      expect(Math.abs(sum - Math.log2(12))).toBeLessThan(1e-5);
    }
  });

  test("mutual memberships a and b result in the weight a + b - ab, a one-sided one in itself", () => {
    const directed = new Map<string, number>();
    for (let row = 0; row < 90; row++)
      for (let i = 0; i < 11; i++) directed.set(`${row} ${found.indices[row * 11 + i]}`, membership(row, i));
    const edges = edgesOf(fuzzySet(found));
    let numOneSided = 0;
    for (const [edge, weight] of edges) {
      const [row, other] = edge.split(" ");
      const a = directed.get(edge) ?? 0;
      const b = directed.get(`${other} ${row}`) ?? 0;
      if (a === 0 || b === 0) numOneSided++;
      expect(weight).toBeCloseTo(a + b - a * b, 6);
    }
    expect(numOneSided).toBeGreaterThan(50);
    for (const edge of directed.keys()) expect(edges.has(edge)).toBe(true);
  });
});

test("a single row has no neighbours, and equal rows have weights of 1", () => {
  expect(edgesOf(fuzzySet(neighborsOf(new Float32Array(3), 3, 5))).size).toBe(0);
  const equal = edgesOf(fuzzySet(neighborsOf(new Float32Array(12).fill(2), 3, 5)));
  expect([...equal.values()]).toEqual(Array(12).fill(1));
});
