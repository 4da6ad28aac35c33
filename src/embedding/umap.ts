import { ConfigError, DataError, NativeError, ShapeError } from "../errors.js";
import { addon } from "../tensor/addon.js";
import { noGrad, scope, type Tensor } from "../tensor/index.js";
import { unpackError } from "../thread-error.js";
import { fitCurve } from "./curve.js";
import type { ProjectionJob, ProjectionProgress } from "./project.js";
import type { Metric } from "./rows.js";
import { runTask } from "./umap-thread.js";
import type { UmapTask } from "./umap-worker.js";

/** Identifies a row of embeddings across projections, such as its clip's path. */
export type RowId = string | number;

export interface UmapOptions {
  /** Number of neighbours of a point, including itself, as in umap-learn; default 15. */
  numNeighbors?: number;
  /** Smallest distance of neighbouring points, from 0 to less than 3 spread; default 0.1. */
  minDist?: number;
  /** Scale of the distance over which similarity decays; default 1. */
  spread?: number;
  /** Number of epochs; default 500 up to 10,000 rows and 200 beyond, as in umap-learn. */
  numEpochs?: number;
  /** Default euclidean. */
  metric?: Metric;
  /** The same seed produces the same bits on the same machine, for any number of threads; default 0. */
  seed?: number;
  /** Initial positions, [N, 2] row-major; default two principal components. Not with `alignTo`. */
  init?: Float32Array;
  /** Unique names of the rows, for `alignTo`; default their numbers from 0. */
  ids?: readonly RowId[];
  /**
   * An earlier projection to align with. Its points start at their earlier positions, new points among their
   * neighbours; the result is rotated, mirrored, shifted and scaled to match it.
   */
  alignTo?: {
    positions: Float32Array; // [M, 2]
    /** Names of its rows; default their numbers from 0. */
    ids?: readonly RowId[];
  };
  /** Number of CPU threads; default libtorch's number in the calling thread. */
  numThreads?: number;
}

/** How a caller follows a projection and stops it. */
export interface UmapControl {
  onProgress?: (progress: ProjectionProgress) => void;
  /** Stops the projection: the promise rejects with the signal's reason, within about 50 ms on a CPU. */
  signal?: AbortSignal;
}

/** Default number of epochs, as in umap-learn: small sets need more epochs, which cost little there. */
const SMALL = 10_000;

/**
 * Projects embeddings [N, D] to positions [N, 2], row-major, so that similar rows stay close: UMAP (McInnes, Healy and
 * Melville, "UMAP: Uniform Manifold Approximation and Projection for Dimension Reduction", 2018; the parameters are
 * those of umap-learn 0.5).
 *
 * Copies the embeddings before it returns, so they may be changed or freed afterwards. The rest runs in a separate
 * thread, the neighbour search on the embeddings' device. Neighbours are exact; initial positions are principal
 * components.
 *
 * Rejects with ConfigError, ShapeError or DTypeError for invalid arguments, with DataError for a row that is not finite,
 * and with the signal's reason.
 */
