// N = clips of a set, C = classes.
import type { World } from "../distributed/world.js";

/** Results of an evaluation, by the clip's place in the set. */
export interface ClipResults {
  /** True labels; -1 for a clip that was not evaluated. */
  truth: Int32Array; // [N]
  /** Predicted labels; -1 where a probability is NaN. */
  predicted: Int32Array; // [N]
  losses: Float32Array; // [N]
  probabilities: Float32Array; // [N, C]
}

export function emptyResults(numClips: number, numClasses: number): ClipResults {
  return {
    probabilities: new Float32Array(numClips * numClasses),
    truth: new Int32Array(numClips).fill(-1),
    predicted: new Int32Array(numClips),
    losses: new Float32Array(numClips),
  };
}

/** All ranks: merges the results of each; every clip belongs to one rank. */
export function mergeResults(world: World, own: ClipResults): ClipResults {
  if (world.size === 1) return own;
  const numClips = own.truth.length;
  const numClasses = own.probabilities.length / numClips;
  const merged = emptyResults(numClips, numClasses);
  for (const bytes of world.gatherBytes(pack(own))) {
    const { buffer, byteOffset } = bytes.slice();
    const at = (array: number): number => byteOffset + 4 * numClips * array;
    const truth = new Int32Array(buffer, at(0), numClips);
    const predicted = new Int32Array(buffer, at(1), numClips);
    const losses = new Float32Array(buffer, at(2), numClips);
    const probabilities = new Float32Array(buffer, at(3), numClips * numClasses);
    for (let i = 0; i < numClips; i++) {
      if (truth[i]! < 0) continue;
      merged.truth[i] = truth[i]!;
      merged.predicted[i] = predicted[i]!;
      merged.losses[i] = losses[i]!;
      merged.probabilities.set(probabilities.subarray(i * numClasses, (i + 1) * numClasses), i * numClasses);
    }
  }
  return merged;
}

function pack({ truth, predicted, losses, probabilities }: ClipResults): Uint8Array {
  return Buffer.concat([truth, predicted, losses, probabilities].map(({ buffer }) => Buffer.from(buffer)));
}
