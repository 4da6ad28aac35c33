// N = clips, C = labels.

/** Scores and targets of a tagging model, as the metrics of this folder read them. */
export interface TaggingRows {
  /**
   * Row-major [N, C]: probabilities or logits, higher for more likely labels. A NaN counts as -Infinity: it ranks last
   * and never counts as predicted, so that a model which fails on a clip cannot gain from it.
   */
  scores: Float32Array | Float64Array;
  /** Row-major [N, C]: 1 positive, 0 negative, -1 ignored (unknown, such as a secondary label). */
  targets: Int8Array;
  numLabels: number;
}

export const POSITIVE = 1;
export const NEGATIVE = 0;

/** Number of clips; 0 without labels. */
export function countClips({ scores, numLabels }: TaggingRows): number {
  return numLabels === 0 ? 0 : scores.length / numLabels;
}
