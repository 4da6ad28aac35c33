import { addon } from "../ops/addon.js";
import { type Device, scope, Tensor } from "../tensor/index.js";
import { alignPositions } from "./align.js";
import { fitCurve } from "./curve.js";
import { fuzzySet } from "./fuzzy-set.js";
import { completeLayout, principalLayout } from "./initial-layout.js";
import { optimizeLayout } from "./layout.js";
import { nearestNeighbors } from "./neighbors.js";
import { type Metric, prepareRows } from "./rows.js";

/**
 * Where an aligned layout begins its schedule. At 1 it is taken apart before it comes together again; from a quarter,
 * points stay half as far from where they were, and neighbours are as trustworthy, also when all has changed.
 */
const ALIGNED_LEARNING_RATE = 0.25;

/** What travels to the thread that projects. */
export interface ProjectionJob {
  values: Float32Array; // [N, D]
  numRows: number;
  numDims: number;
  /** Where neighbours are searched for. */
  device: Device;
  numNeighbors: number;
  minDist: number;
  spread: number;
  numEpochs: number;
  metric: Metric;
  seed: number;
  numThreads: number;
  /** Where points begin; NaN for those that have no place yet, null if none has. */
  start: Float32Array | null; // [N, 2]
  /** Whether the projection is turned back to where it began. */
  isAligned: boolean;
}

export interface ProjectionProgress {
  stage: "neighbors" | "layout";
  /** Rows whose neighbours are found, or epochs of the layout. */
  numDone: number;
  numTotal: number;
}

/**
 * The projection itself, from embeddings to positions [N, 2]: neighbours, fuzzy set, start, layout, alignment.
 * Blocks the calling thread; what `onProgress` throws ends it.
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
        // Its neighbours count the point itself in the paper, and in umap-learn.
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

/** libtorch remembers the number for threads to come: it is put back. */
function withThreads<T>(numThreads: number, body: () => T): T {
  const before = addon.getNumThreads();
  addon.setNumThreads(numThreads);
  try {
    return body();
  } finally {
    addon.setNumThreads(before);
  }
}
