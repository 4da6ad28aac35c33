// C = labels, F = frames.
import { DataError } from "../errors.js";

/** Scores of one label, one a frame. */
export type FrameScores = Float32Array | Float64Array;

/** Scores of a recording over time. */
export interface ScoreTrack {
  /** One array a label, [C][F]. A NaN counts as -Infinity: such a frame is never active. */
  scores: readonly FrameScores[];
  /** Boundaries of the frames in seconds, ascending: frame f lasts from `times[f]` to `times[f + 1]`. */
  times: Float64Array; // [F + 1]
}

/** Returns boundaries of frames of equal length, the first from 0: [F + 1]. */
export function frameTimes(numFrames: number, frameSec: number): Float64Array {
  return Float64Array.from({ length: numFrames + 1 }, (_, frame) => frame * frameSec);
}

/** Returns views of the scores of each label. @param scores row-major [C, F], as a model's outputs */
export function scoresByLabel(scores: FrameScores, numLabels: number): FrameScores[] {
  const numFrames = numLabels === 0 ? 0 : scores.length / numLabels;
  return Array.from({ length: numLabels }, (_, label) =>
    scores.subarray(label * numFrames, (label + 1) * numFrames),
  );
}

/** Returns copies of the scores of each label. @param scores row-major [F, C] */
export function scoresOfFrames(scores: FrameScores, numLabels: number): FrameScores[] {
  const numFrames = numLabels === 0 ? 0 : scores.length / numLabels;
  return Array.from({ length: numLabels }, (_, label) => {
    const ofLabel = scores.slice(0, numFrames);
    for (let frame = 0; frame < numFrames; frame++) ofLabel[frame] = scores[frame * numLabels + label]!;
    return ofLabel;
  });
}

/**
 * Checks a track from outside.
 *
 * @param place for messages: the recording of the scores
 * @throws DataError if numbers of labels or frames differ, or if the times are not finite and strictly ascending from 0 or later
 */
export function checkTrack({ scores, times }: ScoreTrack, numLabels: number, place: string): void {
  if (scores.length !== numLabels)
    throw new DataError(
      "TRACK_SHAPE",
      `${place}: scores of ${scores.length} labels; expected ${numLabels}, one array a label.`,
    );
  for (const [label, ofLabel] of scores.entries()) {
    if (ofLabel.length + 1 !== times.length)
      throw new DataError(
        "TRACK_SHAPE",
        `${place}: ${ofLabel.length} scores of label ${label} and ${times.length} times; expected one time more than scores.`,
      );
  }
  for (const [index, time] of times.entries()) {
    const isAfter = index === 0 ? time >= 0 : time > times[index - 1]!;
    if (!isAfter || !Number.isFinite(time))
      throw new DataError(
        "TRACK_TIMES",
        `${place}: time ${index} of the frames is ${time} s; expected finite times that ascend, each later than the one before.`,
      );
  }
}
