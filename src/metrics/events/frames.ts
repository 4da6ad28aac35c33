// C = labels, T = thresholds of each label, F = frames.
import { firstAtLeast } from "../../events/binary-search.js";
import type { FrameScores } from "../../events/score-track.js";
import { averagePrecision } from "../average-precision.js";
import { rankClips } from "../ranking.js";
import { meanOfDefined } from "../tagging-summary.js";
import type { EventCounts } from "./event-counts.js";
import { firstOverlapping, type Intervals, intervalsOf } from "./intervals.js";
import { checkScored, eventsByLabel, type ScoredRecording } from "./recording.js";

/** Average precision of frames. */
export interface FrameAveragePrecision {
  perLabel: number[]; // [C]; NaN without an active frame
  /** Mean over the labels with an active frame. */
  mean: number;
}

/**
 * Returns the average precision of each label, over the frames of all recordings ranked by their scores. A frame is active if a
 * true event of the label lasts at its centre.
 *
 * @throws DataError if a recording is not valid
 */
export function frameAveragePrecision(
  recordings: readonly ScoredRecording[],
  numLabels: number,
): FrameAveragePrecision {
  for (const recording of recordings) checkScored(recording, numLabels);
  const numFrames = recordings.reduce((sum, { track }) => sum + track.times.length - 1, 0);
  const perLabel = Array.from({ length: numLabels }, (_, label) => {
    const scores = new Float64Array(numFrames);
    const targets = new Int8Array(numFrames);
    let at = 0;
    for (const { track, trueEvents } of recordings) {
      scores.set(track.scores[label]!, at);
      const truth = intervalsOf(eventsByLabel(trueEvents, numLabels)[label]!);
      targets.set(activeFrames(truth, track.times), at);
      at += track.times.length - 1;
    }
    return averagePrecision(rankClips({ scores, targets, numLabels: 1 }, 0));
  });
  return { perLabel, mean: meanOfDefined(perLabel) };
}

/**
 * Returns the average precision of each label from counts of frames at ascending thresholds: that of the scores rounded down to
 * the next threshold. Frames below the lowest threshold are never detected.
 */
export function frameAveragePrecisionOfCounts(counts: EventCounts): FrameAveragePrecision {
  const { numTrue, truePositives, falsePositives } = counts;
  const numLevels = truePositives.length / numTrue.length;
  const perLabel = Array.from(numTrue, (numPositive, label) => {
    const descending = (ofAll: ArrayLike<number>): Float64Array =>
      Float64Array.from({ length: numLevels }, (_, at) => ofAll[(label + 1) * numLevels - 1 - at]!);
    return averagePrecision({
      scores: new Float64Array(numLevels),
      positives: descending(truePositives),
      negatives: descending(falsePositives),
      numPositive,
      numNegative: 0,
    });
  });
  return { perLabel, mean: meanOfDefined(perLabel) };
}

/** Marks with 1 the frames whose centre lies in an interval. @param times boundaries of the frames, [F + 1] */
export function activeFrames(intervals: Intervals, times: Float64Array): Uint8Array {
  const active = new Uint8Array(Math.max(0, times.length - 1));
  const { onsets, offsets } = intervals;
  for (let frame = 0; frame < active.length; frame++) {
    const centre = (times[frame]! + times[frame + 1]!) / 2;
    for (let at = firstOverlapping(intervals, centre); at < onsets.length && onsets[at]! <= centre; at++)
      if (centre < offsets[at]!) active[frame] = 1;
  }
  return active;
}

/** Adds the frames of a recording to the counts of a label at each threshold. @param active of the label, [F] */
export function countFrames(
  { numTrue, truePositives, falsePositives }: EventCounts,
  label: number,
  thresholds: ArrayLike<number>,
  scores: FrameScores,
  active: Uint8Array,
): void {
  const numLevels = thresholds.length;
  for (let frame = 0; frame < scores.length; frame++) {
    numTrue[label]! += active[frame]!;
    const score = scores[frame]!;
    if (!(score > Number.NEGATIVE_INFINITY)) continue;
    const counts = active[frame] ? truePositives : falsePositives;
    // The levels at or below the score; each is the first of its cumulative count.
    const last = firstAtLeast(thresholds, score);
    const numBelow = last < numLevels && thresholds[last] === score ? last + 1 : last;
    if (numBelow > 0) counts[label * numLevels + numBelow - 1]!++;
  }
  for (let level = numLevels - 2; level >= 0; level--) {
    const at = label * numLevels + level;
    truePositives[at]! += truePositives[at + 1]!;
    falsePositives[at]! += falsePositives[at + 1]!;
  }
}
