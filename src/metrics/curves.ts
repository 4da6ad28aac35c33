// N = clips.

export interface Curve {
  x: number[];
  y: number[];
}

/** Longer curves are thinned out to this: a chart shows no more. */
const MOST_POINTS = 100;

/**
 * Returns recall (x) and precision (y) at every threshold of a class's scores, from the highest down; begins at
 * recall 0 with precision 1, as scikit-learn's `precision_recall_curve`.
 */
export function precisionRecallCurve(scores: ArrayLike<number>, isPositive: ArrayLike<boolean>): Curve {
  const { hits, alarms, numPositive } = sweep(scores, isPositive);
  const x = hits.map((count) => count / numPositive);
  const y = hits.map((count, i) => count / (count + alarms[i]!));
  return thin({ x: [0, ...x], y: [1, ...y] });
}

/** Returns false positive rate (x) and true positive rate (y) at every threshold, as scikit-learn's `roc_curve`. */
export function rocCurve(scores: ArrayLike<number>, isPositive: ArrayLike<boolean>): Curve {
  const { hits, alarms, numPositive, numNegative } = sweep(scores, isPositive);
  const x = alarms.map((count) => count / numNegative);
  const y = hits.map((count) => count / numPositive);
  return thin({ x: [0, ...x], y: [0, ...y] });
}

/** Counts the positive clips (hits) and the others (alarms) above each threshold; equal scores share a threshold. */
function sweep(scores: ArrayLike<number>, isPositive: ArrayLike<boolean>) {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
  const hits: number[] = [];
  const alarms: number[] = [];
  let numHits = 0;
  for (const [rank, i] of order.entries()) {
    if (isPositive[i]) numHits++;
    const next = order[rank + 1];
    if (next !== undefined && scores[next] === scores[i]) continue;
    hits.push(numHits);
    alarms.push(rank + 1 - numHits);
  }
  return { hits, alarms, numPositive: numHits, numNegative: order.length - numHits };
}

function thin({ x, y }: Curve): Curve {
  if (x.length <= MOST_POINTS) return { x, y };
  const kept = Array.from({ length: MOST_POINTS }, (_, i) =>
    Math.round((i * (x.length - 1)) / (MOST_POINTS - 1)),
  );
  return { x: kept.map((i) => x[i]!), y: kept.map((i) => y[i]!) };
}
