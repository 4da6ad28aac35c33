import type { Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";

/** `mean` averages over clips, `sum` leaves the division by a global count to the caller, `none` returns one value per clip. */
export type Reduction = "none" | "mean" | "sum";

const REDUCTIONS: Record<Reduction, number> = { none: 0, mean: 1, sum: 2 };

/** Cross entropy of logits [B, classes] (or [B, classes, ...]) against class indices, int64 [B]. */
export function crossEntropy(
  logits: Tensor,
  labels: Tensor,
  options: { reduction?: Reduction; labelSmoothing?: number } = {},
): Tensor {
  const reduction = REDUCTIONS[options.reduction ?? "mean"];
  const ignoreIndex = -100;
  return ops.crossEntropyLoss(logits, labels, null, reduction, ignoreIndex, options.labelSmoothing ?? 0);
}

/** Binary cross entropy of logits against targets from 0 to 1 of the same shape, for several labels per clip. */
export function binaryCrossEntropyWithLogits(
  logits: Tensor,
  targets: Tensor,
  options: { reduction?: Reduction } = {},
): Tensor {
  return ops.binaryCrossEntropyWithLogits(logits, targets, {
    reduction: REDUCTIONS[options.reduction ?? "mean"],
  });
}

/** Mean squared error of two tensors of the same shape. */
export function mseLoss(input: Tensor, target: Tensor, options: { reduction?: Reduction } = {}): Tensor {
  return ops.mseLoss(input, target, REDUCTIONS[options.reduction ?? "mean"]);
}
