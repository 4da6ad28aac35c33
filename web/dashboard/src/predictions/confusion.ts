/** Counts of predictions by label. */
import type { Evaluation } from "./evaluation.js";

/** Clips by true label (row) and predicted label (column). */
export interface Confusion {
  /** Names of rows and columns: the labels, and for tasks with several labels NONE. */
  names: readonly string[];
  counts: readonly Uint32Array[];
}

/** The row of labels that are predicted where none was missed, and the column of labels that are missed where none is false. */
export const NONE = "(none)";

/**
 * Counts clips. With several labels, a label that was found counts on the diagonal; each pair of a missed label and a falsely predicted
 * one of the same clip counts besides.
 */
export function confusionOf(evaluation: Evaluation): Confusion {
  const { labels, kind } = evaluation.meta;
  const names = kind === "one_label" ? labels : [...labels, NONE];
  const counts = names.map(() => new Uint32Array(names.length));
  for (let row = 0; row < evaluation.numRows; row++) {
    if (kind === "one_label") {
      const [truth, predicted] = [evaluation.truthLabels(row)[0], evaluation.predictedLabels(row)[0]];
      if (truth !== undefined && predicted !== undefined) counts[truth]![predicted]!++;
      continue;
    }
    const { found, missed, wrong } = compareLabels(evaluation, row);
    for (const label of found) counts[label]![label]!++;
    if (missed.length === 0 && wrong.length === 0) continue;
    for (const truth of missed.length === 0 ? [labels.length] : missed)
      for (const predicted of wrong.length === 0 ? [labels.length] : wrong) counts[truth]![predicted]!++;
  }
  return { names, counts };
}

/** Labels of a clip: predicted and true, true alone, predicted alone. */
export function compareLabels(
  evaluation: Evaluation,
  row: number,
): { found: number[]; missed: number[]; wrong: number[] } {
  const [truth, predicted] = [evaluation.truthLabels(row), evaluation.predictedLabels(row)];
  return {
    found: truth.filter((label) => predicted.includes(label)),
    missed: truth.filter((label) => !predicted.includes(label)),
    wrong: predicted.filter((label) => !truth.includes(label)),
  };
}

/** True for a clip that counts in a cell of the confusion. */
export function isInCell(evaluation: Evaluation, row: number, truth: string, predicted: string): boolean {
  const { labels } = evaluation.meta;
  const { found, missed, wrong } = compareLabels(evaluation, row);
  if (truth === predicted) return found.includes(labels.indexOf(truth));
  const isIn = (list: number[], name: string): boolean =>
    name === NONE ? list.length === 0 : list.includes(labels.indexOf(name));
  return isIn(missed, truth) && isIn(wrong, predicted);
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
