// N = clips, C = labels.
import { averagePrecision } from "./average-precision.js";
import { exactMatchRatio } from "./exact-match.js";
import { f1Scores } from "./f1.js";
import { lwlrap } from "./lwlrap.js";
import { mean } from "./mean.js";
import { rankClips, rankPairs } from "./ranking.js";
import { rocAuc } from "./roc-auc.js";
import type { TaggingRows } from "./tagging-rows.js";

/** Metrics of a tagging model. A metric that the clips do not define is NaN. */
export interface TaggingSummary {
  /** Mean average precision over the labels with a positive clip (macro). */
  meanAveragePrecision: number;
  /** Average precision of all pairs of clip and label, ranked together. */
  microAveragePrecision: number;
  /** Mean over the labels with positive and negative clips. */
  macroRocAuc: number;
  /** AUROC of all pairs of clip and label, ranked together. */
  microRocAuc: number;
  lwlrap: number;
  /** Mean over the labels with a positive clip. */
  macroF1: number;
  microF1: number;
  /** Share of clips whose known labels are all predicted correctly. */
  exactMatchRatio: number;
  /** Lists with one value a label. */
  perLabel: {
    averagePrecision: number[]; // [C]; NaN without a positive clip
    rocAuc: number[]; // [C]; NaN without a positive or without a negative clip
    precision: number[]; // [C]
    recall: number[]; // [C]
    f1: number[]; // [C]
    numPositive: number[]; // [C]
    numNegative: number[]; // [C]
  };
  /** Labels without a positive clip: left out of the macro means. */
  labelsWithoutPositives: number[];
}

/**
 * Returns all metrics of a tagging model. Never throws: without clips or without labels, every metric is NaN.
 *
 * @param rows scores and targets [N, C]
 * @param thresholds scores from which on a label is predicted, one a label, [C]; see `bestThresholds`
 */
export function summarizeTagging(rows: TaggingRows, thresholds: ArrayLike<number>): TaggingSummary {
  const perLabel: TaggingSummary["perLabel"] = {
    averagePrecision: [],
    rocAuc: [],
    precision: [],
    recall: [],
    f1: [],
    numPositive: [],
    numNegative: [],
  };
  for (let label = 0; label < rows.numLabels; label++) {
    const ranking = rankClips(rows, label);
    perLabel.averagePrecision.push(averagePrecision(ranking));
    perLabel.rocAuc.push(rocAuc(ranking));
    perLabel.numPositive.push(ranking.numPositive);
    perLabel.numNegative.push(ranking.numNegative);
  }
  const pairs = rankPairs(rows);
  const { precision, recall, f1, macroF1, microF1, labelsWithoutPositives } = f1Scores(rows, thresholds);
  return {
    meanAveragePrecision: meanOfDefined(perLabel.averagePrecision),
    microAveragePrecision: averagePrecision(pairs),
    macroRocAuc: meanOfDefined(perLabel.rocAuc),
    microRocAuc: rocAuc(pairs),
    lwlrap: lwlrap(rows),
    macroF1,
    microF1,
    exactMatchRatio: exactMatchRatio(rows, thresholds),
    perLabel: { ...perLabel, precision, recall, f1 },
    labelsWithoutPositives,
  };
}

/** Returns the mean of the numbers that are not NaN. */
export function meanOfDefined(values: readonly number[]): number {
  return mean(values.filter((value) => !Number.isNaN(value)));
}
