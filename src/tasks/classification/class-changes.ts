import type { Answers } from "./resample.js";

/** Both models' results for the clips of a label. */
export interface ClassChange {
  label: string;
  numClips: number;
  a: ClassScores;
  b: ClassScores;
}

interface ClassScores {
  precision: number;
  recall: number;
  f1: number;
}

/** Returns null for a label that no clip has and no model predicts. */
export function classChange(label: string, place: number, a: Answers, b: Answers): ClassChange | null {
  const numClips = a.truth.filter((truth) => truth === place).length;
  const [ofA, ofB] = [scoresOf(place, a, numClips), scoresOf(place, b, numClips)];
  return numClips === 0 && ofA.numPredicted === 0 && ofB.numPredicted === 0
    ? null
    : { label, numClips, a: ofA.scores, b: ofB.scores };
}

function scoresOf(
  place: number,
  { truth, predicted }: Answers,
  numClips: number,
): { scores: ClassScores; numPredicted: number } {
  let [numPredicted, numRight] = [0, 0];
  for (const [i, label] of predicted.entries()) {
    if (label !== place) continue;
    numPredicted++;
    if (truth[i] === place) numRight++;
  }
  const precision = numPredicted === 0 ? 0 : numRight / numPredicted;
  const recall = numClips === 0 ? 0 : numRight / numClips;
  return {
    scores: { precision, recall, f1: numRight === 0 ? 0 : (2 * numRight) / (numPredicted + numClips) },
    numPredicted,
  };
}
