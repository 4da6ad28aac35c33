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
  const { scores, targets, numLabels } = rows;
  const numClips = countClips(rows);
  let numCounted = 0;
  let numExact = 0;
  for (let clip = 0; clip < numClips; clip++) {
    let numKnown = 0;
    let numRight = 0;
    for (let label = 0; label < numLabels; label++) {
      const at = clip * numLabels + label;
      const target = targets[at]!;
      if (target !== POSITIVE && target !== NEGATIVE) continue;
      numKnown++;
      if (scores[at]! >= thresholds[label]! === (target === POSITIVE)) numRight++;
    }
    if (numKnown === 0) continue;
    numCounted++;
    if (numRight === numKnown) numExact++;
  }
  return numExact / numCounted;
}
