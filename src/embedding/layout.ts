import { addon } from "../ops/addon.js";
import type { Curve } from "./curve.js";
import type { Graph } from "./fuzzy-set.js";

export interface LayoutOptions {
  curve: Curve;
  numEpochs: number;
  seed: number;
  /** How far forces move points in the first epoch, less from then on; the paper's is 1. */
  learningRate?: number;
  numThreads: number;
  /** Called now and then with the epochs done so far; what it throws ends the layout. */
  onEpochs?: (numDone: number) => void;
}

/** Edges between two looks at whether to go on: some 50 ms. */
const EDGES_A_CALL = 3_000_000;

/**
 * Moves points so that neighbours in the graph come together and others apart: stochastic gradient descent on the
 * cross-entropy of the two fuzzy sets, with five negative samples for each neighbour (algorithm 5 of McInnes, Healy
 * and Melville, 2018), in `native/umap.cc`. Blocks the calling thread.
 *
 * In an epoch every point moves by where the others were at its beginning, by random numbers of (seed, epoch, point).
 * The reference moves points as it goes, with several threads in whatever order they come; here the result is the same
 * to the bit for any number of threads.
 *
 * `start` is [N, 2], row-major, as is the result.
 */
export function optimizeLayout(graph: Graph, start: Float32Array, options: LayoutOptions): Float32Array {
  const { curve, numEpochs, seed, learningRate = 1, numThreads, onEpochs } = options;
  const positions = start.slice();
  const numEdges = graph.neighbors.length;
  if (numEdges === 0) return positions;
  // The strongest edges pull in every epoch.
  const strongest = graph.weights.reduce((most, weight) => Math.max(most, weight), 0);
  const weights = graph.weights.map((weight) => weight / strongest);
  const epochsACall = Math.max(1, Math.floor(EDGES_A_CALL / numEdges));
  for (let epoch = 0; epoch < numEpochs; epoch += epochsACall) {
    const end = Math.min(numEpochs, epoch + epochsACall);
    addon.umapEpochs(
      positions,
      graph.offsets,
      graph.neighbors,
      weights,
      curve.a,
      curve.b,
      seed,
      epoch,
      end,
      numEpochs,
      learningRate,
      numThreads,
    );
    onEpochs?.(end);
  }
  return positions;
}
