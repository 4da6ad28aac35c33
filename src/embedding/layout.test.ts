import { describe, expect, test } from "vitest";
import { clusteredRows } from "../../tests/support/embeddings.js";
import { NativeError } from "../errors.js";
import { addon } from "../tensor/addon.js";
import { scope, Tensor } from "../tensor/index.js";
import { fitCurve } from "./curve.js";
import { fuzzySet, type Graph } from "./fuzzy-set.js";
import { principalLayout } from "./initial-layout.js";
import { optimizeLayout } from "./layout.js";
import { nearestNeighbors } from "./neighbors.js";

const curve = fitCurve(0.1);

/** Two neighbouring points: every negative sample of one is the other, so that nothing is random. */
const pair: Graph = {
  offsets: Int32Array.of(0, 1, 2),
  neighbors: Int32Array.of(1, 0),
  weights: Float32Array.of(1, 1),
};

const clip = (force: number) => Math.max(-4, Math.min(4, force));

/** Computes the move of the first of two points by section 4 of the paper, with the constants of umap-learn. */
function moveOf(positions: Float32Array, rate: number): [number, number] {
  const { a, b } = curve;
  const delta = [positions[0]! - positions[2]!, positions[1]! - positions[3]!] as const;
  const squared = delta[0] ** 2 + delta[1] ** 2;
  const attraction = (-2 * a * b * squared ** (b - 1)) / (1 + a * squared ** b);
  const repulsion = (2 * b) / ((0.001 + squared) * (1 + a * squared ** b));
  // The point is the head of its own edge and the tail of the other's; five negative samples.
  const along = (axis: 0 | 1) =>
    rate * (2 * clip(attraction * delta[axis]) + 5 * clip(repulsion * delta[axis]));
  return [along(0), along(1)];
}

describe("forces equal those of the paper", () => {
  test.each([0.001, 0.05, 0.3, 1, 3, 20, 1e4])("between two points at a distance of %d", (distance) => {
    const start = Float32Array.of(2, 1, 2 + 0.6 * distance, 1 - 0.8 * distance);
    const moved = optimizeLayout(pair, start, { curve, numEpochs: 1, seed: 3, numThreads: 1 });
    const [x, y] = moveOf(start, 1);
    // The power is computed to 1e-4.
    expect(Math.abs(moved[0]! - start[0]! - x)).toBeLessThan(3e-4 * Math.max(1, Math.abs(x)));
    expect(Math.abs(moved[1]! - start[1]! - y)).toBeLessThan(3e-4 * Math.max(1, Math.abs(y)));
    // The second point moves in the opposite direction, from the same positions.
    expect(moved[2]! - start[2]!).toBeCloseTo(-(moved[0]! - start[0]!), 2);
  });

  test("and decrease from epoch to epoch", () => {
    const start = Float32Array.of(0, 0, 2, 0);
    const first = optimizeLayout(pair, start, { curve, numEpochs: 1, seed: 0, numThreads: 1 });
    expect(first[0]).not.toBe(0);
    const half = start.slice();
    addon.umapEpochs(half, pair.offsets, pair.neighbors, pair.weights, curve.a, curve.b, 0, 1, 2, 2, 1, 1);
    expect(half[0]! / first[0]!).toBeCloseTo(0.5, 4);
  });

  test("in proportion to the learning rate", () => {
    const start = Float32Array.of(0, 0, 2, 0);
    const of = (learningRate: number) =>
      optimizeLayout(pair, start, { curve, numEpochs: 1, seed: 0, learningRate, numThreads: 1 })[0]!;
    expect(of(0.25) / of(1)).toBeCloseTo(0.25, 4);
  });

  test("of an edge apply in a fraction of epochs that equals its weight", () => {
    const weights = Float32Array.of(0.3, 0.3);
    const pulled: number[] = [];
    for (let epoch = 0; epoch < 10; epoch++) {
      const at = Float32Array.of(0, 0, 2, 0);
      addon.umapEpochs(
        at,
        pair.offsets,
        pair.neighbors,
        weights,
        curve.a,
        curve.b,
        0,
        epoch,
        epoch + 1,
        20,
        1,
        1,
      );
      if (at[0] !== 0) pulled.push(epoch);
    }
    // Multiples of 0.3 pass a whole number in the fourth, the seventh and the tenth epoch.
    expect(pulled).toEqual([3, 6, 9]);
  });

  test("of repulsion come from all other points with equal probability, never from the point itself", () => {
    // Point 0 has one neighbour, at y = 0, so only negative samples of point 2 move it along y.
    const graph: Graph = {
      offsets: Int32Array.of(0, 1, 2, 2),
      neighbors: Int32Array.of(1, 0),
      weights: Float32Array.of(1, 1),
    };
    const start = Float32Array.of(0, 0, 2, 0, 0, 2);
    const { a, b } = curve;
    const one = ((2 * b) / (4.001 * (1 + a * 4 ** b))) * -2;
    const counts: number[] = [];
    for (let seed = 0; seed < 400; seed++) {
      const moved = optimizeLayout(graph, start, { curve, numEpochs: 1, seed, numThreads: 1 });
      counts.push(moved[1]! / one);
    }
    for (const count of counts) expect(Math.abs(count - Math.round(count))).toBeLessThan(0.01);
    // 2000 draws with probability one half: three standard deviations of the mean of five are 0.17.
    const mean = counts.reduce((sum, count) => sum + count) / counts.length;
    expect(Math.abs(mean - 2.5)).toBeLessThan(0.17);
    expect(new Set(counts.map(Math.round))).toEqual(new Set([0, 1, 2, 3, 4, 5]));
  });
});

