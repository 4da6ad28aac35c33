import { addon } from "../tensor/addon.js";
import type { Curve } from "./curve.js";
import type { Graph } from "./fuzzy-set.js";

export interface LayoutOptions {
  curve: Curve;
  numEpochs: number;
  seed: number;
  /** Step size of the first epoch, which decreases to 0; 1 in the paper. */
  learningRate?: number;
  numThreads: number;
  /** Called regularly with the number of finished epochs; an exception that it throws stops the layout. */
  onEpochs?: (numDone: number) => void;
}

/** Number of edges between two calls of `onProgress`: about 50 ms. */
const EDGES_A_CALL = 3_000_000;

/**
 * Moves neighbours in the graph together and other points apart: stochastic gradient descent on the cross-entropy of
 * the two fuzzy sets, with five negative samples for each neighbour (algorithm 5 of McInnes, Healy and Melville,
 * 2018), in `native/umap.cc`. Blocks the calling thread.
 *
 * In an epoch, every point moves by the positions from the start of the epoch, with random numbers keyed by (seed,
 * epoch, point). The reference updates positions immediately, in the order in which threads run; here the result is
 * bit-identical for any number of threads.
 *
 * `start` is [N, 2], row-major, as is the result.
 */
export function optimizeLayout(graph: Graph, start: Float32Array, options: LayoutOptions): Float32Array {
  const { curve, numEpochs, seed, learningRate = 1, numThreads, onEpochs } = options;
  const positions = start.slice();
  const numEdges = graph.neighbors.length;
  if (numEdges === 0) return positions;
  // The strongest edges attract in every epoch.
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
