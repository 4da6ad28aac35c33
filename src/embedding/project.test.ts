import { expect, test } from "vitest";
import { clusteredRows, gaussian } from "../../tests/support/embeddings.js";
import { addon } from "../tensor/addon.js";
import { scope, Tensor } from "../tensor/index.js";
import { alignPositions } from "./align.js";
import { fitCurve } from "./curve.js";
import { fuzzySet } from "./fuzzy-set.js";
import { completeLayout, principalLayout } from "./initial-layout.js";
import { optimizeLayout } from "./layout.js";
import { nearestNeighbors } from "./neighbors.js";
import { type ProjectionJob, project } from "./project.js";
import { prepareRows } from "./rows.js";

const rows = { values: clusteredRows(150, 6, 3), numRows: 150, numDims: 6 };
const job: ProjectionJob = {
  ...rows,
  ...{ device: "cpu", numNeighbors: 7, minDist: 0.2, spread: 1.5, numEpochs: 30, metric: "cosine" },
  ...{ seed: 4, numThreads: 1, start: null, isAligned: false },
};
const layout = { curve: fitCurve(0.2, 1.5), numEpochs: 30, seed: 4, numThreads: 1 };

// Six other points; the point itself is the seventh neighbour.
const graph = scope(() =>
  fuzzySet(
    nearestNeighbors(Tensor.from(rows.values, { shape: [150, 6] }), { numNeighbors: 6, metric: "cosine" }),
  ),
);

test("runs neighbours, fuzzy set, principal components and layout with the job's arguments", () => {
  const start = principalLayout(prepareRows(rows, "cosine"), 4);
  expect(project(job, () => {})).toEqual(optimizeLayout(graph, start, layout));
});

test("uses initial positions without principal components, and does not rotate the result", () => {
  const start = Float32Array.from({ length: 300 }, (_, at) => 4 * gaussian(1, at));
  expect(project({ ...job, start }, () => {})).toEqual(optimizeLayout(graph, start, layout));
});

test("starts an aligned layout at a quarter of the learning rate and aligns the result", () => {
  const start = Float32Array.from({ length: 300 }, (_, at) => 4 * gaussian(1, at));
  start.fill(Number.NaN, 250);
  const moved = optimizeLayout(graph, completeLayout(start, graph, 4), { ...layout, learningRate: 0.25 });
  expect(project({ ...job, start, isAligned: true }, () => {})).toEqual(alignPositions(moved, start));
});

test("restores the number of threads and frees its tensors, also if it is stopped", () => {
  const [threads, live] = [addon.getNumThreads(), addon.liveTensors()];
  const stop = () => {
    throw new Error("stopped");
  };
  expect(() => project({ ...job, numThreads: threads + 1 }, stop)).toThrow("stopped");
  project({ ...job, numThreads: threads + 1 }, () => {});
  expect(addon.getNumThreads()).toBe(threads);
  expect(addon.liveTensors()).toBe(live);
});
