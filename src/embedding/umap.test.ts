import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { clusteredRows, gaussian } from "../../tests/support/embeddings.js";
import { settledLiveTensors } from "../../tests/support/gc.js";
import { ConfigError, DataError, ShapeError } from "../errors.js";
import { addon } from "../tensor/addon.js";
import { keep, scope, Tensor } from "../tensor/index.js";
import { alignPositions } from "./align.js";
import type { ProjectionProgress } from "./project.js";
import { trustworthiness } from "./trustworthiness.js";
import { type UmapOptions, umap } from "./umap.js";

// The worker thread runs the code of `dist/`.
const NUM_CLUSTERS = 4;
const values = clusteredRows(240, 12, NUM_CLUSTERS);
let rows: Tensor;
let live = 0;
beforeAll(async () => {
  rows = keep(Tensor.from(values, { shape: [240, 12] }));
  live = await settledLiveTensors();
});
afterEach(() => expect(addon.liveTensors()).toBe(live));

/** Projects rows, which it frees as soon as the projection has started. */
function projectionOf(
  array: Float32Array,
  shape: number[],
  options: UmapOptions = {},
): Promise<Float32Array> {
  const tensor = keep(Tensor.from(array, { shape }));
  try {
    return umap(tensor, { numThreads: 1, ...options });
  } finally {
    tensor.dispose();
  }
}

const distanceIn = (positions: Float32Array, a: number, b: number) =>
  Math.hypot(positions[2 * a]! - positions[2 * b]!, positions[2 * a + 1]! - positions[2 * b + 1]!);

describe.each(["euclidean", "cosine"] as const)("with %s distance", (metric) => {
  test("clusters stay separate, with high trustworthiness", async () => {
    const positions = await umap(rows, { metric, numNeighbors: 10, seed: 1 });
    expect(positions.length).toBe(480);
    let within = 0;
    let between = Number.POSITIVE_INFINITY;
    for (let a = 0; a < 240; a++) {
      let nearest = Number.POSITIVE_INFINITY;
      for (let b = 0; b < 240; b++) {
        if (a === b) continue;
        const distance = distanceIn(positions, a, b);
        if (a % NUM_CLUSTERS === b % NUM_CLUSTERS) nearest = Math.min(nearest, distance);
        else between = Math.min(between, distance);
      }
      within = Math.max(within, nearest);
    }
    expect(between).toBeGreaterThan(2 * within);
    // umap-learn 0.5.12 has 0.954 by either metric.
    expect(trustworthiness(rows, positions, { numNeighbors: 10, metric })).toBeGreaterThan(0.945);
  });
});

test("a seed results in the same bits with one thread, with two, and repeated", async () => {
  const options = { numNeighbors: 8, numEpochs: 60, seed: 11 };
  const alone = await umap(rows, { ...options, numThreads: 1 });
  expect(await umap(rows, { ...options, numThreads: 2 })).toEqual(alone);
  expect(await umap(rows, { ...options, numThreads: 1 })).toEqual(alone);
  expect(await umap(rows, { ...options, seed: 12, numThreads: 1 })).not.toEqual(alone);
});

test("the training thread continues meanwhile, and receives the progress", async () => {
  const told: ProjectionProgress[] = [];
  let numTurns = 0;
  let isDone = false;
  const count = () => {
    numTurns++;
    if (!isDone) setTimeout(count, 1);
  };
  count();
  const threads = addon.getNumThreads();
  await umap(rows, { numThreads: 1, numEpochs: 4000 }, { onProgress: (progress) => told.push(progress) });
  isDone = true;
  expect(numTurns).toBeGreaterThan(3);
  expect(addon.getNumThreads()).toBe(threads);
  expect(told[0]).toEqual({ stage: "neighbors", numDone: 240, numTotal: 240 });
  const epochs = told.slice(1);
  expect(epochs.length).toBeGreaterThan(3);
  expect(epochs.at(-1)).toEqual({ stage: "layout", numDone: 4000, numTotal: 4000 });
  for (let i = 1; i < epochs.length; i++) expect(epochs[i]!.numDone).toBeGreaterThan(epochs[i - 1]!.numDone);
});

