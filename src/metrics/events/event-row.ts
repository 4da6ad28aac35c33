// C = labels, T = thresholds of each label.
import { DataError } from "../../errors.js";
import { checkLengths } from "../../events/events-of.js";
import { type Collars, checkCollars } from "./collars.js";
import type { Counts, EventCounts } from "./event-counts.js";
import { checkCriterion, type IntersectionCriterion } from "./intersection.js";
import { checkSegment } from "./segments.js";

/** Thresholds and criteria by which each recording is counted. */
export interface RowSpec {
  numLabels: number;
  /** Thresholds of each label, ascending, [C][T]: the same number for each. */
  thresholds: readonly ArrayLike<number>[];
  /** Shortest detected event of each label in seconds, [C]; shorter ones are dropped at every threshold. 0 for none. */
  minSec: ArrayLike<number>;
  segmentSec: number;
  collars: Collars;
  /** Criteria of PSDS and intersection-based F1; one with `cttc` adds C * C * T numbers to a row. */
  intersections: readonly IntersectionCriterion[];
}

/** Counts of one recording, or sums over several. */
export interface EventRow {
  /** Integers; `rowCounts` names them. */
  counts: Counts; // [rowLength(spec)]
  /** Whole nanoseconds, so that sums do not depend on their order: the recording, then the true events of each label. */
  nanoseconds: Float64Array; // [1 + C]
}

/** Counts of an intersection criterion. */
export interface IntersectionTotals extends EventCounts {
  /** Cross-triggers of each label with each other one; null without `cttc`. */
  crossTriggers: Counts | null; // [C, C, T]
}

/** The counts of a row, by criterion: views of its array. */
export interface RowCounts {
  segments: EventCounts;
  collars: EventCounts;
  frames: EventCounts;
  intersections: IntersectionTotals[];
}

/** Returns the number of counts in a row: its size depends on labels, thresholds and criteria alone. */
export function rowLength({ numLabels, thresholds, intersections }: RowSpec): number {
  const numLevels = numLabels === 0 ? 0 : thresholds[0]!.length;
  const ofCriterion = numLabels * (1 + 2 * numLevels);
  const numCrossing = intersections.filter(({ cttc }) => cttc !== null).length;
  return (3 + intersections.length) * ofCriterion + numCrossing * numLabels * numLabels * numLevels;
}

/** Returns the counts of a row by criterion. @param counts [rowLength(spec)] */
export function rowCounts({ numLabels, thresholds, intersections }: RowSpec, counts: Counts): RowCounts {
  const numLevels = numLabels === 0 ? 0 : thresholds[0]!.length;
  let at = 0;
  const take = (length: number): Counts => {
    at += length;
    return counts.subarray(at - length, at);
  };
  const criterion = (): EventCounts => ({
    numTrue: take(numLabels),
    truePositives: take(numLabels * numLevels),
    falsePositives: take(numLabels * numLevels),
  });
  return {
    segments: criterion(),
    collars: criterion(),
    frames: criterion(),
    intersections: intersections.map(({ cttc }) => ({
      ...criterion(),
      crossTriggers: cttc === null ? null : take(numLabels * numLabels * numLevels),
    })),
  };
}

/** @throws DataError if a length is not C, thresholds do not ascend, or a parameter is out of its range */
export function checkRowSpec(spec: RowSpec): void {
  const { numLabels, thresholds, minSec, segmentSec, collars, intersections } = spec;
  if (thresholds.length !== numLabels)
    throw new DataError("LABEL_COUNT", `thresholds of ${thresholds.length} labels; expected ${numLabels}.`);
  for (const [label, ofLabel] of thresholds.entries()) {
    checkLengths(ofLabel, thresholds[0]!.length, `thresholds of label ${label}`);
    for (let level = 1; level < ofLabel.length; level++)
      if (ofLabel[level]! <= ofLabel[level - 1]!)
        throw new DataError(
          "THRESHOLDS",
          `threshold ${level} of label ${label} is ${ofLabel[level]}, after ${ofLabel[level - 1]}; expected ascending ones.`,
        );
  }
  checkLengths(minSec, numLabels, "minSec");
  checkSegment(segmentSec);
  checkCollars(collars);
  for (const criterion of intersections) checkCriterion(criterion);
}

/** Returns the sum of rows; their order makes no difference. */
export function sumEventRows(spec: RowSpec, rows: Iterable<EventRow>): EventRow {
  const sum = {
    counts: new Float64Array(rowLength(spec)),
    nanoseconds: new Float64Array(1 + spec.numLabels),
  };
  for (const { counts, nanoseconds: lengths } of rows) {
    if (counts.length !== sum.counts.length || lengths.length !== sum.nanoseconds.length)
      throw new DataError(
        "ROW_LENGTH",
        `a row of ${counts.length} counts and ${lengths.length} lengths; expected ${sum.counts.length} and ${sum.nanoseconds.length}.`,
      );
    for (let at = 0; at < counts.length; at++) sum.counts[at]! += counts[at]!;
    for (let at = 0; at < lengths.length; at++) sum.nanoseconds[at]! += lengths[at]!;
  }
  return sum;
}
