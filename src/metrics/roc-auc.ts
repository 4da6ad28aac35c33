// G = distinct scores.
import type { Ranking } from "./ranking.js";

/**
 * Returns the area under the ROC curve of a ranking: the probability that a random positive entry has a higher score than a
 * random negative one, where a tie counts as half. It is the Mann-Whitney U statistic divided by the number of pairs.
 *
 * Source: Hanley and McNeil, "The meaning and use of the area under a receiver operating characteristic (ROC) curve",
 * 1982. Equals scikit-learn 1.9's `roc_auc_score`, also in being NaN if all entries are positive or none is.
 */
export function rocAuc({ positives, negatives, numPositive, numNegative }: Ranking): number {
  let numOrdered = 0; // pairs with the positive entry above, plus half of the ties; exact up to 2^52
  let above = 0;
  for (let g = 0; g < positives.length; g++) {
    const numHere = positives[g]! - above;
    const negativesHere = negatives[g]! - (g === 0 ? 0 : negatives[g - 1]!);
    numOrdered += numHere * (numNegative - negatives[g]! + negativesHere / 2);
    above = positives[g]!;
  }
  return numOrdered / (numPositive * numNegative);
}