describe("a signal stops it", () => {
  test("before it starts", async () => {
    const reason = new Error("not wanted");
    await expect(umap(rows, {}, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  test("while it runs, long before its end", async () => {
    const controller = new AbortController();
    const reason = new Error("not wanted any more");
    let numAfter = 0;
    const onProgress = ({ stage }: ProjectionProgress) => {
      if (controller.signal.aborted) numAfter++;
      if (stage === "layout") controller.abort(reason);
    };
    const running = umap(rows, { numEpochs: 10_000_000 }, { signal: controller.signal, onProgress });
    await expect(running).rejects.toBe(reason);
    expect(numAfter).toBe(0);
  });

  test("an error thrown by onProgress also stops it", async () => {
    const onProgress = () => {
      throw new Error("the disk is full");
    };
    await expect(umap(rows, { numEpochs: 10_000_000 }, { onProgress })).rejects.toThrow("the disk is full");
  });
});

describe("aligned to an earlier projection", () => {
  const ids = Array.from({ length: 240 }, (_, row) => `clip-${row}`);
  /** Root mean square of the moves of clusters, measured by their centroids. */
  const apart = (a: Float32Array, b: Float32Array, clusterOf = (row: number) => row % NUM_CLUSTERS) => {
    const moves = new Float64Array(2 * NUM_CLUSTERS);
    const counts = new Float64Array(NUM_CLUSTERS);
    for (let at = 0; at < a.length; at++) {
      const cluster = clusterOf(Math.floor(at / 2));
      moves[2 * cluster + (at % 2)]! += a[at]! - b[at]!;
      counts[cluster]! += 0.5;
    }
    return Math.sqrt(moves.reduce((sum, move, i) => sum + (move / counts[i >> 1]!) ** 2, 0) / NUM_CLUSTERS);
  };
  // All rows changed slightly and the axes differ, as after another epoch of training.
  const later = values.map((value, at) => value + 0.3 * gaussian(77, at));

  test("points stay near their earlier positions, which they do not without alignment", async () => {
    const earlier = await umap(rows, { seed: 1 });
    const turned = earlier.map((_, at) => (at % 2 === 0 ? 50 - earlier[at + 1]! : earlier[at - 1]! - 20));
    const shape = [240, 12];
    const aligned = await projectionOf(later, shape, { seed: 2, ids, alignTo: { positions: turned, ids } });
    const alone = await projectionOf(later, shape, { seed: 2 });
    // The layout is about 15 wide. With a rotation at the end but other initial positions, clusters would swap.
    expect(apart(aligned, turned)).toBeLessThan(2);
    expect(apart(alone, turned)).toBeGreaterThan(20);
    expect(apart(alignPositions(alone, turned), turned)).toBeGreaterThan(2 * apart(aligned, turned));
    scope(() => {
      const quality = (of: Float32Array) =>
        trustworthiness(Tensor.from(later, { shape }), of, { numNeighbors: 10 });
      expect(quality(aligned)).toBeGreaterThan(quality(alone) - 0.005);
    });
  });

  test("new points start among their neighbours, for any order of rows", async () => {
    const earlier = await umap(rows, { seed: 1 });
    // Rows from 100 on, in reverse order; the earlier projection has rows up to 200.
    const order = Array.from({ length: 140 }, (_, i) => 239 - i);
    const some = Float32Array.from(order.flatMap((row) => [...values.subarray(12 * row, 12 * row + 12)]));
    const positions = await projectionOf(some, [140, 12], {
      seed: 2,
      ids: order.map((row) => ids[row]!),
      alignTo: { positions: earlier.subarray(0, 400), ids: ids.slice(0, 200) },
    });
    const where = Float32Array.from(order.flatMap((row) => [...earlier.subarray(2 * row, 2 * row + 2)]));
    expect(apart(positions, where, (row) => order[row]! % NUM_CLUSTERS)).toBeLessThan(3);
  });

  test("a repeated projection has the same bits", async () => {
    const earlier = await umap(rows, { numEpochs: 50 });
    const options = { numEpochs: 50, alignTo: { positions: earlier } };
    expect(await projectionOf(later, [240, 12], options)).toEqual(
      await projectionOf(later, [240, 12], options),
    );
  });
});

test("init is used unchanged", async () => {
  const init = Float32Array.from({ length: 480 }, (_, at) => gaussian(5, at));
  expect(await umap(rows, { init, numEpochs: 0 })).toEqual(init);
});

describe("small and degenerate sets", () => {
  test.each([0, 1, 2, 3, 5])("projects %i rows, fewer than the number of neighbours", async (numRows) => {
    const positions = await projectionOf(clusteredRows(numRows, 3, 2), [numRows, 3]);
    expect(positions.length).toBe(2 * numRows);
    for (const value of positions) expect(Number.isFinite(value)).toBe(true);
    for (let a = 0; a < numRows; a++)
      for (let b = 0; b < a; b++) expect(distanceIn(positions, a, b)).toBeGreaterThan(0.01);
  });

  test("projects equal rows, and rows without dimensions", async () => {
    for (const numDims of [4, 0]) {
      const positions = await projectionOf(new Float32Array(30 * numDims).fill(1.5), [30, numDims]);
      expect(new Set(positions).size).toBe(60);
      for (const value of positions) expect(Math.abs(value)).toBeLessThan(100);
    }
  });
});

describe("invalid input is refused", () => {
  test("a row that is not finite, with its number, by the worker thread", async () => {
    const bad = values.slice();
    bad[5 * 12 + 3] = Number.NaN;
    const running = projectionOf(bad, [240, 12]);
    await expect(running).rejects.toBeInstanceOf(DataError);
    await expect(running).rejects.toThrow("got NaN in row 5, column 3");
    await expect(running).rejects.toMatchObject({ code: "NOT_FINITE" });
  });

  test.each([
    ["numNeighbors to be a whole number from 2, got 1", ConfigError, { numNeighbors: 1 }],
    ["numEpochs to be a whole number from 0, got 0.5", ConfigError, { numEpochs: 0.5 }],
    ["numThreads to be a whole number from 1, got 0", ConfigError, { numThreads: 0 }],
    ["seed to be a whole number, got", ConfigError, { seed: 2 ** 60 }],
    ["minDist from 0 to less than 3 spread, got minDist -1", ConfigError, { minDist: -1 }],
    ['expected the metric "euclidean" or "cosine", got "l2"', ConfigError, { metric: "l2" as "cosine" }],
    ["init to hold 2 values for each of 240 points, got 6", ShapeError, { init: new Float32Array(6) }],
    ["init to be finite, got NaN for point 0", DataError, { init: new Float32Array(480).fill(Number.NaN) }],
    [
      "one for each of 240 rows, got 1",
      ShapeError,
      { ids: ["a"], alignTo: { positions: new Float32Array(2) } },
    ],
    [
      'no two equal alignTo.ids, got "a" for rows 0 and 1',
      ConfigError,
      { alignTo: { positions: new Float32Array(4), ids: ["a", "a"] } },
    ],
    ["got none among 240 rows", ConfigError, { alignTo: { positions: new Float32Array(2), ids: ["b"] } }],
    [
      "either init or alignTo, got both",
      ConfigError,
      { init: new Float32Array(480), alignTo: { positions: new Float32Array(480) } },
    ],
  ] satisfies [string, unknown, UmapOptions][])("%s", async (message, expected, options) => {
    const running = umap(rows, options);
    await expect(running).rejects.toBeInstanceOf(expected);
    await expect(running).rejects.toThrow(message);
  });

  test("a tensor of three dimensions", async () => {
    const running = projectionOf(values, [12, 20, 12]);
    await expect(running).rejects.toBeInstanceOf(ShapeError);
    await expect(running).rejects.toThrow("expected embeddings of shape [N, D], got [12, 20, 12]");
  });
});
