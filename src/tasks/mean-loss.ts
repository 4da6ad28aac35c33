import type { EvaluationRecord } from "./task.js";

/** Returns the mean loss of the evaluated clips, added in float64 in the clips' order. */
export function meanLoss({ evaluated, losses }: EvaluationRecord): number {
  return meanAt(losses, evaluated);
}

/** Returns the mean of the values of some clips, added in float64 in their order. */
export function meanAt(values: ArrayLike<number>, clips: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < clips.length; i++) sum += values[clips[i]!]!;
  return sum / clips.length;
}
