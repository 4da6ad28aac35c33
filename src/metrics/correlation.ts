// N = clips.
import { mean } from "./mean.js";

/**
 * Returns Pearson's correlation coefficient of two lists [N], in [-1, 1]. NaN, as from scipy 1.17's `pearsonr`, if one of
 * them is constant or holds a NaN or an infinity; NaN also for fewer than two clips, where scipy raises an error.
 */
export function pearson(x: Float64Array, y: Float64Array): number {
  const [a, b] = [unitDeviations(x), unitDeviations(y)];
  const r = a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  return x.length < 2 ? Number.NaN : Math.max(-1, Math.min(1, r));
}

/**
 * Returns Spearman's rank correlation of two lists [N]: Pearson's of their ranks, where equal values share the mean of their
 * ranks. NaN, as from scipy 1.17's `spearmanr`, if one of them is constant or holds a NaN, and for fewer than two clips.
 */
export function spearman(x: Float64Array, y: Float64Array): number {
  return pearson(averageRanks(x), averageRanks(y));
}

/**
 * Returns Lin's concordance correlation coefficient of two lists [N]: `2 cov / (var x + var y + (mean x - mean y)^2)`, with
 * population variances and covariance (divided by N), as Lin's estimator. It falls below Pearson's coefficient where the
 * predictions have another mean or scale than the targets. 0 if one list is constant; NaN (0 / 0) if both are constant
 * and equal, such as a perfect prediction of one clip.
 *
 * Source: Lin, "A concordance correlation coefficient to evaluate reproducibility", Biometrics 45, 1989.
 */
export function concordance(x: Float64Array, y: Float64Array): number {
  const [dx, dy] = [deviations(x), deviations(y)];
  const covariance = mean(dx.map((value, i) => value * dy[i]!));
  const shift = mean(x.map((value, i) => value - y[i]!));
  return (2 * covariance) / (meanSquare(dx) + meanSquare(dy) + shift ** 2);
}

/** Returns values minus their mean; exactly 0 for constant values, because the first value is subtracted before. */
export function deviations(values: Float64Array): Float64Array {
  const fromFirst = values.map((value) => value - values[0]!);
  const middle = mean(fromFirst);
  return fromFirst.map((value) => value - middle);
}

export function meanSquare(values: Float64Array): number {
  return mean(values.map((value) => value * value));
}

/** Deviations divided by their Euclidean norm; scaled first, so that squares of huge or tiny values keep their digits. */
function unitDeviations(values: Float64Array): Float64Array {
  const centred = deviations(values);
  const largest = centred.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scaled = centred.map((value) => value / largest);
  const norm = Math.sqrt(scaled.reduce((sum, value) => sum + value * value, 0));
  return scaled.map((value) => value / norm);
}

/** Ranks from 1; equal values share the mean of their ranks. NaN for a NaN. */
function averageRanks(values: Float64Array): Float64Array {
  const sorted = values.toSorted();
  const rankOf = new Map<number, number>();
  for (let first = 0, next = 0; first < sorted.length; first = next) {
    while (next < sorted.length && sorted[next] === sorted[first]) next++;
    if (next === first) break; // NaN values are last
    rankOf.set(sorted[first]!, (first + 1 + next) / 2);
  }
  return values.map((value) => rankOf.get(value) ?? Number.NaN);
}
