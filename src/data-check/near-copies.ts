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

/** Values of the first comparison: those that differ most between sounds. */
const COARSE = 32;
/** Values after which a comparison may stop. */
const STRIDE = 32;

/**
 * Returns for each sound the most similar one before it that `mayPair` accepts, if it is a near-duplicate. Exact: nothing is
 * missed. Sounds are sorted by the value that spreads them most, and only those within the largest distance of each other are
 * compared, most of them by few values that fit in a cache: 10,000 sounds take seconds.
 *
 * @param fingerprints null for sounds that are left out
 */
export function findNearCopies(
  fingerprints: readonly (Float32Array | null)[],
  mayPair: (first: number, second: number) => boolean,
): NearCopy[] {
  const farthest = 2 - 2 * NEAR_SIMILARITY;
  const given = fingerprints.flatMap((fingerprint, index) =>
    fingerprint === null ? [] : [{ index, fingerprint }],
  );
  const widest = widestValues(given.map(({ fingerprint }) => fingerprint));
  const axis = widest[0]!;
  given.sort((a, b) => a.fingerprint[axis]! - b.fingerprint[axis]! || a.index - b.index);
  const coarse = new Float32Array(COARSE * given.length);
  for (const [i, { fingerprint }] of given.entries())
    for (let v = 0; v < COARSE; v++) coarse[COARSE * i + v] = fingerprint[widest[v]!]!;
  const best = new Map<number, NearCopy>();
  for (const [i, a] of given.entries()) {
    for (let j = i + 1; j < given.length; j++) {
      if ((coarse[COARSE * j]! - coarse[COARSE * i]!) ** 2 > farthest) break;
      if (distanceUpTo(farthest, coarse, COARSE * i, coarse, COARSE * j, COARSE) > farthest) continue;
      const b = given[j]!;
      const distance = distanceUpTo(farthest, a.fingerprint, 0, b.fingerprint, 0, FINGERPRINT_SIZE);
      if (distance > farthest) continue;
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

/** Returns the squared distance of `count` values of each array, from places `p` and `q` on; a part of it if that is above `most`. */
function distanceUpTo(
  most: number,
  a: Float32Array,
  p: number,
  b: Float32Array,
  q: number,
  count: number,
): number {
  let sum = 0;
  for (let from = 0; from < count && sum <= most; from += STRIDE) {
    for (let i = from; i < from + STRIDE; i++) {
      const difference = a[p + i]! - b[q + i]!;
      sum += difference * difference;
    }
  }
  return sum;
}

/** Returns the places of the COARSE values with the largest variances, the largest first. */
function widestValues(fingerprints: readonly Float32Array[]): number[] {
  const sums = new Float64Array(FINGERPRINT_SIZE);
  const squares = new Float64Array(FINGERPRINT_SIZE);
  for (const fingerprint of fingerprints) {
    for (let i = 0; i < FINGERPRINT_SIZE; i++) {
      sums[i]! += fingerprint[i]!;
      squares[i]! += fingerprint[i]! ** 2;
    }
  }
  const variances = squares.map((square, i) => square * fingerprints.length - sums[i]! ** 2);
  return [...variances.keys()].sort((a, b) => variances[b]! - variances[a]! || a - b).slice(0, COARSE);
}
