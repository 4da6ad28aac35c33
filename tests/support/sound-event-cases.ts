// C = labels, F = frames, T = thresholds.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SoundEvent } from "../../src/events/sound-event.js";
import type { Collars } from "../../src/metrics/events/collars.js";
import type { DetectionMetrics } from "../../src/metrics/events/detection-metrics.js";
import type { DetectedRecording, ScoredRecording } from "../../src/metrics/events/recording.js";
import { packageRoot } from "../../src/package-root.js";

type EventTuple = [label: number, onsetSec: number, offsetSec: number];
type Optional = number | null;

/** Metrics of sed_eval; lists of precision, recall, F1 and of error rate, deletions, insertions. */
interface SedEvalResult {
  per_label: Optional[][];
  macro: Optional[];
  micro: Optional[];
  rates: Optional[][];
  macro_rate: Optional;
  overall_rates: Optional[];
}

/** Results of the reference packages for lists of events. */
export interface EventsCase {
  name: string;
  num_labels: number;
  recordings: { duration: number; true: EventTuple[]; detected: EventTuple[] }[];
  segments: (SedEvalResult & { segment_sec: number })[];
  collars: (SedEvalResult & {
    collars: [sec: number, share: number, comparesOffsets: boolean, matching: Collars["matching"]];
  })[];
  intersections: {
    criterion: [dtc: number, gtc: number];
    /** True positives, false positives and true events by label. */
    counts: [number, number, number][];
    psds_eval: Optional[] | null;
  }[];
}

/** PSDS by scenario, and the best F1 of the criterion 0.5, 0.5 by label, followed by their mean. */
type PsdsResult = Record<"psds1" | "psds2" | "psds3", { value: number; per_label: number[] }> & {
  best_f1: number[];
};

/** Results of the reference packages for scores. */
export interface ScoresCase {
  name: string;
  num_labels: number;
  recordings: { duration: number; times: number[]; true: EventTuple[]; scores: number[][] }[];
  exact: PsdsResult;
  thresholds: number[][]; // [C][T]
  at_thresholds: PsdsResult;
  psds_eval: Record<"psds1" | "psds2" | "psds3", number> | null;
}

const FILE =
  process.env["WOODSHED_SOUND_EVENTS"] ??
  join(packageRoot, "tests", "fixtures", "sound-events", "reference.json");

/** Cases and results that tests/fixtures/sound-events/make.py made with the reference packages. */
export const SOUND_EVENT_CASES: {
  events: EventsCase[];
  scores: ScoresCase[];
  median: { scores: number[]; size: number; filtered: number[] }[];
} = JSON.parse(readFileSync(FILE, "utf8"));

function events(tuples: readonly EventTuple[]): SoundEvent[] {
  return tuples.map(([label, onsetSec, offsetSec]) => ({ label, onsetSec, offsetSec }));
}

export function detectedRecordings({ recordings }: EventsCase): DetectedRecording[] {
  return recordings.map(({ duration, true: trueEvents, detected }, index) => ({
    name: `recording ${index}`,
    durationSec: duration,
    trueEvents: events(trueEvents),
    detectedEvents: events(detected),
  }));
}

export function scoredRecordings({ recordings }: Pick<ScoresCase, "recordings">): ScoredRecording[] {
  return recordings.map(({ duration, times, true: trueEvents, scores }, index) => ({
    name: `recording ${index}`,
    durationSec: duration,
    trueEvents: events(trueEvents),
    track: { times: Float64Array.from(times), scores: scores.map((ofLabel) => Float64Array.from(ofLabel)) },
  }));
}

/** Returns metrics as sed_eval has them. */
export function asSedEval(metrics: DetectionMetrics): SedEvalResult {
  const { precision, recall, f1, perLabel, overall } = metrics;
  const { errorRate, substitutionRate, deletionRate, insertionRate } = overall;
  return {
    per_label: precision.map((_, label) => [precision[label]!, recall[label]!, f1[label]!]),
    macro: [metrics.macroPrecision, metrics.macroRecall, metrics.macroF1],
    micro: [metrics.microPrecision, metrics.microRecall, metrics.microF1],
    rates: perLabel.map((rates) => [rates.errorRate, rates.deletionRate, rates.insertionRate]),
    macro_rate: metrics.macroErrorRate,
    overall_rates: [errorRate, substitutionRate, deletionRate, insertionRate],
  };
}

/** Returns the places at which two results differ by more than 1e-9; null in the reference is NaN. */
export function differences(actual: unknown, expected: unknown, place = ""): string[] {
  if (expected === null || typeof expected === "number") {
    const number = expected ?? Number.NaN;
    const isEqual =
      typeof actual === "number" && (Object.is(actual, number) || Math.abs(actual - number) <= 1e-9);
    return isEqual ? [] : [`${place}: ${actual}, expected ${expected}`];
  }
  return Object.entries(expected as object).flatMap(([key, value]) =>
    differences((actual as Record<string, unknown>)[key], value, `${place}.${key}`),
  );
}
