// N = clips, C = labels, G = distinct scores.
import { countClips, NEGATIVE, POSITIVE, type TaggingRows } from "./tagging-rows.js";

/**
 * Known entries (neither ignored nor absent) in the order of their scores, with equal scores as one group. Ranking metrics
 * need no more than these counts, and none of them depends on the order of tied entries.
 */
export interface Ranking {
  /** Distinct scores from the highest down; a NaN score counts as -Infinity. */
  scores: Float64Array; // [G]
  /** Number of positive entries with this score or a higher one. */
  positives: Float64Array; // [G]
  /** Number of negative entries with this score or a higher one. */
  negatives: Float64Array; // [G]
  numPositive: number;
  numNegative: number;
}

/** Ranks the clips by their scores for one label. */
export function rankClips(rows: TaggingRows, label: number): Ranking {
  return rank(rows, label, rows.numLabels, countClips(rows));
}

/** Ranks the labels by their scores for one clip. */
export function rankLabels(rows: TaggingRows, clip: number): Ranking {
  return rank(rows, clip * rows.numLabels, 1, rows.numLabels);
}

/** Ranks all pairs of clip and label together, for micro averages. */
export function rankPairs(rows: TaggingRows): Ranking {
  return rank(rows, 0, 1, rows.scores.length);
}

/**
 * Ranks `count` entries, each `step` after the one before. Sorts the scores of positive and negative entries apart, with the
 * typed array's native sort, and merges them: several times faster than sorting indices by a comparison function.
 */
function rank({ scores, targets }: TaggingRows, first: number, step: number, count: number): Ranking {
  const ofPositives = new Float64Array(count);
  const ofNegatives = new Float64Array(count);
  let numPositive = 0;
  let numNegative = 0;
  for (let i = 0, at = first; i < count; i++, at += step) {
    const score = Number.isNaN(scores[at]!) ? Number.NEGATIVE_INFINITY : scores[at]!;
    if (targets[at] === POSITIVE) ofPositives[numPositive++] = score;
    else if (targets[at] === NEGATIVE) ofNegatives[numNegative++] = score;
  }
  return merge(ofPositives.subarray(0, numPositive).sort(), ofNegatives.subarray(0, numNegative).sort());
}

/** Merges ascending scores into groups from the highest score down. */
function merge(ofPositives: Float64Array, ofNegatives: Float64Array): Ranking {
  const [numPositive, numNegative] = [ofPositives.length, ofNegatives.length];
  const scores = new Float64Array(numPositive + numNegative);
  const positives = new Float64Array(scores.length);
  const negatives = new Float64Array(scores.length);
  let numGroups = 0;
  let p = numPositive;
  let n = numNegative;
  while (p > 0 || n > 0) {
    const score = Math.max(
      p > 0 ? ofPositives[p - 1]! : Number.NEGATIVE_INFINITY,
      n > 0 ? ofNegatives[n - 1]! : Number.NEGATIVE_INFINITY,
    );
    while (p > 0 && ofPositives[p - 1] === score) p--;
    while (n > 0 && ofNegatives[n - 1] === score) n--;
    scores[numGroups] = score;
    positives[numGroups] = numPositive - p;
    negatives[numGroups] = numNegative - n;
    numGroups++;
  }
  return {
    scores: scores.subarray(0, numGroups),
    positives: positives.subarray(0, numGroups),
    negatives: negatives.subarray(0, numGroups),
    numPositive,
    numNegative,
  };
}
