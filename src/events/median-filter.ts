// F = frames, N = frames of the filter.
import { DataError } from "../errors.js";
import { firstAtLeast } from "./binary-search.js";
import type { FrameScores } from "./score-track.js";

/**
 * Returns a median filter's output: for each frame the median of the N frames around it. Beyond the ends the scores are
 * mirrored (`c b a | a b c | c b a`). With an even N the window has one frame more before the centre than after it, and the
 * median is the upper of the two middle scores. A NaN counts as -Infinity.
 *
 * Source: `scipy.ndimage.median_filter(scores, size=N, mode="reflect")` of SciPy 1.17 and 1.13, as the DCASE baselines use it. It works
 * on frames; the filter of sed_scores_eval works on seconds and makes boundaries between frames.
 *
 * @param numFrames N; 1 returns a copy
 * @throws DataError if N is not a positive integer
 */
export function medianFilter<Scores extends FrameScores>(scores: Scores, numFrames: number): Scores {
  if (!Number.isInteger(numFrames) || numFrames < 1)
    throw new DataError("FILTER", `median filter of ${numFrames} frames; expected a positive integer.`);
  const filtered = scores.slice() as Scores;
  const before = Math.floor(numFrames / 2);
  // The scores in the window, ascending: each step replaces one by binary search.
  const window = new Float64Array(numFrames);
  for (let at = 0; at < numFrames; at++) window[at] = scoreAt(scores, at - before);
  if (scores.length > 0) window.sort();
  for (let frame = 0; frame < scores.length; frame++) {
    filtered[frame] = window[before]!;
    replace(window, scoreAt(scores, frame - before), scoreAt(scores, frame - before + numFrames));
  }
  return filtered;
}

/** Returns the frames of a median filter of a length in seconds: the nearest odd number, at least 1. */
export function filterFrames(medianSec: number, frameSec: number): number {
  return 2 * Math.max(0, Math.round((medianSec / frameSec - 1) / 2)) + 1;
}

/** Returns the score of a frame that may lie before the first or after the last. */
function scoreAt(scores: FrameScores, frame: number): number {
  const score = scores[mirrored(frame, scores.length)]!;
  return Number.isNaN(score) ? Number.NEGATIVE_INFINITY : score;
}

/** Returns the frame whose score one has that may lie before the first or after the last. */
export function mirrored(frame: number, numFrames: number): number {
  const period = 2 * numFrames;
  const place = ((frame % period) + period) % period;
  return place < numFrames ? place : period - 1 - place;
}

/** Replaces a value of an ascending array, keeping it ascending. */
export function replace(window: Float64Array, old: number, added: number): void {
  const from = firstAtLeast(window, old);
  const to = firstAtLeast(window, added);
  if (to > from) {
    window.copyWithin(from, from + 1, to);
    window[to - 1] = added;
  } else {
    window.copyWithin(to + 1, to, from);
    window[to] = added;
  }
}
