import type { Evaluation } from "./evaluate.js";

/** Metrics by name, such as `validation/loss`. */
export type Metrics = Record<string, number>;

/** The names that `evaluationMetrics` returns for the validation clips: those that can be monitored. */
export const EVALUATION_METRICS: readonly string[] = [
  "validation/loss",
  "validation/accuracy",
  "validation/macro_f1",
];

export function evaluationMetrics(split: string, { loss, confusion }: Evaluation): Metrics {
  return {
    [`${split}/loss`]: loss,
    [`${split}/accuracy`]: confusion.accuracy,
    [`${split}/macro_f1`]: confusion.macroF1,
  };
}
