import type { Position } from "../checkpoint/format.js";

/** Returns the position after one more step, in epochs of `numBatches`. */
export function nextPosition({ step, epoch, batch }: Position, numBatches: number): Position {
  return batch + 1 < numBatches
    ? { step: step + 1, epoch, batch: batch + 1 }
    : { step: step + 1, epoch: epoch + 1, batch: 0 };
}
