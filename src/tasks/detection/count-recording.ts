// C = labels, T = thresholds.
import type { TargetTable } from "../../data/targets.js";
import { eventRow } from "../../metrics/events/count-recording.js";
import { type RowSpec, rowCounts } from "../../metrics/events/event-row.js";
import { activeFrames, countFrames } from "../../metrics/events/frames.js";
import { intervalsOf } from "../../metrics/events/intervals.js";
import { PSDS_1, PSDS_2 } from "../../metrics/events/psds.js";
import { eventsByLabel, type ScoredRecording } from "../../metrics/events/recording.js";
import type { CountLayout, Criterion } from "./count-layout.js";
import { smooth } from "./events.js";
import { eventsOf } from "./targets.js";

/** Length of a segment, by custom. */
const SEGMENT_SEC = 1;

/** Share of a true event's length by which its predicted offset may differ, where that is more than the collar. */
const OFFSET_SHARE = 0.2;

/** Tolerances of the intersection-based F1, as in the challenges of DCASE. */
const INTERSECTION = { dtc: 0.5, gtc: 0.5, cttc: null };

const known = new WeakMap<TargetTable, Float64Array>();

/** Returns the length of the true events of each label in a set [C]; computed once for a set. */
export function trueSeconds(targets: TargetTable, numLabels: number): Float64Array {
  const before = known.get(targets);
  if (before !== undefined) return before;
  const sums = new Float64Array(numLabels);
  const numClips = targets["strong"]!.values.length;
  for (let clip = 0; clip < numClips; clip++)
    for (const { label, onsetSec, offsetSec } of eventsOf(targets, clip) ?? [])
      sums[label]! += offsetSec - onsetSec;
  known.set(targets, sums);
  return sums;
}

/** Returns the row of a recording. @param trueSec length of the true events of each label in the whole set [C] */
export function countRecording(
  recording: ScoredRecording,
  trueSec: Float64Array,
  layout: CountLayout,
): Float64Array {
  const row = new Float64Array(layout.size);
  row[0] = recording.durationSec;
  countAllFrames(row, recording, layout);
  for (const [median, medianSec] of layout.medianSec.entries()) {
    const { scores, times } = recording.track;
    const track = { times, scores: scores.map((ofLabel) => smooth(ofLabel, medianSec, times)) };
    for (const [min, minSec] of layout.minSec.entries())
      countAt(row, { ...recording, track }, trueSec, layout, { median, min, minSec });
  }
  return row;
}

function countAllFrames(
  row: Float64Array,
  { track, trueEvents }: ScoredRecording,
  layout: CountLayout,
): void {
  const counts = layout.frames(row);
  for (const [label, truth] of eventsByLabel(trueEvents, layout.numLabels).entries()) {
    const active = activeFrames(intervalsOf(truth), track.times);
    countFrames(counts, label, layout.thresholds, track.scores[label]!, active);
  }
}

function countAt(
  row: Float64Array,
  recording: ScoredRecording,
  trueSec: Float64Array,
  layout: CountLayout,
  { median, min, minSec }: { median: number; min: number; minSec: number },
): void {
  const spec = specOf(layout, minSec);
  const found = rowCounts(spec, eventRow(spec, recording).counts);
  const [psds1, psds2, intersections] = found.intersections;
  const { collars: events, segments } = found;
  const all = { events, segments, intersections, psds1, psds2 };
  for (const [criterion, counts] of Object.entries(all)) {
    const places = layout.counts(row, criterion as Criterion, median, min);
    places.numTrue.set(counts!.numTrue);
    places.truePositives.set(counts!.truePositives);
    places.falsePositives.set(counts!.falsePositives);
  }
  layout.crossTriggers(row, median, min).set(meanCrossTriggers(psds2!.crossTriggers!, trueSec));
}

function specOf({ numLabels, thresholds, collarSec }: CountLayout, minSec: number): RowSpec {
  const labels = Array.from({ length: numLabels });
  return {
    numLabels,
    thresholds: labels.map(() => thresholds),
    minSec: labels.map(() => minSec),
    segmentSec: SEGMENT_SEC,
    collars: {
      ...{ onsetSec: collarSec, offsetSec: collarSec, offsetShare: OFFSET_SHARE },
      matching: "optimal",
    },
    intersections: [PSDS_1, PSDS_2, INTERSECTION],
  };
}

/** Returns the mean over the other labels with true events of cross-triggers [C, C, T] by the length of those events: [C, T]. */
function meanCrossTriggers(crossTriggers: ArrayLike<number>, trueSec: Float64Array): Float64Array {
  const numLabels = trueSec.length;
  const numLevels = crossTriggers.length / numLabels ** 2;
  const means = new Float64Array(numLabels * numLevels);
  for (let label = 0; label < numLabels; label++) {
    const others = [...trueSec.keys()].filter((other) => other !== label && trueSec[other]! > 0);
    for (const other of others)
      for (let level = 0; level < numLevels; level++)
        means[label * numLevels + level]! +=
          crossTriggers[(label * numLabels + other) * numLevels + level]! / trueSec[other]! / others.length;
  }
  return means;
}
