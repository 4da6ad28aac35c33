// C = labels.
import { meanOfDefined } from "../tagging-summary.js";
import { type EventCounts, type EventScores, eventScores } from "./event-counts.js";

/** Errors by kind, each divided by the number of true segments or events. All are NaN without true ones. */
export interface ErrorRates {
  /** Sum of the others. */
  errorRate: number;
  deletionRate: number;
  insertionRate: number;
}

/** Errors of all labels together, where a detection with a wrong label is a substitution. */
export interface OverallErrorRates extends ErrorRates {
  substitutionRate: number;
}

/** Metrics of detected events, segment by segment or event by event. */
export interface DetectionMetrics extends EventScores {
  overall: OverallErrorRates;
  perLabel: ErrorRates[]; // [C]
  /** Mean over the labels with true events. */
  macroErrorRate: number;
}

/** Returns the metrics of counts by label and of errors of all labels. */
export function detectionMetrics(counts: EventCounts, errors: OverallErrors): DetectionMetrics {
  const perLabel = Array.from(counts.numTrue, (numTrue, label) =>
    labelErrorRates(numTrue, numTrue - counts.truePositives[label]!, counts.falsePositives[label]!),
  );
  return {
    ...eventScores(counts),
    overall: overallErrorRates(
      Array.from(counts.numTrue).reduce((sum, number) => sum + number, 0),
      errors,
    ),
    perLabel,
    macroErrorRate: meanOfDefined(perLabel.map(({ errorRate }) => errorRate)),
  };
}

/**
 * Returns the error rates of one label: misses are deletions, false alarms are insertions.
 *
 * Source: Mesaros, Heittola and Virtanen, "Metrics for Polyphonic Sound Event Detection", 2016; sed_eval 0.2.1, which without
 * true events has 0 or about 1e15 instead of NaN.
 */
function labelErrorRates(numTrue: number, deletions: number, insertions: number): ErrorRates {
  const { errorRate, deletionRate, insertionRate } = overallErrorRates(numTrue, {
    substitutions: 0,
    deletions,
    insertions,
  });
  return { errorRate, deletionRate, insertionRate };
}

/** Numbers of errors of all labels. */
export interface OverallErrors {
  substitutions: number;
  deletions: number;
  insertions: number;
}

/** Returns the error rates of all labels together; see `labelErrorRates`. */
function overallErrorRates(numTrue: number, errors: OverallErrors): OverallErrorRates {
  const share = (number: number): number => (numTrue === 0 ? Number.NaN : number / numTrue);
  const [substitutionRate, deletionRate, insertionRate] = [
    share(errors.substitutions),
    share(errors.deletions),
    share(errors.insertions),
  ];
  return {
    errorRate: substitutionRate + deletionRate + insertionRate,
    substitutionRate,
    deletionRate,
    insertionRate,
  };
}
