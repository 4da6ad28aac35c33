// C = labels.
import { DataError } from "../../errors.js";
import { type EventScores, eventScores, noCounts } from "./event-counts.js";
import { firstOverlapping, type Intervals, intervalsOf, overlapSec } from "./intervals.js";
import { checkDetected, type DetectedRecording, eventsByLabel } from "./recording.js";

/** Shares of overlap by which detected events are judged, each above 0 and at most 1. */
export interface IntersectionCriterion {
  /** Detection tolerance: share of a detected event that true events of its label must cover for it to be relevant. */
  dtc: number;
  /** Ground truth intersection: share of a true event that relevant detected events must cover for it to be detected. */
  gtc: number;
  /**
   * Cross-trigger tolerance: share of a detected event that true events of another label must cover for it to be a cross-trigger
   * with that label, if it is not relevant; null counts no cross-triggers.
   */
  cttc: number | null;
}

/** Results of one label in one recording. */
export interface IntersectionCounts {
  /** Detected true events. */
  truePositives: number;
  /** Detected events that are not relevant. */
  falsePositives: number;
  /** Cross-triggers with each label, [C]; 0 for the label itself. */
  crossTriggers: Int32Array;
}

/**
 * Returns precision, recall and F1 of the intersection criterion: true positives are detected true events, false positives are
 * detected events that are not relevant.
 *
 * True events of zero length are left out. Overlapping true events of one label count one by one.
 *
 * Source: Bilen et al., "A Framework for the Robust Evaluation of Sound Event Detection", 2020; `intersection_based.fscore` of
 * sed_scores_eval 0.0.4, which refuses overlapping and touching true events of one label; psds_eval 0.5.3 without rounding.
 *
 * @throws DataError if an event is not valid or a share is not above 0 and at most 1
 */
export function intersectionScores(
  recordings: readonly DetectedRecording[],
  numLabels: number,
  criterion: IntersectionCriterion,
): EventScores {
  checkCriterion(criterion);
  const counts = noCounts(numLabels);
  const { numTrue, truePositives, falsePositives } = counts;
  for (const recording of recordings) {
    checkDetected(recording, numLabels);
    const truth = eventsByLabel(recording.trueEvents, numLabels).map(intervalsOf);
    const detected = eventsByLabel(recording.detectedEvents, numLabels).map(intervalsOf);
    for (let label = 0; label < numLabels; label++) {
      const found = countIntersections(detected[label]!, truth, label, { ...criterion, cttc: null });
      numTrue[label]! += truth[label]!.onsets.length;
      truePositives[label]! += found.truePositives;
      falsePositives[label]! += found.falsePositives;
    }
  }
  return eventScores(counts);
}

/** Compares the detected events of a label with the true events of all labels. @param truth of each label, [C] */
export function countIntersections(
  detected: Intervals,
  truth: readonly Intervals[],
  label: number,
  { dtc, gtc, cttc }: IntersectionCriterion,
): IntersectionCounts {
  const own = truth[label]!;
  const covered = new Float64Array(own.onsets.length);
  const crossTriggers = new Int32Array(truth.length);
  let falsePositives = 0;
  for (let at = 0; at < detected.onsets.length; at++) {
    const [onset, offset] = [detected.onsets[at]!, detected.offsets[at]!];
    if (reaches(overlapSec(own, onset, offset), dtc, offset - onset)) {
      cover(covered, own, onset, offset, 1);
      continue;
    }
    falsePositives++;
    if (cttc === null) continue;
    for (const [other, ofOther] of truth.entries()) {
      if (other === label || ofOther.onsets.length === 0) continue;
      if (reaches(overlapSec(ofOther, onset, offset), cttc, offset - onset)) crossTriggers[other]!++;
    }
  }
  let truePositives = 0;
  for (let at = 0; at < covered.length; at++)
    if (reaches(covered[at]!, gtc, own.offsets[at]! - own.onsets[at]!)) truePositives++;
  return { truePositives, falsePositives, crossTriggers };
}

/** Adds the seconds that a stretch of time shares with each interval. @param sign -1 subtracts them */
export function cover(
  covered: Float64Array,
  intervals: Intervals,
  onset: number,
  offset: number,
  sign: 1 | -1,
): void {
  const { onsets, offsets } = intervals;
  for (let at = firstOverlapping(intervals, onset); at < onsets.length && onsets[at]! < offset; at++)
    covered[at]! += sign * Math.max(0, Math.min(offset, offsets[at]!) - Math.max(onset, onsets[at]!));
}

/**
 * True if a part of a length is at least a share of it. Both sides are rounded to whole microseconds, so that a part which
 * equals the share counts in spite of rounding errors: `time_decimals=6` of sed_scores_eval.
 */
export function reaches(partSec: number, share: number, lengthSec: number): boolean {
  return microseconds(partSec) >= microseconds(share * lengthSec);
}

/** Rounds to whole microseconds, halves to the even number, as NumPy does. */
export function microseconds(sec: number): number {
  const scaled = sec * 1e6;
  const rounded = Math.round(scaled);
  return rounded - scaled === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

export function checkCriterion({ dtc, gtc, cttc }: IntersectionCriterion): void {
  for (const [name, share] of Object.entries({ dtc, gtc, cttc: cttc ?? 1 })) {
    if (!(share > 0 && share <= 1))
      throw new DataError(
        "SHARE",
        `intersection criterion: ${name} is ${share}; expected above 0 and at most 1.`,
      );
  }
}
