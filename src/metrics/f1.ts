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
 */
export function f1Scores(rows: TaggingRows, thresholds: ArrayLike<number>): F1Scores {
  const once = new Int32Array(countClips(rows)).fill(1);
  return f1OfOutcomes(outcomesOf(rows, thresholds), rows.numLabels, once);
}

/** Outcomes of an entry: an index into the counts of its label. */
const OUTCOMES = { ignored: 0, hit: 1, alarm: 2, miss: 3, rejection: 4 } as const;
const NUM_OUTCOMES = 5;

/** Returns the outcome of each entry: [N, C]. */
export function outcomesOf(
  { scores, targets, numLabels }: TaggingRows,
  thresholds: ArrayLike<number>,
): Uint8Array {
  const { ignored, hit, alarm, miss, rejection } = OUTCOMES;
  const outcomes = new Uint8Array(targets.length);
  for (let at = 0; at < outcomes.length; at++) {
    const isPredicted = scores[at]! >= thresholds[at % numLabels]!;
    if (targets[at] === POSITIVE) outcomes[at] = isPredicted ? hit : miss;
    else if (targets[at] === NEGATIVE) outcomes[at] = isPredicted ? alarm : rejection;
    else outcomes[at] = ignored;
  }
  return outcomes;
}

/**
 * Returns the scores of `f1Scores` from the outcomes of its entries.
 *
 * @param weights how often each clip counts, [N]
 */
export function f1OfOutcomes(outcomes: Uint8Array, numLabels: number, weights: Int32Array): F1Scores {
  const counts = new Float64Array(numLabels * NUM_OUTCOMES);
  for (let clip = 0, at = 0; clip < weights.length; clip++) {
    const weight = weights[clip]!;
    for (let label = 0; label < numLabels; label++, at++)
      counts[label * NUM_OUTCOMES + outcomes[at]!]! += weight;
  }
  const labels = Array.from({ length: numLabels }, (_, label) => label);
  const countsOf = (outcome: keyof typeof OUTCOMES): number[] =>
    labels.map((label) => counts[label * NUM_OUTCOMES + OUTCOMES[outcome]]!);
  const [hits, alarms, misses] = [countsOf("hit"), countsOf("alarm"), countsOf("miss")];
  const f1 = labels.map((label) =>
    ratio(2 * hits[label]!, 2 * hits[label]! + alarms[label]! + misses[label]!),
  );
  const hasPositives = (label: number): boolean => hits[label]! + misses[label]! > 0;
  const [numHits, numAlarms, numMisses] = [sum(hits), sum(alarms), sum(misses)];
  const numKnown = numHits + numAlarms + numMisses + sum(countsOf("rejection"));
  return {
    precision: labels.map((label) => ratio(hits[label]!, hits[label]! + alarms[label]!)),
    recall: labels.map((label) => ratio(hits[label]!, hits[label]! + misses[label]!)),
    f1,
    macroF1: mean(f1.filter((_, label) => hasPositives(label))),
    microF1: numKnown === 0 ? Number.NaN : ratio(2 * numHits, 2 * numHits + numAlarms + numMisses),
    labelsWithoutPositives: labels.filter((label) => !hasPositives(label)),
  };
}

function ratio(part: number, total: number): number {
  return total === 0 ? 0 : part / total;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
