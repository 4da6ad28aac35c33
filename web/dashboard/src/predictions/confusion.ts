/** Counts of predictions by label. */
import type { Evaluation } from "./evaluation.js";

/** Clips by true label (row) and predicted label (column). */
export type Counts = readonly Uint32Array[];

/**
 * A clip with several labels counts in each pair of a label that it has and that was not predicted, and a label that was predicted
 * and that it lacks; a label that was found counts on the diagonal.
 */
export function confusionOf(evaluation: Evaluation): Counts {
  const size = evaluation.meta.labels.length;
  const counts = Array.from({ length: size }, () => new Uint32Array(size));
  for (let row = 0; row < evaluation.numRows; row++) {
    const truth = evaluation.truthLabels(row);
    const predicted = evaluation.predictedLabels(row);
    for (const label of truth) {
      if (predicted.includes(label)) counts[label]![label]!++;
      else for (const other of predicted) if (!truth.includes(other)) counts[label]![other]!++;
    }
  }
  return counts;
}

export interface LabelScore {
  label: number;
  numTrue: number;
  numPredicted: number;
  numFound: number;
  /** null where nothing was predicted, or there is nothing to find. */
  precision: number | null;
  recall: number | null;
  f1: number | null;
}

export function labelScores(evaluation: Evaluation): LabelScore[] {
  const { labels } = evaluation.meta;
  const [numTrue, numPredicted, numFound] = [0, 1, 2].map(() => new Uint32Array(labels.length));
  for (let row = 0; row < evaluation.numRows; row++) {
    const truth = evaluation.truthLabels(row);
    for (const label of truth) numTrue![label]!++;
    for (const label of evaluation.predictedLabels(row)) {
      numPredicted![label]!++;
      if (truth.includes(label)) numFound![label]!++;
    }
  }
  return labels.map((_, label) => {
    const [all, predicted, found] = [numTrue![label]!, numPredicted![label]!, numFound![label]!];
    return {
      ...{ label, numTrue: all, numPredicted: predicted, numFound: found },
      precision: predicted === 0 ? null : found / predicted,
      recall: all === 0 ? null : found / all,
      f1: all + predicted === 0 ? null : (2 * found) / (all + predicted),
    };
  });
}