describe("a seed determines every bit", () => {
  const values = clusteredRows(700, 8, 6);
  const graph = scope(() =>
    fuzzySet(nearestNeighbors(Tensor.from(values, { shape: [700, 8] }), { numNeighbors: 9 })),
  );
  const start = principalLayout({ values, numRows: 700, numDims: 8 }, 0);
  const layout = (seed: number, numThreads: number, onEpochs?: (numDone: number) => void) =>
    optimizeLayout(graph, start, { curve, numEpochs: 120, seed, numThreads, ...(onEpochs && { onEpochs }) });

  test("with one thread, two and seven, and with all epochs in one call or in several", () => {
    const reports: number[] = [];
    const alone = layout(5, 1, (numDone) => reports.push(numDone));
    expect(reports.length).toBe(1);
    expect(reports.at(-1)).toBe(120);
    for (const numThreads of [2, 7]) expect(layout(5, numThreads)).toEqual(alone);
    const inParts = start.slice();
    const strongest = graph.weights.reduce((most, weight) => Math.max(most, weight));
    const weights = graph.weights.map((weight) => weight / strongest);
    for (let epoch = 0; epoch < 120; epoch += 7) {
      const end = Math.min(120, epoch + 7);
      const { offsets, neighbors } = graph;
      addon.umapEpochs(inParts, offsets, neighbors, weights, curve.a, curve.b, 5, epoch, end, 120, 1, 2);
    }
    expect(inParts).toEqual(alone);
  });

  test("and another seed produces other finite positions", () => {
    const [a, b] = [layout(5, 2), layout(6, 2)];
    expect(a).not.toEqual(b);
    for (const value of b) expect(Number.isFinite(value)).toBe(true);
    expect(start).toEqual(principalLayout({ values, numRows: 700, numDims: 8 }, 0));
  });
});

test("arrays of inconsistent sizes are refused", () => {
  const { offsets, neighbors, weights } = pair;
  const call = (positions: Float32Array, edges: Int32Array | Float32Array) =>
    addon.umapEpochs(positions, offsets, edges as Int32Array, weights, 1, 1, 0, 0, 1, 1, 1, 1);
  expect(() => call(new Float32Array(6), neighbors)).toThrow("do not fit together");
  expect(() => call(new Float32Array(4), neighbors.subarray(1))).toThrow(NativeError);
  expect(() => call(new Float32Array(4), weights)).toThrow("argument 3: expected a Int32Array");
});