export async function umap(
  embeddings: Tensor,
  options: UmapOptions = {},
  { signal, onProgress }: UmapControl = {},
): Promise<Float32Array> {
  signal?.throwIfAborted();
  const job = jobOf(embeddings, options);
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const onAbort = () => Atomics.store(stop, 0, 1);
  signal?.addEventListener("abort", onAbort);
  try {
    return await runInWorker({ job, stop }, (progress) => {
      if (signal?.aborted !== true) onProgress?.(progress);
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    Atomics.store(stop, 0, 1);
    signal?.removeEventListener("abort", onAbort);
  }
}

async function runInWorker(
  task: UmapTask,
  onProgress: (progress: ProjectionProgress) => void,
): Promise<Float32Array> {
  let positions: Float32Array | null = null;
  let failure: Error | null = null;
  let callersError: unknown = null;
  try {
    await runTask(task, (message) => {
      if ("positions" in message) positions = message.positions;
      else if ("error" in message) failure = unpackError(message.error);
      else {
        try {
          onProgress(message.progress);
        } catch (error) {
          callersError = error;
          throw error;
        }
        return false;
      }
      return true;
    });
  } catch (error) {
    if (callersError !== null) throw error;
    throw new NativeError("WORKER", `umap: the worker thread failed: ${(error as Error).message}`, {
      cause: error,
    });
  }
  if (failure !== null) throw failure;
  return positions!;
}

function jobOf(embeddings: Tensor, options: UmapOptions): ProjectionJob {
  const shape = embeddings.shape;
  const [numRows = 0, numDims = 0] = shape;
  if (shape.length !== 2) {
    throw new ShapeError("SHAPE", `umap: expected embeddings of shape [N, D], got [${shape.join(", ")}]`);
  }
  const {
    numNeighbors = 15,
    minDist = 0.1,
    spread = 1,
    numEpochs = numRows <= SMALL ? 500 : 200,
    metric = "euclidean",
    seed = 0,
    numThreads = addon.getNumThreads(),
  } = options;
  checkWhole("numNeighbors", numNeighbors, 2);
  checkWhole("numEpochs", numEpochs, 0);
  checkWhole("numThreads", numThreads, 1);
  checkWhole("seed", seed, Number.MIN_SAFE_INTEGER);
  fitCurve(minDist, spread);
  if (metric !== "euclidean" && metric !== "cosine") {
    throw new ConfigError(
      "RANGE",
      `umap: expected the metric "euclidean" or "cosine", got ${JSON.stringify(metric)}`,
    );
  }
  const start = startOf(numRows, options);
  const values = new Float32Array(new SharedArrayBuffer(4 * numRows * numDims));
  noGrad(() => scope(() => embeddings.to({ dtype: "float32" }).copyInto(values)));
  return {
    ...{ values, numRows, numDims, device: embeddings.device },
    ...{ numNeighbors, minDist, spread, numEpochs, metric, seed, numThreads },
    ...{ start, isAligned: options.alignTo !== undefined },
  };
}

function checkWhole(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  const from = least > Number.MIN_SAFE_INTEGER ? ` from ${least}` : "";
  throw new ConfigError("RANGE", `umap: expected ${name} to be a whole number${from}, got ${value}`);
}

/** Initial positions of the rows, NaN for those that the earlier projection lacks; null without such a projection. */
function startOf(numRows: number, { init, alignTo, ids }: UmapOptions): Float32Array | null {
  if (init !== undefined && alignTo !== undefined) {
    throw new ConfigError(
      "BOTH",
      "umap: expected either init or alignTo, got both; alignTo begins where it aligns to",
    );
  }
  if (init !== undefined) {
    checkPositions("init", init, numRows);
    return init;
  }
  if (alignTo === undefined) return null;
  const numEarlier = alignTo.ids?.length ?? alignTo.positions.length / 2;
  checkPositions("alignTo.positions", alignTo.positions, numEarlier);
  const earlier = rowsById("alignTo.ids", alignTo.ids, numEarlier);
  const start = new Float32Array(2 * numRows).fill(Number.NaN);
  let numCommon = 0;
  for (const [id, row] of rowsById("ids", ids, numRows)) {
    const at = earlier.get(id);
    if (at === undefined) continue;
    start.set(alignTo.positions.subarray(2 * at, 2 * at + 2), 2 * row);
    numCommon++;
  }
  if (numCommon === 0 && numRows > 0) {
    throw new ConfigError(
      "NOTHING_IN_COMMON",
      `umap: expected ids that are in alignTo too, got none among ${numRows} rows and ${numEarlier} earlier points; ` +
        "give both the same kind of ids, or leave alignTo out",
    );
  }
  return start;
}

function checkPositions(name: string, positions: Float32Array, numPoints: number): void {
  if (positions.length !== 2 * numPoints) {
    throw new ShapeError(
      "SHAPE",
      `umap: expected ${name} to hold 2 values for each of ${numPoints} points, got ${positions.length}`,
    );
  }
  const at = positions.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) {
    throw new DataError(
      "NOT_FINITE",
      `umap: expected ${name} to be finite, got ${positions[at]} for point ${Math.floor(at / 2)}; leave that point out`,
    );
  }
}

function rowsById(name: string, ids: readonly RowId[] | undefined, numRows: number): Map<RowId, number> {
  if (ids !== undefined && ids.length !== numRows) {
    throw new ShapeError(
      "SHAPE",
      `umap: expected ${name} to have one for each of ${numRows} rows, got ${ids.length}`,
    );
  }
  const rows = new Map<RowId, number>();
  for (let row = 0; row < numRows; row++) {
    const id = ids?.[row] ?? row;
    const before = rows.get(id);
    if (before !== undefined) {
      throw new ConfigError(
        "DUPLICATE",
        `umap: expected no two equal ${name}, got ${JSON.stringify(id)} for rows ${before} and ${row}`,
      );
    }
    rows.set(id, row);
  }
  return rows;
}
