// C = labels.
import { DataError } from "../../errors.js";
import type { SoundEvent } from "../../events/sound-event.js";
import { type DetectionMetrics, detectionMetrics } from "./detection-metrics.js";
import { noCounts } from "./event-counts.js";
import { maximumMatching } from "./maximum-matching.js";
import { checkDetected, type DetectedRecording, eventsByLabel } from "./recording.js";

/** Distances up to which a detected event counts as a true one with the same label. */
export interface Collars {
  /** Largest distance of the onsets in seconds, by custom 0.2. */
  onsetSec: number;
  /** Largest distance of the offsets in seconds, by custom 0.2; null compares onsets alone. */
  offsetSec: number | null;
  /** Share of the true event's length that the offset may be away, if it is more than `offsetSec`; by custom 0.2 or 0.5. */
  offsetShare: number;
  /**
   * `optimal` finds the most pairs that are possible; `greedy` takes for each true event the first detected one that fits and
   * is not yet taken, so that the order of the events counts.
   */
  matching: "optimal" | "greedy";
}

/**
 * Returns event-based metrics: a detected event is correct if it is matched to a true event with the same label and close onset
 * and offset; each event is in one pair at most. Of the events left over, a pair with different labels that is close in time is
 * one substitution in the overall error rate.
 *
 * Source: Mesaros, Heittola and Virtanen, "Metrics for Polyphonic Sound Event Detection", 2016; `EventBasedMetrics` of sed_eval
 * 0.2.1, with `t_collar` as both distances and `offsetShare` as `percentage_of_length`.
 *
 * @throws DataError if an event is not valid or a collar is negative
 */
export function collarMetrics(
  recordings: readonly DetectedRecording[],
  numLabels: number,
  collars: Collars,
): DetectionMetrics {
  checkCollars(collars);
  const counts = noCounts(numLabels);
  const { numTrue, truePositives, falsePositives } = counts;
  const errors = { substitutions: 0, deletions: 0, insertions: 0 };
  for (const recording of recordings) {
    checkDetected(recording, numLabels);
    const { trueEvents, detectedEvents } = recording;
    const truth = eventsByLabel(trueEvents, numLabels);
    const detected = eventsByLabel(detectedEvents, numLabels);
    for (let label = 0; label < numLabels; label++) {
      const hits = countMatches(truth[label]!, detected[label]!, collars);
      numTrue[label]! += truth[label]!.length;
      truePositives[label]! += hits;
      falsePositives[label]! += detected[label]!.length - hits;
    }
    const pairs = match(trueEvents, detectedEvents, collars, true);
    const substitutions = countSubstitutions(trueEvents, detectedEvents, pairs, collars);
    errors.substitutions += substitutions;
    errors.deletions += trueEvents.length - pairs.size - substitutions;
    errors.insertions += detectedEvents.length - pairs.size - substitutions;
  }
  return detectionMetrics(counts, errors);
}

/** Returns the number of pairs among the true and the detected events of one label. */
export function countMatches(
  trueEvents: readonly SoundEvent[],
  detectedEvents: readonly SoundEvent[],
  collars: Collars,
): number {
  return match(trueEvents, detectedEvents, collars, false).size;
}

export function checkCollars({ onsetSec, offsetSec, offsetShare }: Collars): void {
  for (const [name, value] of Object.entries({ onsetSec, offsetSec: offsetSec ?? 0, offsetShare })) {
    if (!Number.isFinite(value) || value < 0)
      throw new DataError("COLLAR", `collar ${name} is ${value}; expected a finite number, 0 or more.`);
  }
}

/** Returns pairs of events: for each matched true event the index of its detected one. */
function match(
  trueEvents: readonly SoundEvent[],
  detectedEvents: readonly SoundEvent[],
  collars: Collars,
  comparesLabels: boolean,
): Map<number, number> {
  const fits = (truth: SoundEvent, detected: SoundEvent): boolean =>
    isClose(truth, detected, collars) && (!comparesLabels || truth.label === detected.label);
  if (collars.matching === "greedy") return matchGreedily(trueEvents, detectedEvents, fits);
  const graph = new Map<number, number[]>();
  for (const [at, truth] of trueEvents.entries()) {
    for (let detection = 0; detection < detectedEvents.length; detection++) {
      if (!fits(truth, detectedEvents[detection]!)) continue;
      const neighbours = graph.get(detection);
      if (neighbours) neighbours.push(at);
      else graph.set(detection, [at]);
    }
  }
  return maximumMatching(graph);
}

/** Pairs each true event with the first detected one that fits and is not taken. */
function matchGreedily(
  trueEvents: readonly SoundEvent[],
  detectedEvents: readonly SoundEvent[],
  fits: (truth: SoundEvent, detected: SoundEvent) => boolean,
): Map<number, number> {
  const pairs = new Map<number, number>();
  const taken = new Uint8Array(detectedEvents.length);
  for (const [at, truth] of trueEvents.entries()) {
    const found = detectedEvents.findIndex((detected, index) => !taken[index] && fits(truth, detected));
    if (found === -1) continue;
    taken[found] = 1;
    pairs.set(at, found);
  }
  return pairs;
}

/** Counts the pairs of different labels among the events that are not matched. */
function countSubstitutions(
  trueEvents: readonly SoundEvent[],
  detectedEvents: readonly SoundEvent[],
  pairs: ReadonlyMap<number, number>,
  collars: Collars,
): number {
  const matched = new Set(pairs.values());
  const left = trueEvents.filter((_, at) => !pairs.has(at));
  const leftDetected = detectedEvents.filter((_, at) => !matched.has(at));
  const fits = (truth: SoundEvent, detected: SoundEvent): boolean => isClose(truth, detected, collars);
  return matchGreedily(left, leftDetected, fits).size;
}

function isClose(truth: SoundEvent, detected: SoundEvent, collars: Collars): boolean {
  if (Math.abs(truth.onsetSec - detected.onsetSec) > collars.onsetSec) return false;
  if (collars.offsetSec === null) return true;
  const share = collars.offsetShare * (truth.offsetSec - truth.onsetSec);
  return Math.abs(truth.offsetSec - detected.offsetSec) <= Math.max(collars.offsetSec, share);
}
