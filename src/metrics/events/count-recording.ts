// C = labels, T = thresholds of each label.
import { activeRuns, isLongEnough } from "../../events/events-of.js";
import type { SoundEvent } from "../../events/sound-event.js";
import { countMatches } from "./collars.js";
import {
  checkRowSpec,
  type EventRow,
  type IntersectionTotals,
  type RowSpec,
  rowCounts,
  rowLength,
} from "./event-row.js";
import { activeFrames, countFrames } from "./frames.js";
import { countIntersections, type IntersectionCriterion } from "./intersection.js";
import { type Intervals, intervalsOf, totalSec } from "./intervals.js";
import { checkScored, eventsByLabel, type ScoredRecording } from "./recording.js";
import { countSegments, markSegments } from "./segments.js";

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
