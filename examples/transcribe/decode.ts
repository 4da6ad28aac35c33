// V = symbols: the blank, then the notes.

/** Greedy decoding of CTC: the best symbol of each frame, without repeats and blanks. */
export interface Decoded {
  notes: string[];
  /** Probability of the best path through the frames. */
  probability: number;
}

/** @param probabilities [frames, V], row-major */
export function decodeGreedily(probabilities: ArrayLike<number>, labels: readonly string[]): Decoded {
  const numSymbols = labels.length + 1;
  const notes: string[] = [];
  let before = 0;
  let logProbability = 0;
  for (let first = 0; first < probabilities.length; first += numSymbols) {
    let best = 0;
    for (let i = 1; i < numSymbols; i++)
      if (probabilities[first + i]! > probabilities[first + best]!) best = i;
    logProbability += Math.log(probabilities[first + best]!);
    if (best !== 0 && best !== before) notes.push(labels[best - 1]!);
    before = best;
  }
  return { notes, probability: Math.exp(logProbability) };
}

/** Returns the fewest insertions, deletions and replacements that turn one sequence into the other (Levenshtein). */
export function editDistance(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const [i, one] of a.entries()) {
    const next = [i + 1];
    for (const [j, other] of b.entries())
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (one === other ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
