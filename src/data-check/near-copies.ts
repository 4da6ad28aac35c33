/** Finds pairs of similar fingerprints. */
import { FINGERPRINT_SIZE } from "./fingerprint.js";

/** Cosine of two fingerprints from which their sounds are near-duplicates. */
export const NEAR_SIMILARITY = 0.97;

export interface NearCopy {
  /** Places of the two sounds in the list; `first` is smaller. */
  first: number;
  second: number;
  similarity: number;
}

/** Values after which a comparison may stop. */
const STRIDE = 16;

/**
 * Returns for each sound the most similar one before it that `mayPair` accepts, if it is a near-duplicate. Exact: nothing is
 * missed. Sounds are sorted by the value that spreads them most, and only those within the largest distance are compared,
 * most of them by a few values: 10,000 sounds take seconds.
 *
 * @param fingerprints null for sounds that are left out
 */
export function findNearCopies(
  fingerprints: readonly (Float32Array | null)[],
  mayPair: (first: number, second: number) => boolean,
): NearCopy[] {
  const farthestSquared = 2 - 2 * NEAR_SIMILARITY;
  const farthest = Math.sqrt(farthestSquared);
  const given = fingerprints.flatMap((fingerprint, index) =>
    fingerprint === null ? [] : [{ index, fingerprint }],
  );
  const axis = widestValue(given.map(({ fingerprint }) => fingerprint));
  given.sort((a, b) => a.fingerprint[axis]! - b.fingerprint[axis]! || a.index - b.index);
  const best = new Map<number, NearCopy>();
  for (const [i, a] of given.entries()) {
    for (let j = i + 1; j < given.length; j++) {
      const b = given[j]!;
      if (b.fingerprint[axis]! - a.fingerprint[axis]! > farthest) break;
      const distance = distanceBelow(a.fingerprint, b.fingerprint, farthestSquared);
      if (distance === null) continue;
      const [first, second] = a.index < b.index ? [a.index, b.index] : [b.index, a.index];
      if (!mayPair(first, second)) continue;
      const similarity = 1 - distance / 2;
      const known = best.get(second);
      const isBetter =
        known === undefined ||
        similarity > known.similarity ||
        (similarity === known.similarity && first < known.first);
      if (isBetter) best.set(second, { first, second, similarity });
    }
  }
  return [...best.values()].sort((a, b) => a.second - b.second);
}

/** Returns the squared distance, or null as soon as it is above `most`. */
function distanceBelow(a: Float32Array, b: Float32Array, most: number): number | null {
  let sum = 0;
  for (let from = 0; from < FINGERPRINT_SIZE; from += STRIDE) {
    for (let i = from; i < from + STRIDE; i++) {
      const difference = a[i]! - b[i]!;
      sum += difference * difference;
    }
    if (sum > most) return null;
  }
  return sum;
}

/** Returns the place of the value with the largest variance. */
function widestValue(fingerprints: readonly Float32Array[]): number {
  const sums = new Float64Array(FINGERPRINT_SIZE);
  const squares = new Float64Array(FINGERPRINT_SIZE);
  for (const fingerprint of fingerprints) {
    for (let i = 0; i < FINGERPRINT_SIZE; i++) {
      sums[i]! += fingerprint[i]!;
      squares[i]! += fingerprint[i]! ** 2;
    }
  }
  const variances = squares.map((square, i) => square * fingerprints.length - sums[i]! ** 2);
  return variances.reduce((widest, variance, i) => (variance > variances[widest]! ? i : widest), 0);
}
