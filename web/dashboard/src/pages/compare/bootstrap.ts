/** Intervals for the difference of two runs over the clips that both evaluated. N = clips. */

export interface Interval {
  /** Mean of the differences. */
  mean: number;
  low: number;
  high: number;
}

export const DRAWS = 2000;
/** Work of a chunk, after which the page may react. */
const CHUNK = 400_000;

/**
 * Paired bootstrap (Efron and Tibshirani, 1993): clips are drawn with replacement, the interval holds 95 % of the means. The same
 * seed gives the same interval.
 *
 * @param differences of each clip: the second run's value minus the first one's; one array for each measure [N]
 * @returns null if the signal is aborted, or without clips
 */
export async function pairedBootstrap(
  differences: readonly Float64Array[],
  seed: number,
  signal?: AbortSignal,
): Promise<Interval[] | null> {
  const count = differences[0]?.length ?? 0;
  if (count === 0) return null;
  const random = mulberry32(seed);
  const means = differences.map(() => new Float64Array(DRAWS));
  const sums = new Float64Array(differences.length);
  let work = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    sums.fill(0);
    for (let i = 0; i < count; i++) {
      const clip = Math.floor(random() * count);
      for (let k = 0; k < differences.length; k++) sums[k]! += differences[k]![clip]!;
    }
    for (const [k, one] of means.entries()) one[draw] = sums[k]! / count;
    work += count * differences.length;
    if (work < CHUNK) continue;
    work = 0;
    await new Promise((resolve) => setTimeout(resolve));
    if (signal?.aborted) return null;
  }
  return means.map((one, k) => {
    one.sort();
    return {
      mean: differences[k]!.reduce((sum, value) => sum + value, 0) / count,
      low: one[Math.floor(0.025 * (DRAWS - 1))]!,
      high: one[Math.ceil(0.975 * (DRAWS - 1))]!,
    };
  });
}

/** mulberry32 by T. Ettinger (public domain): 32 bits of state, numbers from 0 to 1. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
