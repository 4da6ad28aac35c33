// C = labels, T = thresholds of each label.
import { DataError } from "../../errors.js";
import { activeRuns, checkLengths, isLongEnough } from "../../events/events-of.js";
import type { SoundEvent } from "../../events/sound-event.js";
import { type Collars, checkCollars, countMatches } from "./collars.js";
import type { Counts, EventCounts } from "./event-counts.js";
import { activeFrames, countFrames } from "./frames.js";
import { checkCriterion, countIntersections, type IntersectionCriterion } from "./intersection.js";
import { type Intervals, intervalsOf, totalSec } from "./intervals.js";
import { checkScored, eventsByLabel, type ScoredRecording } from "./recording.js";
import { checkSegment, countSegments, markSegments } from "./segments.js";

/** What is counted of each recording. */
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
  /** Of each label with each other one; null without `cttc`. */
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

/**
 * Counts a recording: at each threshold its scores become events (`eventsOf`, `dropShortEvents`), which are compared with the
 * true events by every criterion. Rows add over recordings.
 *
 * @throws DataError if the recording or the spec is not valid
 */
export function eventRow(spec: RowSpec, recording: ScoredRecording): EventRow {
  checkRowSpec(spec);
  const { numLabels, segmentSec, collars, intersections } = spec;
  checkScored(recording, numLabels);
  const { track, durationSec } = recording;
  const row: EventRow = {
    counts: new Int32Array(rowLength(spec)),
    nanoseconds: new Float64Array(1 + numLabels),
  };
  const counts = rowCounts(spec, row.counts);
  const trueEvents = eventsByLabel(recording.trueEvents, numLabels);
  const truth = trueEvents.map(intervalsOf);
  const numSegments = countSegments(durationSec, segmentSec);
  row.nanoseconds[0] = nanoseconds(durationSec);
  for (let label = 0; label < numLabels; label++) {
    row.nanoseconds[1 + label] = nanoseconds(totalSec(truth[label]!));
    const trueSegments = segmentsOf(trueEvents[label]!, segmentSec, numSegments);
    counts.segments.numTrue[label] = count(trueSegments);
    counts.collars.numTrue[label] = trueEvents[label]!.length;
    for (const totals of counts.intersections) totals.numTrue[label] = truth[label]!.onsets.length;
    const frames = activeFrames(truth[label]!, track.times);
    countFrames(counts.frames, label, spec.thresholds[label]!, track.scores[label]!, frames);
    const numLevels = spec.thresholds[label]!.length;
    for (let level = 0; level < numLevels; level++) {
      const at = label * numLevels + level;
      const detected = detect(spec, recording, label, level);
      const segments = segmentsOf(detected, segmentSec, numSegments);
      const numBoth = count(segments.map((active, segment) => active & trueSegments[segment]!));
      counts.segments.truePositives[at] = numBoth;
      counts.segments.falsePositives[at] = count(segments) - numBoth;
      const numMatches = countMatches(trueEvents[label]!, detected, collars);
      counts.collars.truePositives[at] = numMatches;
      counts.collars.falsePositives[at] = detected.length - numMatches;
      const intervals = intervalsOf(detected);
      for (const [index, criterion] of intersections.entries())
        intersect(counts.intersections[index]!, criterion, { intervals, truth, label, level, numLevels });
    }
  }
  return row;
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

function detect(
  { thresholds, minSec }: RowSpec,
  { track: { scores, times } }: ScoredRecording,
  label: number,
  level: number,
): SoundEvent[] {
  const runs = activeRuns(scores[label]!, thresholds[label]![level]!);
  const events: SoundEvent[] = [];
  for (let at = 0; at < runs.length; at += 2) {
    const [onsetSec, offsetSec] = [times[runs[at]!]!, times[runs[at + 1]!]!];
    if (isLongEnough(offsetSec - onsetSec, minSec[label]!)) events.push({ label, onsetSec, offsetSec });
  }
  return events;
}

interface DetectedLabel {
  intervals: Intervals;
  truth: readonly Intervals[];
  label: number;
  level: number;
  numLevels: number;
}

function intersect(
  totals: IntersectionTotals,
  criterion: IntersectionCriterion,
  { intervals, truth, label, level, numLevels }: DetectedLabel,
): void {
  const found = countIntersections(intervals, truth, label, criterion);
  const at = label * numLevels + level;
  totals.truePositives[at] = found.truePositives;
  totals.falsePositives[at] = found.falsePositives;
  for (const [other, number] of found.crossTriggers.entries())
    if (totals.crossTriggers !== null && number > 0)
      totals.crossTriggers[(label * truth.length + other) * numLevels + level] = number;
}

function segmentsOf(events: readonly SoundEvent[], segmentSec: number, numSegments: number): Uint8Array {
  const active = new Uint8Array(numSegments);
  for (const { onsetSec, offsetSec } of events) markSegments(active, onsetSec, offsetSec, segmentSec);
  return active;
}

function count(active: Uint8Array): number {
  let sum = 0;
  for (const one of active) sum += one;
  return sum;
}

function nanoseconds(sec: number): number {
  return Math.round(sec * 1e9);
}
