import { addon } from "../tensor/addon.js";
import { type Device, scope, Tensor } from "../tensor/index.js";
import { alignPositions } from "./align.js";
import { fitCurve } from "./curve.js";
import { fuzzySet } from "./fuzzy-set.js";
import { completeLayout, principalLayout } from "./initial-layout.js";
import { optimizeLayout } from "./layout.js";
import { nearestNeighbors } from "./neighbors.js";
import { type Metric, prepareRows } from "./rows.js";

/**
 * Initial learning rate of an aligned layout. At 1 the layout dissolves before it forms again. At a quarter, points
 * move half as far from their earlier positions, and trustworthiness is the same, even if all embeddings changed.
 */
const ALIGNED_LEARNING_RATE = 0.25;

/** Input of a projection, as sent to its thread. */
export interface ProjectionJob {
  values: Float32Array; // [N, D]
  numRows: number;
  numDims: number;
  /** Device of the neighbour search. */
  device: Device;
  numNeighbors: number;
  minDist: number;
  spread: number;
  numEpochs: number;
  metric: Metric;
  seed: number;
  numThreads: number;
  /** Initial positions; NaN for points without one, null if no point has one. */
  start: Float32Array | null; // [N, 2]
  /** True if the result is aligned with the initial positions. */
  isAligned: boolean;
}

export interface ProjectionProgress {
  stage: "neighbors" | "layout";
  /** Number of finished rows of the neighbour search, or of finished epochs of the layout. */
  numDone: number;
  numTotal: number;
}

/**
 * Projects embeddings to positions [N, 2]: neighbours, fuzzy set, initial positions, layout, alignment.
 * Blocks the calling thread. An exception from `onProgress` stops it.
 */
export function project(
  job: ProjectionJob,
  onProgress: (progress: ProjectionProgress) => void,
): Float32Array {
  const { values, numRows, numDims, numEpochs, seed } = job;
  if (numRows === 0) return new Float32Array(0);
  const neighborhood = withThreads(job.numThreads, () =>
    scope(() =>
      nearestNeighbors(Tensor.view(values, [numRows, numDims]).to({ device: job.device }), {
        // In the paper and in umap-learn, a point counts as its own neighbour.
        numNeighbors: job.numNeighbors - 1,
        metric: job.metric,
        onBlock: (numDone) => onProgress({ stage: "neighbors", numDone, numTotal: numRows }),
      }),
    ),
  );
  const graph = fuzzySet(neighborhood);
  const start =
    job.start === null
      ? principalLayout(prepareRows({ values, numRows, numDims }, job.metric), seed)
      : completeLayout(job.start, graph, seed);
  const positions = optimizeLayout(graph, start, {
    curve: fitCurve(job.minDist, job.spread),
    numEpochs,
    seed,
    learningRate: job.isAligned ? ALIGNED_LEARNING_RATE : 1,
    numThreads: job.numThreads,
    onEpochs: (numDone) => onProgress({ stage: "layout", numDone, numTotal: numEpochs }),
  });
  return job.isAligned && job.start !== null ? alignPositions(positions, job.start) : positions;
}

/** Runs `body` with a number of threads; restores libtorch's, which later threads inherit. */
function withThreads<T>(numThreads: number, body: () => T): T {
  const before = addon.getNumThreads();
  addon.setNumThreads(numThreads);
  try {
    return body();
  } finally {
    addon.setNumThreads(before);
  }
}
