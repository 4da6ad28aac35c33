import type { Curve } from "./curve.js";

/**
 * Smooths a curve by an exponential average whose weights halve every `halfLife` steps.
 *
 * The half-life is in steps, not in points, and each bucket counts as its values spread evenly over its steps. So zoom, which
 * changes the size of buckets, does not change the result, apart from what happens within a bucket. Weights are normalised: the
 * first values are not pulled to 0. Values that are not finite are left out.
 *
 * @returns the average at the end of each bucket; NaN before the first finite value
 */
export function smoothed(curve: Curve, halfLife: number): number[] {
  if (!(halfLife > 0)) return curve.last;
  const decay = 2 ** (-1 / halfLife);
  let [sum, weight, before] = [0, 0, Number.NaN];
  return curve.mean.map((mean, i) => {
    const [start, end] = [curve.step[i]!, curve.at[i]!];
    if (!Number.isNaN(before)) {
      const faded = decay ** (end - before);
      sum *= faded;
      weight *= faded;
    }
    before = end;
    const known = curve.count[i]! - curve.nan[i]!;
    if (known > 0) {
      const width = end - start + 1;
      // Mean of decay^0 to decay^(width - 1): the weight of a value at an unknown place of the bucket.
      const share = width === 1 ? 1 : (1 - decay ** width) / (width * (1 - decay));
      sum += mean * known * share;
      weight += known * share;
    }
    return weight > 0 ? sum / weight : Number.NaN;
  });
}

/** Half-lives to choose from, in steps; 0 is none. */
export function halfLives(lastStep: number): number[] {
  const result = [0];
  for (let power = 1; power <= lastStep / 2; power *= 10)
    for (const factor of [1, 2, 5]) if (factor * power <= lastStep / 2) result.push(factor * power);
  return result;
}
