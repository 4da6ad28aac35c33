import type { EvaluationRecord } from "./task.js";

/** Returns the mean loss of the evaluated clips, added in float64 in the clips' order. */
export function meanLoss({ evaluated, losses }: EvaluationRecord): number {
  return evaluated.reduce((sum, clip) => sum + losses[clip]!, 0) / evaluated.length;
}
