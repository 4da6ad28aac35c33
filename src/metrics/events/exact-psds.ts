// C = labels, P = operating points.

import { intervalsOf, totalSec } from "./intervals.js";
import {
  checkScenario,
  type Exposure,
  effectiveRate,
  type Psds,
  type PsdsScenario,
  psdsOfRocs,
  type RocPoints,
} from "./psds.js";
import { checkScored, eventsByLabel, type ScoredRecording } from "./recording.js";
import {
  CROSS_TRIGGERS,
  collectChanges,
  FALSE_POSITIVES,
  type ScoreChanges,
  type SweptRecording,
  sharedBefore,
  TRUE_POSITIVES,
} from "./score-changes.js";

/**
 * Returns the exact polyphonic sound detection score: over all thresholds, with one operating point for each score at which a
 * count changes. Labels without true events are left out.
 *
 * Source: Ebbers, Serizel and Haeb-Umbach, "Threshold-Independent Evaluation of Sound Event Detection Scores", 2022;
 * `intersection_based.psds` of sed_scores_eval 0.0.4, which refuses labels without true events.
 *
 * @throws DataError if a recording or a parameter is not valid
 */
export function exactPsds(
  recordings: readonly ScoredRecording[],
  numLabels: number,
  scenario: PsdsScenario,
): Psds {
  checkScenario(scenario);
  const trueSec = new Float64Array(numLabels);
  const numTrue = new Float64Array(numLabels);
  let durationSec = 0;
  const swept = recordings.map((recording): SweptRecording => {
    checkScored(recording, numLabels);
    const { track } = recording;
    const truth = eventsByLabel(recording.trueEvents, numLabels).map(intervalsOf);
    durationSec += recording.durationSec;
    for (const [label, intervals] of truth.entries()) {
      trueSec[label]! += totalSec(intervals);
      numTrue[label]! += intervals.onsets.length;
    }
    return { ...track, truth, shared: truth.map((intervals) => sharedBefore(intervals, track.times)) };
  });
  const rocs = Array.from(numTrue, (number, label) =>
    number === 0 ? null : sweep(swept, label, number, { totalSec: durationSec, trueSec }, scenario),
  );
  return psdsOfRocs(rocs, scenario);
}

/** Returns the operating points of a label, from the highest threshold down. */
function sweep(
  recordings: readonly SweptRecording[],
  label: number,
  numTrue: number,
  exposure: Exposure,
  scenario: PsdsScenario,
): RocPoints {
  const criterion = scenario.alphaCt === 0 ? { ...scenario, cttc: null } : scenario;
  const changes: ScoreChanges = { scores: [], kinds: [], deltas: [] };
  for (const recording of recordings) collectChanges(recording, label, criterion, changes);
  const { kinds, deltas } = changes;
  const scores = Float64Array.from(changes.scores);
  const order = Uint32Array.from(scores, (_, at) => at).sort((a, b) => scores[b]! - scores[a]!);
  const counts = new Float64Array(CROSS_TRIGGERS + exposure.trueSec.length);
  const crossTriggersWith = (other: number): number => counts[CROSS_TRIGGERS + other]!;
  const truePositiveRatio: number[] = [];
  const falsePositivesPerHour: number[] = [];
  for (const [rank, at] of order.entries()) {
    counts[kinds[at]!]! += deltas[at]!;
    if (rank + 1 < order.length && scores[order[rank + 1]!] === scores[at]) continue;
    truePositiveRatio.push(counts[TRUE_POSITIVES]! / numTrue);
    falsePositivesPerHour.push(
      effectiveRate(label, counts[FALSE_POSITIVES]!, crossTriggersWith, scenario.alphaCt, exposure),
    );
  }
  return { truePositiveRatio, falsePositivesPerHour };
}
