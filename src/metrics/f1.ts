// N = clips, C = labels.
import { mean } from "./mean.js";
import { countClips, NEGATIVE, POSITIVE, type TaggingRows } from "./tagging-rows.js";

/** Precision, recall and F1 at given thresholds; each list has one value a label. */
export interface F1Scores {
  precision: number[]; // [C]
  recall: number[]; // [C]
  f1: number[]; // [C]
  /** Mean of F1 over the labels that have a positive clip; NaN if none has. */
  macroF1: number;
  /** F1 of all known pairs of clip and label counted together; NaN if there are none. */
  microF1: number;
  /** Labels without a positive clip: left out of the macro mean, because no model can score above 0 on them. */
  labelsWithoutPositives: number[];
}

/**
 * Returns precision, recall and F1 where a label is predicted if its score is at or above the label's threshold. Ignored
 * entries are not counted. A division by zero gives 0: precision of a label that is never predicted, recall of a label
 * without positives, F1 of a label with neither.
 *
 * Source: scikit-learn 1.9's `precision_recall_fscore_support` with `zero_division=0`. The macro mean differs in leaving
 * out labels without positives; the micro mean does not, since false alarms on such labels are errors.
 *
 * @param rows scores and targets [N, C]
 * @param thresholds one a label, [C]
 * @param weights how often each clip counts, [N]; by default once
 */
export function f1Scores(
  rows: TaggingRows,
  thresholds: ArrayLike<number>,
  weights?: ArrayLike<number>,
): F1Scores {
  const { numLabels } = rows;
  const { hits, alarms, misses, numKnown } = count(rows, thresholds, weights);
  const labels = Array.from({ length: numLabels }, (_, label) => label);
  const f1 = labels.map((label) =>
    ratio(2 * hits[label]!, 2 * hits[label]! + alarms[label]! + misses[label]!),
  );
  const hasPositives = (label: number): boolean => hits[label]! + misses[label]! > 0;
  const [numHits, numAlarms, numMisses] = [sum(hits), sum(alarms), sum(misses)];
  return {
    precision: labels.map((label) => ratio(hits[label]!, hits[label]! + alarms[label]!)),
    recall: labels.map((label) => ratio(hits[label]!, hits[label]! + misses[label]!)),
    f1,
    macroF1: mean(f1.filter((_, label) => hasPositives(label))),
    microF1: numKnown === 0 ? Number.NaN : ratio(2 * numHits, 2 * numHits + numAlarms + numMisses),
    labelsWithoutPositives: labels.filter((label) => !hasPositives(label)),
  };
}

/** Counts the true positives (hits), false positives (alarms) and false negatives (misses) of each label. */
function count(rows: TaggingRows, thresholds: ArrayLike<number>, weights?: ArrayLike<number>) {
  const { scores, targets, numLabels } = rows;
  const numClips = countClips(rows);
  const hits = new Float64Array(numLabels);
  const alarms = new Float64Array(numLabels);
  const misses = new Float64Array(numLabels);
  let numKnown = 0;
  for (let clip = 0, at = 0; clip < numClips; clip++) {
    const weight = weights === undefined ? 1 : weights[clip]!;
    for (let label = 0; label < numLabels; label++, at++) {
      const target = targets[at]!;
      if (target !== POSITIVE && target !== NEGATIVE) continue;
      numKnown += weight;
      const isPredicted = scores[at]! >= thresholds[label]!;
      if (target === POSITIVE) (isPredicted ? hits : misses)[label]! += weight;
      else if (isPredicted) alarms[label]! += weight;
    }
  }
  return { hits, alarms, misses, numKnown };
}

function ratio(part: number, total: number): number {
  return total === 0 ? 0 : part / total;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
