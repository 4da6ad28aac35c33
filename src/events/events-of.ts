// C = labels, F = frames, R = runs.
import { DataError } from "../errors.js";
import type { FrameScores, ScoreTrack } from "./score-track.js";
import type { SoundEvent } from "./sound-event.js";

/**
 * Returns the runs of frames at or above a threshold: the first frame of each run and the frame after its last, alternating,
 * [2 R]. A score of -Infinity or NaN is below every threshold.
 *
 * Source: `onset_offset_curves` of sed_scores_eval 0.0.4, which compares in the same way; its `scores_to_event_list` uses
 * `score > threshold`, which differs only where a score equals the threshold.
 */
export function activeRuns(scores: FrameScores, threshold: number): number[] {
  const runs: number[] = [];
  let isActive = false;
  for (let frame = 0; frame < scores.length; frame++) {
    const score = scores[frame]!;
    const isAbove = score >= threshold && score > Number.NEGATIVE_INFINITY;
    if (isAbove === isActive) continue;
    isActive = isAbove;
    runs.push(frame);
  }
  if (isActive) runs.push(scores.length);
  return runs;
}

/**
 * Returns the events of a track: for each label, the runs of frames whose score is at or above the label's threshold. An event
 * lasts from the start of its first frame to the end of its last; its score is the highest of its frames.
 *
 * @param thresholds one a label, [C]
 * @returns events by onset, then by label
 * @throws DataError if a threshold is missing or NaN
 */
export function eventsOf({ scores, times }: ScoreTrack, thresholds: ArrayLike<number>): SoundEvent[] {
  checkLengths(thresholds, scores.length, "thresholds");
  const events: SoundEvent[] = [];
  for (const [label, ofLabel] of scores.entries()) {
    const runs = activeRuns(ofLabel, thresholds[label]!);
    for (let at = 0; at < runs.length; at += 2) {
      const [from, to] = [runs[at]!, runs[at + 1]!];
      let score = ofLabel[from]!;
      for (let frame = from + 1; frame < to; frame++) score = Math.max(score, ofLabel[frame]!);
      events.push({ label, onsetSec: times[from]!, offsetSec: times[to]!, score });
    }
  }
  return sortEvents(events);
}

/** Returns the events of at least a shortest length. @param minSec in seconds, one a label, [C]; 0 keeps every event */
export function dropShortEvents(events: readonly SoundEvent[], minSec: ArrayLike<number>): SoundEvent[] {
  return events.filter(({ label, onsetSec, offsetSec }) =>
    isLongEnough(offsetSec - onsetSec, minSec[label]!),
  );
}

/** Lengths are differences of times: one that is shorter by rounding alone is long enough. */
const ROUNDING_SEC = 1e-9;

export function isLongEnough(lengthSec: number, minSec: number): boolean {
  return lengthSec >= minSec - ROUNDING_SEC;
}

/**
 * Joins events of the same label that overlap, touch, or are at most a gap apart. A joined event has the highest score of its
 * parts.
 *
 * @param maxGapSec in seconds, one a label, [C]; 0 joins only events that overlap or touch
 * @returns events by onset, then by label
 */
export function mergeEvents(events: readonly SoundEvent[], maxGapSec: ArrayLike<number>): SoundEvent[] {
  const merged: SoundEvent[] = [];
  const lastOf = new Map<number, SoundEvent>();
  for (const event of sortEvents([...events])) {
    const last = lastOf.get(event.label);
    if (last === undefined || event.onsetSec - last.offsetSec > maxGapSec[event.label]! + ROUNDING_SEC) {
      const copy = { ...event };
      merged.push(copy);
      lastOf.set(event.label, copy);
      continue;
    }
    last.offsetSec = Math.max(last.offsetSec, event.offsetSec);
    const score = Math.max(last.score ?? Number.NEGATIVE_INFINITY, event.score ?? Number.NEGATIVE_INFINITY);
    if (score > Number.NEGATIVE_INFINITY) last.score = score;
  }
  return merged;
}

/** Sorts by onset, then by label, then by offset, in place. */
function sortEvents(events: SoundEvent[]): SoundEvent[] {
  return events.sort((a, b) => a.onsetSec - b.onsetSec || a.label - b.label || a.offsetSec - b.offsetSec);
}

/** @throws DataError naming the first number that is missing or NaN */
export function checkLengths(values: ArrayLike<number>, numLabels: number, name: string): void {
  if (values.length !== numLabels)
    throw new DataError(
      "LABEL_COUNT",
      `${name}: ${values.length} values; expected ${numLabels}, one a label.`,
    );
  for (let label = 0; label < numLabels; label++) {
    if (Number.isNaN(values[label]))
      throw new DataError("NOT_A_NUMBER", `${name}: the value of label ${label} is NaN; expected a number.`);
  }
}
