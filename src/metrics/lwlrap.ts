// N = clips, C = labels.
import { averagePrecision } from "./average-precision.js";
import { rankLabels } from "./ranking.js";
import { countClips, type TaggingRows } from "./tagging-rows.js";

/**
 * Returns the label-weighted label-ranking average precision (lwlrap): the mean, over all positive pairs of clip and label,
 * of the precision of the clip's ranked labels down to that label. Every positive pair weighs the same, so that a clip
 * weighs as much as it has positive labels. Tied labels share the lowest of their ranks.
 *
 * For one clip this is the average precision of its labels, and lwlrap is the mean of that over clips, weighted by their
 * positive labels. Clips without a positive label weigh nothing; ignored entries do not take part in the ranking of their
 * clip. NaN if no clip has a positive label.
 *
 * Source: Fonseca et al., "Audio tagging with noisy labels and minimal supervision", DCASE 2019. Equals scikit-learn 1.9's
 * `label_ranking_average_precision_score` with the number of positive labels as `sample_weight`.
 *
 * @param rows scores and targets [N, C]
 */
export function lwlrap(rows: TaggingRows): number {
  const numClips = countClips(rows);
  let sum = 0;
  let numPositive = 0;
  for (let clip = 0; clip < numClips; clip++) {
    const ranking = rankLabels(rows, clip);
    if (ranking.numPositive === 0) continue;
    sum += averagePrecision(ranking) * ranking.numPositive;
    numPositive += ranking.numPositive;
  }
  return sum / numPositive;
}
