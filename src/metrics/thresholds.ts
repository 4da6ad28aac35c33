// N = clips, C = labels, G = distinct scores.
import { type Ranking, rankClips } from "./ranking.js";
import type { TaggingRows } from "./tagging-rows.js";

/** The threshold where the clips decide nothing. */
export const NEUTRAL_THRESHOLD = 0.5;

/**
 * Returns for each label the threshold with the highest F1 on these clips; fit it on the validation set. Takes
 * O(N log N) a label.
 *
 * @param rows scores and targets [N, C]; probabilities, since ties are resolved towards 0.5
 * @returns finite numbers, [C], that JSON and float32 keep apart from the scores on both sides
 */
export function bestThresholds(rows: TaggingRows): Float64Array {
  return Float64Array.from({ length: rows.numLabels }, (_, label) => bestThreshold(rankClips(rows, label)));
}

/**
 * Returns the threshold with the highest F1 of a label's ranked clips. The candidates are the midpoints between neighbouring
 * distinct scores and, to predict every clip, the lowest score or 0.5, whichever is lower. Of several candidates with the
 * highest F1, the one nearest to 0.5 is taken, then the higher one. A label without a positive clip, or whose positive
 * clips all have a score of NaN or -Infinity, gets 0.5.
 */
export function bestThreshold({ scores, positives, negatives, numPositive }: Ranking): number {
  let best = NEUTRAL_THRESHOLD;
  let bestF1 = 0;
  for (let g = 0; g < scores.length; g++) {
    if (scores[g] === Number.NEGATIVE_INFINITY) break;
    // One correctly rounded division of integers: equal F1 are equal numbers.
    const f1 = (2 * positives[g]!) / (positives[g]! + negatives[g]! + numPositive);
    if (f1 === 0 || f1 < bestF1) continue;
    const threshold = separate(scores[g + 1] ?? Number.NEGATIVE_INFINITY, scores[g]!);
    if (f1 > bestF1 || distance(threshold) < distance(best)) best = threshold;
    bestF1 = f1;
  }
  return best;
}

/**
 * Returns a finite t with lower < t <= upper: the midpoint rounded to float32, so that the comparison with float32 scores
 * has the same result in float32 (ONNX, the browser) and in float64. Neighbouring float32 numbers have no midpoint in
 * float32: then t is `upper`.
 */
function separate(lower: number, upper: number): number {
  if (lower === Number.NEGATIVE_INFINITY) return Math.min(upper, NEUTRAL_THRESHOLD);
  const top = Math.min(upper, Number.MAX_VALUE);
  const middle = Math.fround(lower / 2 + top / 2);
  return lower < middle && middle <= top ? middle : top;
}

function distance(threshold: number): number {
  return Math.abs(threshold - NEUTRAL_THRESHOLD);
}
