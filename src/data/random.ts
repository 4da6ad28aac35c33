/*
 * Random numbers by counter, not by stream: each is a function of its keys (purpose, seed, epoch, clip), so that workers, ranks
 * and resuming do not change it. The purpose comes first, so that no two uses share a number. SplitMix64's finalizer in two
 * 32-bit halves would cost BigInt; this is the 32-bit finalizer of MurmurHash3 (Appleby, 2011), chained.
 */

/** First keys of all random numbers in the package. A new use gets a number of its own; numbers are never reused. */
export const PURPOSES = {
  clipOrder: 1,
  crop: 2,
  gain: 3,
  rankSeed: 4,
  shardOrder: 5,
  windowOrder: 6,
  batchOrder: 7,
  shardWriting: 8,
  validationSplit: 9,
  trialSeed: 10,
  bootstrap: 11,
  note: 12,
  layoutSample: 13,
  layoutAxes: 14,
  layoutJitter: 15,
  exportNoise: 16,
  dropout: 17,
  dropoutCall: 18,
  dropoutPosition: 19,
  rowDecoding: 20,
  augmentation: 21,
  augmentationChoice: 22,
  mixPartner: 23,
  featureAugmentation: 24,
  featureAugmentationChoice: 25,
  listening: 26,
  balance: 30,
  balanceTurns: 34,
  folds: 31,
  measuredClips: 33,
  soundscape: 43,
  importanceRows: 44,
  importanceShift: 45,
  importanceThreshold: 46,
} as const;

/** Increased when training draws other numbers than before for the same configuration; stored in checkpoints. */
export const RANDOM_VERSION = 2;

function mix(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  let h = hash ^ k;
  h = Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64;
  return h | 0;
}

function finish(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Returns an integer from 0 to 2^32 - 1 that depends on every key. */
export function randomUint32(...keys: readonly number[]): number {
  let hash = 0x9747b28c;
  for (const key of keys) {
    // Both halves of a key beyond 32 bits count; a seed may be that large.
    hash = mix(mix(hash, key | 0), Math.floor(key / 4294967296) | 0);
  }
  return finish(hash);
}

/** Returns a number in [0, 1) that depends on every key. */
export function randomFloat(...keys: readonly number[]): number {
  return randomUint32(...keys) / 4294967296;
}

/** Returns the integers below `count` in an order that the keys decide (Fisher-Yates). */
export function permutation(count: number, ...keys: readonly number[]): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(randomFloat(...keys, i) * (i + 1));
    const swapped = order[i]!;
    order[i] = order[j]!;
    order[j] = swapped;
  }
  return order;
}
