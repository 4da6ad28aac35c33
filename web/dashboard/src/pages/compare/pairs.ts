/** Clips that two runs evaluated. N = pairs. */
import type { ClipList } from "../../../../../src/dashboard/api.js";
import type { Evaluation } from "../../predictions/evaluation.js";

export interface Evaluated {
  evaluation: Evaluation;
  clips: ClipList["clips"];
}

export interface Pair {
  /** Rows of the two evaluations. */
  rows: readonly [number, number];
  name: string;
}

/** A recording's name and start identify a clip: its place differs between sets that differ. */
export function pairsOf(first: Evaluated, second: Evaluated): Pair[] {
  const keyOf = ({ evaluation, clips }: Evaluated, row: number): string | null => {
    const clip = clips[evaluation.clip[row]!];
    return clip === undefined ? null : `${clip.startSec} ${clip.name}`;
  };
  const rows = new Map<string, number>();
  for (let row = 0; row < second.evaluation.numRows; row++) {
    const key = keyOf(second, row);
    if (key !== null) rows.set(key, row);
  }
  const pairs: Pair[] = [];
  for (let row = 0; row < first.evaluation.numRows; row++) {
    const other = rows.get(keyOf(first, row) ?? "");
    if (other === undefined) continue;
    pairs.push({ rows: [row, other], name: first.clips[first.evaluation.clip[row]!]!.name });
  }
  return pairs;
}

export interface Measure {
  title: string;
  better: "min" | "max";
  values: readonly [Float64Array, Float64Array]; // [N]
}

/** The measure that is compared clip by clip: the share of correct predictions, where predictions are correct or wrong, and the loss. */
export function measuresOf(first: Evaluation, second: Evaluation, pairs: readonly Pair[]): Measure[] {
  const column = (read: (evaluation: Evaluation, row: number) => number): Measure["values"] => [
    Float64Array.from(pairs, ({ rows }) => read(first, rows[0])),
    Float64Array.from(pairs, ({ rows }) => read(second, rows[1])),
  ];
  const correct = column(
    (evaluation, row) => ({ correct: 1, wrong: 0, close: Number.NaN })[evaluation.verdict(row)],
  );
  const errors = column((evaluation, row) => {
    const [truth, predicted] = [evaluation.numbers(row, "truth"), evaluation.numbers(row, "predicted")];
    return truth.reduce((sum, value, d) => sum + Math.abs(value - predicted[d]!), 0) / truth.length;
  });
  const loss = column((evaluation, row) => evaluation.loss[row]!);
  const all: Measure[] = [
    { title: "correct predictions", better: "max", values: correct },
    { title: "absolute error", better: "min", values: errors },
    { title: "loss", better: "min", values: loss },
  ];
  return all.filter(({ values }) => values.every((one) => one.length > 0 && one.every(Number.isFinite)));
}

/**
 * Pairs on which the two runs differ most: where one is correct and the other is wrong, the largest difference of the loss first;
 * where no prediction is correct or wrong, all of them.
 */
export function differingPairs(first: Evaluation, second: Evaluation, pairs: readonly Pair[]): Pair[] {
  const isJudged = pairs.some(({ rows }) => first.verdict(rows[0]) !== "close");
  const difference = ({ rows }: Pair): number => {
    const value = Math.abs(first.loss[rows[0]]! - second.loss[rows[1]]!);
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
  };
  return pairs
    .filter(({ rows }) => !isJudged || first.verdict(rows[0]) !== second.verdict(rows[1]))
    .sort((a, b) => {
      const [x, y] = [difference(a), difference(b)];
      return x === y ? a.rows[0] - b.rows[0] : y - x;
    });
}
