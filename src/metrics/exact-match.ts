// N = clips, C = labels.
import { countClips, NEGATIVE, POSITIVE, type TaggingRows } from "./tagging-rows.js";

/**
 * Returns the share of clips for which all known labels are predicted correctly, where a label is predicted if its score is
 * at or above its threshold. A clip whose labels are all ignored does not count. NaN if no clip counts.
 *
 * Source: scikit-learn 1.9's `accuracy_score` of multilabel indicators ("subset accuracy").
 *
 * @param rows scores and targets [N, C]
 * @param thresholds one a label, [C]
 */
export function exactMatchRatio(rows: TaggingRows, thresholds: ArrayLike<number>): number {
  const counted = exactMatches(rows, thresholds).filter((isExact) => isExact !== null);
  return counted.filter((isExact) => isExact).length / counted.length;
}

/** Returns for each clip whether all known labels are predicted correctly; null if all are ignored. */
export function exactMatches(rows: TaggingRows, thresholds: ArrayLike<number>): (boolean | null)[] {
  const { scores, targets, numLabels } = rows;
  return Array.from({ length: countClips(rows) }, (_, clip) => {
    let numKnown = 0;
    let numRight = 0;
    for (let label = 0; label < numLabels; label++) {
      const at = clip * numLabels + label;
      const target = targets[at]!;
      if (target !== POSITIVE && target !== NEGATIVE) continue;
      numKnown++;
      if (scores[at]! >= thresholds[label]! === (target === POSITIVE)) numRight++;
    }
    return numKnown === 0 ? null : numRight === numKnown;
  });
}
