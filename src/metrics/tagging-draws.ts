// N = clips, C = labels.
import { averagePrecision } from "./average-precision.js";
import { exactMatches } from "./exact-match.js";
import { f1OfOutcomes, outcomesOf } from "./f1.js";
import { rankLabels } from "./ranking.js";
import { rocAuc } from "./roc-auc.js";
import { countClips, type TaggingRows } from "./tagging-rows.js";
import { meanOfDefined, type TaggingSummary } from "./tagging-summary.js";
import { WeightedRanking } from "./weighted-ranking.js";

/** The metrics of all labels together. */
export type TaggingMeans = Omit<TaggingSummary, "perLabel" | "labelsWithoutPositives">;

/**
 * Returns a function that computes the metrics of drawn clips: the same numbers as `summarizeTagging` of their rows. Scores
 * are sorted once, so that a draw takes a fraction of the time.
 *
 * @param rows scores and targets [N, C]
 * @param thresholds one a label, [C]
 */
export function drawTagging(
  rows: TaggingRows,
  thresholds: ArrayLike<number>,
): (clips: Int32Array) => TaggingMeans {
  const numClips = countClips(rows);
  const { numLabels } = rows;
  const labels = Array.from(
    { length: numLabels },
    (_, label) => new WeightedRanking(rows, label, numLabels, numClips),
  );
  const pairs = new WeightedRanking(rows, 0, 1, rows.scores.length);
  const outcomes = outcomesOf(rows, thresholds);
  const matches = exactMatches(rows, thresholds);
  const ranked = Array.from({ length: numClips }, (_, clip) => rankLabels(rows, clip));
  const numPositive = Int32Array.from(ranked, (ranking) => ranking.numPositive); // [N]
  /** Sum over the clip's positive labels of the precision down to each. */
  const precisions = Float64Array.from(ranked, (ranking) =>
    ranking.numPositive === 0 ? 0 : averagePrecision(ranking) * ranking.numPositive,
  ); // [N]
  const weights = new Int32Array(numClips);
  return (clips) => {
    weights.fill(0);
    let precisionSum = 0;
    let positiveSum = 0;
    let numExact = 0;
    let numCounted = 0;
    for (let i = 0; i < clips.length; i++) {
      const clip = clips[i]!;
      weights[clip]!++;
      precisionSum += precisions[clip]!;
      positiveSum += numPositive[clip]!;
      if (matches[clip] === null) continue;
      numCounted++;
      if (matches[clip]) numExact++;
    }
    const rankings = labels.map((label) => label.rank(weights));
    const ofPairs = pairs.rank(weights);
    const { macroF1, microF1 } = f1OfOutcomes(outcomes, numLabels, weights);
    return {
      meanAveragePrecision: meanOfDefined(rankings.map(averagePrecision)),
      microAveragePrecision: averagePrecision(ofPairs),
      macroRocAuc: meanOfDefined(rankings.map(rocAuc)),
      microRocAuc: rocAuc(ofPairs),
      lwlrap: precisionSum / positiveSum,
      ...{ macroF1, microF1 },
      exactMatchRatio: numExact / numCounted,
    };
  };
}
