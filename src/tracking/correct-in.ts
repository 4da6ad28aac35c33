import type { EmbeddingsItem } from "../items.js";

/** Returns for each clip of a map if its prediction is correct; null if predictions are not correct or wrong. */
export function correctIn({ isCorrect, labels, predicted }: EmbeddingsItem): readonly boolean[] | null {
  return isCorrect === undefined ? labels.map((label, i) => label === predicted[i]) : isCorrect;
}
