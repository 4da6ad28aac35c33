// C = labels, T = thresholds.
import { type EventScores, eventScores } from "../../metrics/events/event-counts.js";
import { frameAveragePrecisionOfCounts } from "../../metrics/events/frames.js";
import { PSDS_1, PSDS_2, type PsdsScenario, psdsOfRocs, SECONDS_AN_HOUR } from "../../metrics/events/psds.js";
import type { EventRules } from "../task.js";
import type { CountLayout } from "./count-layout.js";

/** Metrics of detection, and their values for each label. */
export interface DetectionSummary {
  numTrue: readonly number[]; // [C]
  events: EventScores;
  segments: EventScores;
  intersections: EventScores;
  psds1: { value: number; perLabel: readonly number[] };
  psds2: { value: number; perLabel: readonly number[] };
  /** Average precision of the frames, without smoothing. */
  frames: { mean: number; perLabel: readonly number[] };
}

/** Computes the metrics of a sum of rows at the rules. */
export function summarizeCounts(sum: Float64Array, layout: CountLayout, rules: EventRules): DetectionSummary {
  const scores = (criterion: "events" | "segments" | "intersections") =>
    eventScores(layout.countsAt(sum, criterion, rules));
  return {
    numTrue: Array.from(layout.counts(sum, "events", 0, 0).numTrue),
    events: scores("events"),
    segments: scores("segments"),
    intersections: scores("intersections"),
    psds1: psdsAt(sum, layout, rules, "psds1", PSDS_1),
    psds2: psdsAt(sum, layout, rules, "psds2", PSDS_2),
    frames: frameAveragePrecisionOfCounts(layout.frames(sum)),
  };
}

/** Computes the PSDS of the counts at each threshold, with the smoothing and the shortest event of the rules. */
function psdsAt(
  sum: Float64Array,
  layout: CountLayout,
  rules: EventRules,
  criterion: "psds1" | "psds2",
  scenario: PsdsScenario,
) {
  const { length: numLevels } = layout.thresholds;
  const rocs = Array.from({ length: layout.numLabels }, (_, label) => {
    const { median, min } = layout.placesOf(rules, label);
    const counts = layout.counts(sum, criterion, median, min);
    const numTrue = counts.numTrue[label]!;
    if (numTrue === 0) return null;
    const ofLabel = (table: Float64Array): Float64Array =>
      table.subarray(label * numLevels, (label + 1) * numLevels);
    const crossTriggers = ofLabel(layout.crossTriggers(sum, median, min));
    return {
      truePositiveRatio: ofLabel(counts.truePositives).map((count) => count / numTrue),
      falsePositivesPerHour: ofLabel(counts.falsePositives).map(
        (count, level) => SECONDS_AN_HOUR * (count / sum[0]! + scenario.alphaCt * crossTriggers[level]!),
      ),
    };
  });
  return psdsOfRocs(rocs, scenario);
}
