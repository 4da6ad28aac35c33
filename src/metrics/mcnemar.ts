/**
 * McNemar's exact test of the hypothesis that two models are correct equally often on the same clips: the two-sided binomial
 * probability of a split at least as uneven of the clips that exactly one model predicts correctly.
 *
 * @param onlyA clips that only a predicts correctly
 * @returns p; 1 if the models are correct on the same clips
 */
export function mcnemarExact(onlyA: number, onlyB: number): number {
  const n = onlyA + onlyB;
  if (n === 0) return 1;
  let logTerm = -n * Math.LN2; // log of C(n, 0) / 2^n
  let tail = Math.exp(logTerm);
  for (let k = 1; k <= Math.min(onlyA, onlyB); k++) {
    logTerm += Math.log(n - k + 1) - Math.log(k);
    tail += Math.exp(logTerm);
  }
  return Math.min(1, 2 * tail);
}
