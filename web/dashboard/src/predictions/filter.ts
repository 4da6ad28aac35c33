/** Chooses and orders the rows of an evaluation that a page lists. */
import { isInCell } from "./confusion.js";
import type { Evaluation } from "./evaluation.js";

export interface ClipFilter {
  /** A label that is true or predicted; null for any. */
  label: string | null;
  /** A cell of the confusion; null for any. */
  cell: { truth: string; predicted: string } | null;
  isWrongOnly: boolean;
  /** null: no limit. */
  leastLoss: number | null;
  mostLoss: number | null;
  /** In the name, the true or the predicted text; letters of either case. */
  text: string;
}

export const NO_FILTER: ClipFilter = {
  ...{ label: null, cell: null },
  ...{ isWrongOnly: false, leastLoss: null, mostLoss: null, text: "" },
};

export type ClipOrder = "hardest" | "easiest" | "set";

/** @param nameOf the name of a clip by its place in the set */
export function filterRows(
  evaluation: Evaluation,
  filter: ClipFilter,
  order: ClipOrder,
  nameOf: (clip: number) => string,
): number[] {
  const { labels } = evaluation.meta;
  const wanted = filter.label === null ? null : labels.indexOf(filter.label);
  const { cell } = filter;
  const text = filter.text.trim().toLowerCase();
  const rows: number[] = [];
  for (let row = 0; row < evaluation.numRows; row++) {
    if (filter.isWrongOnly && evaluation.verdict(row) !== "wrong") continue;
    const loss = evaluation.loss[row]!;
    if (filter.leastLoss !== null && !(loss >= filter.leastLoss)) continue;
    if (filter.mostLoss !== null && !(loss <= filter.mostLoss)) continue;
    if (
      wanted !== null &&
      !evaluation.truthLabels(row).includes(wanted) &&
      !evaluation.predictedLabels(row).includes(wanted)
    )
      continue;
    if (cell !== null && !isInCell(evaluation, row, cell.truth, cell.predicted)) continue;
    if (text !== "" && !textOf(evaluation, row, nameOf).includes(text)) continue;
    rows.push(row);
  }
  if (order === "set") return rows;
  const sign = order === "hardest" ? -1 : 1;
  // A loss that is NaN is as hard as can be.
  const hardness = (row: number): number => {
    const loss = evaluation.loss[row]!;
    return Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss;
  };
  return rows.sort((a, b) => {
    const [x, y] = [hardness(a), hardness(b)];
    return x === y ? a - b : sign * (x < y ? -1 : 1);
  });
}

function textOf(evaluation: Evaluation, row: number, nameOf: (clip: number) => string): string {
  return `${nameOf(evaluation.clip[row]!)}\n${evaluation.truthText(row)}\n${evaluation.predictedText(row)}`.toLowerCase();
}
