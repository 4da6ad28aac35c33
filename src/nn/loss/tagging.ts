import type { Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { focus } from "./focus.js";
import { expectOption, expectShape, widen, widenLike } from "./inputs.js";
import { type Reduction, reduce, reductionCode } from "./reduction.js";

export interface TaggingLossOptions {
  /**
   * `none` returns the shape of the logits. `mean` divides by the number of entries, including those of weight 0, as
   * PyTorch does; for a mean of the entries that count, divide the `sum` by the sum of `weight`.
   */
  reduction?: Reduction;
  /**
   * Factor of each entry's loss, in the shape of the logits, of bool or the dtype of the loss. 0 leaves an entry out,
   * such as a label that nobody annotated; its logit and target must be finite.
   */
  weight?: Tensor | null;
}

export interface BinaryCrossEntropyOptions extends TaggingLossOptions {
  /** Factor of the loss of each class's positive targets, [C]: above 1 favours recall. */
  posWeight?: Tensor | null;
}

/**
 * Binary cross entropy of logits [B, C] (or any shape) against targets from 0 to 1 of the same shape, for several
 * labels per clip. Equals `torch.nn.functional.binary_cross_entropy_with_logits`.
 *
 * Half types are computed in float32. Throws ShapeError, DTypeError, or ConfigError for an option.
 */
export function binaryCrossEntropyWithLogits(
  logits: Tensor,
  targets: Tensor,
  options: BinaryCrossEntropyOptions = {},
): Tensor {
  const loss = "binaryCrossEntropyWithLogits";
  const reduction = reductionCode(loss, options.reduction);
  const { x, y, weight } = checkEntries(loss, logits, targets, options.weight);
  const posWeight = checkPosWeight(loss, options.posWeight, x);
  return ops.binaryCrossEntropyWithLogits(x, y, weight, posWeight, reduction);
}

export interface SigmoidFocalLossOptions extends TaggingLossOptions {
  /** Weight of positive targets, from 0 to 1; negative targets have 1 - alpha. null weighs both by 1. */
  alpha?: number | null;
  /** Exponent of the focusing factor, from 0. 0 leaves the binary cross entropy, weighted by alpha. */
  gamma?: number;
}

/**
 * Focal loss of a sigmoid (Lin et al., 2017): binary cross entropy of logits [B, C] (or any shape) against targets from
 * 0 to 1 of the same shape, times `(1 - p) ** gamma` for the probability p of the target. Equals
 * `sigmoid_focal_loss` of torchvision (148ddaa), whose alpha of -1 is null here; the reduction is the mean by default.
 *
 * Half types are computed in float32. Throws ShapeError, DTypeError, or ConfigError for an option.
 */
export function sigmoidFocalLoss(
  logits: Tensor,
  targets: Tensor,
  options: SigmoidFocalLossOptions = {},
): Tensor {
  const loss = "sigmoidFocalLoss";
  const { alpha = 0.25, gamma = 2 } = options;
  const reduction = reductionCode(loss, options.reduction);
  expectOption(loss, "gamma", gamma, gamma >= 0, "from 0");
  if (alpha !== null) {
    expectOption(loss, "alpha", alpha, alpha >= 0 && alpha <= 1, "from 0 to 1, or null");
  }
  const { x, y, weight } = checkEntries(loss, logits, targets, options.weight);
  // sigmoid(-x) keeps the precision of 1 - sigmoid(x) where sigmoid(x) is nearly 1.
  const miss = x.sigmoid().lerp(x.neg().sigmoid(), y);
  const perEntry = ops.binaryCrossEntropyWithLogits(x, y, weight, null, reductionCode(loss, "none"));
  const focused = focus(miss, gamma).mul(perEntry);
  return reduce(alpha === null ? focused : focused.mul(interpolate(y, 1 - alpha, alpha)), reduction);
}

export interface AsymmetricLossOptions extends TaggingLossOptions {
  /** Exponent of the focusing factor of negative targets, from 0. */
  gammaNeg?: number;
  /** Exponent of the focusing factor of positive targets, from 0. */
  gammaPos?: number;
  /** Probability that is subtracted from negatives, from 0 and below 1: those below it have no loss. */
  clip?: number;
  /** Least probability whose logarithm is taken, above 0 and below 1: bounds the loss of an entry. */
  eps?: number;
}

/**
 * Asymmetric loss (Ridnik et al., 2021) of logits [B, C] (or any shape) against targets from 0 to 1 of the same shape,
 * for many labels of which few are positive. With p = sigmoid(logit) and q = max(p - clip, 0), a positive has the loss
 * `-(1 - p) ** gammaPos * log(p)`, a negative `-q ** gammaNeg * log(1 - q)`.
 *
 * Equals `AsymmetricLoss` of Alibaba-MIIL/ASL (05b193d) with `disable_torch_grad_focal_loss=False`, whose reduction is
 * the sum; the reduction is the mean by default here. Targets between 0 and 1 interpolate as there.
 *
 * Half types are computed in float32. Throws ShapeError, DTypeError, or ConfigError for an option.
 */
export function asymmetricLoss(logits: Tensor, targets: Tensor, options: AsymmetricLossOptions = {}): Tensor {
  const loss = "asymmetricLoss";
  const { gammaNeg = 4, gammaPos = 1, clip = 0.05, eps = 1e-8 } = options;
  const reduction = reductionCode(loss, options.reduction);
  expectOption(loss, "gammaNeg", gammaNeg, gammaNeg >= 0, "from 0");
  expectOption(loss, "gammaPos", gammaPos, gammaPos >= 0, "from 0");
  expectOption(loss, "clip", clip, clip >= 0 && clip < 1, "from 0 and below 1");
  expectOption(loss, "eps", eps, eps > 0 && eps < 1, "above 0 and below 1");
  const { x, y, weight } = checkEntries(loss, logits, targets, options.weight);
  // The reference subtracts from 1, which loses the small probabilities in float32.
  const p = x.sigmoid();
  const notP = x.neg().sigmoid();
  const logOfPositive = x.logSigmoid().clamp({ min: Math.log(eps) });
  const logOfNegative = notP.add(clip).clamp(eps, 1).log();
  const miss = p.sub(clip).clamp({ min: 0 }).lerp(notP, y);
  const factor = focus(miss, interpolate(y, gammaNeg, gammaPos)).neg();
  const perEntry = logOfNegative.lerp(logOfPositive, y).mul(factor);
  return reduce(weight === null ? perEntry : perEntry.mul(weight), reduction);
}

/** Returns `negative` where the target is 0, `positive` where it is 1, and values between them otherwise. */
function interpolate(targets: Tensor, negative: number, positive: number): Tensor {
  return targets.mul(positive - negative).add(negative);
}

function checkEntries(
  loss: string,
  logits: Tensor,
  targets: Tensor,
  weight: Tensor | null | undefined,
): { x: Tensor; y: Tensor; weight: Tensor | null } {
  const x = widen({ loss, name: "logits" }, logits);
  const check = (name: string, tensor: Tensor): Tensor => {
    expectShape({ loss, name }, tensor, x.shape, "the shape of the logits");
    return widenLike({ loss, name }, tensor, x);
  };
  const y = check("targets", targets);
  if (weight === null || weight === undefined) return { x, y, weight: null };
  return { x, y, weight: check("weight", weight.dtype === "bool" ? weight.to(x.dtype) : weight) };
}

function checkPosWeight(loss: string, posWeight: Tensor | null | undefined, logits: Tensor): Tensor | null {
  if (posWeight === null || posWeight === undefined) return null;
  const input = { loss, name: "posWeight" };
  const shape = logits.shape;
  expectShape(input, posWeight, shape.slice(-1), `one for each class of the logits [${shape.join(", ")}]`);
  return widenLike(input, posWeight, logits);
}
