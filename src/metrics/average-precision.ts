// G = distinct scores.
import type { Ranking } from "./ranking.js";

/**
 * Returns the average precision of a ranking: the mean over its positive entries of the precision at their score,
 * `sum over g of (recall[g] - recall[g - 1]) * precision[g]`, where g counts the distinct scores from the highest down and
 * both are measured on the entries with that score or a higher one. There is no interpolation; tied entries share a
 * threshold.
 *
 * Source: scikit-learn 1.9's `average_precision_score`, which it equals wherever there is a positive entry. Without one,
 * average precision is undefined: this returns NaN, scikit-learn 0 and a warning.
 */
export function averagePrecision({ positives, negatives, numPositive }: Ranking): number {
  let sum = 0;
  let above = 0;
  for (let g = 0; g < positives.length; g++) {
    const hits = positives[g]!;
    if (hits > above) sum += (hits - above) * (hits / (hits + negatives[g]!));
    above = hits;
  }
  return sum / numPositive;
}
