// C = labels, T = thresholds.
import { mean } from "../mean.js";
import { meanOfDefined } from "../tagging-summary.js";

/** Counts of a recording (Int32Array) or sums over recordings (Float64Array). */
export type Counts = Int32Array | Float64Array;

/**
 * Results of a criterion that compares detected with true events, by label and threshold. They add over recordings. The
 * criterion decides what is counted: segments, events or frames.
 */
export interface EventCounts {
  numTrue: Counts; // [C]
  /** True segments, events or frames that were detected. */
  truePositives: Counts; // [C, T]
  /** Detected segments, events or frames that are not true. */
  falsePositives: Counts; // [C, T]
}

/** Counts of each label at one threshold, [C]: all 0. */
export function noCounts(numLabels: number) {
  return {
    numTrue: new Float64Array(numLabels),
    truePositives: new Float64Array(numLabels),
    falsePositives: new Float64Array(numLabels),
  };
}

/** Precision, recall and F1. A label without true events has a recall and an F1 of NaN and is left out of their macro means. */
export interface EventScores {
  precision: number[]; // [C]; 0 if nothing was detected
  recall: number[]; // [C]
  f1: number[]; // [C]
  macroPrecision: number;
  macroRecall: number;
  macroF1: number;
  /** Scores of the counts of all labels together; recall and F1 are NaN if no label has true events. */
  microPrecision: number;
  microRecall: number;
  microF1: number;
}

/**
 * Returns precision, recall and F1 of counts.
 *
 * Source: sed_eval 0.2.1 with `empty_system_output_handling="zero_score"`, which gives a label without detections a precision
 * of 0 instead of NaN, so that an F1 of 0 counts in the macro mean.
 *
 * @param levels index of the threshold of each label, [C]; by default the first
 */
export function eventScores(counts: EventCounts, levels?: ArrayLike<number>): EventScores {
  const labels = Array.from(counts.numTrue, (_, label) => countsAt(counts, label, levels?.[label] ?? 0));
  const scores = labels.map(scoresOf);
  const micro = scoresOf(
    labels.reduce(
      (sum, { hits, alarms, numTrue }) => ({
        hits: sum.hits + hits,
        alarms: sum.alarms + alarms,
        numTrue: sum.numTrue + numTrue,
      }),
      { hits: 0, alarms: 0, numTrue: 0 },
    ),
  );
  const [precision, recall, f1] = [
    scores.map((label) => label.precision),
    scores.map((label) => label.recall),
    scores.map((label) => label.f1),
  ];
  return {
    precision,
    recall,
    f1,
    macroPrecision: mean(precision),
    macroRecall: meanOfDefined(recall),
    macroF1: meanOfDefined(f1),
    microPrecision: micro.precision,
    microRecall: micro.recall,
    microF1: micro.f1,
  };
}

/** Thresholds with the highest F1 of each label. */
export interface BestThresholds {
  levels: Int32Array; // [C]
  thresholds: Float64Array; // [C]
  /** Scores at these thresholds. */
  scores: EventScores;
}

/**
 * Returns the threshold with the highest F1 of each label. Of several with the same F1 it takes the one nearest to 0.5, then the
 * higher one; so a label without true events, or whose F1 is 0 everywhere, gets the one nearest to 0.5.
 *
 * @param thresholds of each label, [C][T], as the counts were made
 */
export function bestEventThresholds(
  counts: EventCounts,
  thresholds: readonly ArrayLike<number>[],
): BestThresholds {
  const levels = Int32Array.from(thresholds, (ofLabel, label) => {
    let best = { level: 0, f1: -1, threshold: Number.NaN };
    for (let level = 0; level < ofLabel.length; level++) {
      const { f1: score } = scoresOf(countsAt(counts, label, level));
      const f1 = Number.isNaN(score) ? 0 : score;
      const threshold = ofLabel[level]!;
      if (f1 > best.f1 || (f1 === best.f1 && isNearer(threshold, best.threshold)))
        best = { level, f1, threshold };
    }
    return best.level;
  });
  return {
    levels,
    thresholds: Float64Array.from(levels, (level, label) => thresholds[label]![level]!),
    scores: eventScores(counts, levels),
  };
}

const NEUTRAL_THRESHOLD = 0.5;

/** True if a threshold is nearer to 0.5 than a lower one, or as near. */
function isNearer(threshold: number, lower: number): boolean {
  return Math.abs(threshold - NEUTRAL_THRESHOLD) <= Math.abs(lower - NEUTRAL_THRESHOLD);
}

interface LabelCounts {
  hits: number;
  alarms: number;
  numTrue: number;
}

function countsAt(
  { numTrue, truePositives, falsePositives }: EventCounts,
  label: number,
  level: number,
): LabelCounts {
  const at = label * (truePositives.length / numTrue.length) + level;
  return { hits: truePositives[at]!, alarms: falsePositives[at]!, numTrue: numTrue[label]! };
}

/** Returns precision, recall and F1; NaN is what sed_eval has without true events. */
function scoresOf({ hits, alarms, numTrue }: LabelCounts): { precision: number; recall: number; f1: number } {
  const precision = hits + alarms === 0 ? 0 : hits / (hits + alarms);
  if (numTrue === 0) return { precision, recall: Number.NaN, f1: Number.NaN };
  const recall = hits / numTrue;
  return { precision, recall, f1: hits === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}
