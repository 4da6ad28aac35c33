import type { Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { expectOption, expectShape, widen, widenLike } from "./inputs.js";
import { type Reduction, reductionCode } from "./reduction.js";

// Predictions and targets have the same shape, which may be any; nothing is broadcast. `none` returns that shape,
// `mean` divides by the number of values. Half types are computed in float32. All throw ShapeError, DTypeError, or
// ConfigError for an option.

export interface RegressionLossOptions {
  reduction?: Reduction;
}

/** Mean squared error: `(prediction - target) ** 2`. */
export function mseLoss(predictions: Tensor, targets: Tensor, options: RegressionLossOptions = {}): Tensor {
  const [x, y] = checkInputs("mseLoss", predictions, targets);
  return ops.mseLoss(x, y, reductionCode("mseLoss", options.reduction));
}

/** Mean absolute error: `|prediction - target|`. */
export function l1Loss(predictions: Tensor, targets: Tensor, options: RegressionLossOptions = {}): Tensor {
  const [x, y] = checkInputs("l1Loss", predictions, targets);
  return ops.l1Loss(x, y, reductionCode("l1Loss", options.reduction));
}

/**
 * Huber loss of the error e (Huber, 1964): `e ** 2 / 2` up to `delta`, then `delta * (|e| - delta / 2)`.
 * `delta` is above 0, by default 1.
 */
export function huberLoss(
  predictions: Tensor,
  targets: Tensor,
  options: RegressionLossOptions & { delta?: number } = {},
): Tensor {
  const { delta = 1 } = options;
  expectOption("huberLoss", "delta", delta, delta > 0, "above 0");
  const [x, y] = checkInputs("huberLoss", predictions, targets);
  return ops.huberLoss(x, y, reductionCode("huberLoss", options.reduction), delta);
}

/**
 * Smooth L1 loss of the error e (Girshick, 2015): `e ** 2 / (2 * beta)` up to `beta`, then `|e| - beta / 2`. This is
 * the Huber loss divided by `beta`, which is from 0 (`l1Loss`), by default 1.
 */
export function smoothL1Loss(
  predictions: Tensor,
  targets: Tensor,
  options: RegressionLossOptions & { beta?: number } = {},
): Tensor {
  const { beta = 1 } = options;
  expectOption("smoothL1Loss", "beta", beta, beta >= 0, "from 0");
  const [x, y] = checkInputs("smoothL1Loss", predictions, targets);
  return ops.smoothL1Loss(x, y, reductionCode("smoothL1Loss", options.reduction), beta);
}

function checkInputs(loss: string, predictions: Tensor, targets: Tensor): [Tensor, Tensor] {
  const x = widen({ loss, name: "predictions" }, predictions);
  const input = { loss, name: "targets" };
  expectShape(input, targets, x.shape, "the shape of the predictions");
  return [x, widenLike(input, targets, x)];
}
