import { DTypeError, ShapeError } from "../../errors.js";
import { isFloatingPoint, type Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { focus } from "./focus.js";
import { expectOption, expectShape, widen, widenLike } from "./inputs.js";
import { type Reduction, reduce, reductionCode } from "./reduction.js";

/** Clips of this label have loss 0 and do not count in a mean, as in PyTorch. */
const IGNORED = -100;

export interface CrossEntropyOptions {
  reduction?: Reduction;
  /** Weight of each class, [classes], in the dtype of the loss. */
  weight?: Tensor | null;
  /** Probability that is taken from the label and spread evenly over all classes, from 0 to 1. */
  labelSmoothing?: number;
}

/**
 * Cross entropy of logits [B, classes] (or [B, classes, ...]) against class indices, int64 [B] (or [B, ...]), or
 * against probabilities of the logits' shape. A clip of label -100 is ignored.
 *
 * The loss of a clip is multiplied by the weight of its class. `none` returns [B]. `sum` adds the weighted losses; the
 * caller divides. `mean` divides by the sum of the weights of the labels, which is the number of clips without
 * `weight`, and is NaN if all clips are ignored. With probabilities, `mean` divides by the number of clips. All equal
 * `torch.nn.functional.cross_entropy`.
 *
 * Half types are computed in float32. Throws ShapeError, DTypeError, or ConfigError for an option.
 */
export function crossEntropy(logits: Tensor, labels: Tensor, options: CrossEntropyOptions = {}): Tensor {
  const loss = "crossEntropy";
  const { labelSmoothing = 0 } = options;
  const reduction = reductionCode(loss, options.reduction);
  expectOption(
    loss,
    "labelSmoothing",
    labelSmoothing,
    labelSmoothing >= 0 && labelSmoothing <= 1,
    "from 0 to 1",
  );
  const x = checkLogits(loss, logits);
  const targets = isFloatingPoint(labels.dtype)
    ? checkProbabilities(loss, labels, x)
    : checkLabels(loss, labels, x);
  const weight = checkWeight(loss, options.weight, x);
  const compute = (code: number) => ops.crossEntropyLoss(x, targets, weight, code, IGNORED, labelSmoothing);
  const isMeanOfLabels = reduction === reductionCode(loss, "mean") && targets.dtype === "int64";
  if (weight === null || labelSmoothing === 0 || !isMeanOfLabels) return compute(reduction);
  // libtorch's own mean of this kind reads the number of ignored labels, for which a GPU waits.
  return compute(reductionCode(loss, "sum")).div(sumOfWeights(weight, targets));
}

function sumOfWeights(weight: Tensor, labels: Tensor): Tensor {
  return weight
    .take(labels.clamp({ min: 0 }))
    .mul(labels.ne(IGNORED))
    .sum();
}

export interface FocalLossOptions {
  reduction?: Reduction;
  /** Weight of each class, [classes], in the dtype of the loss: the paper's alpha. */
  weight?: Tensor | null;
  /** Exponent of the focusing factor, from 0. 0 makes the loss the cross entropy. */
  gamma?: number;
}

/**
 * Focal loss of a softmax (Lin et al., 2017): `-weight * (1 - p) ** gamma * log(p)` for the probability p of the label.
 * Clips that the model already classifies well count less. Logits are [B, classes] (or [B, classes, ...]), labels are
 * class indices, int64 [B] (or [B, ...]), or shares of the classes in the shape of the logits. A clip of label -100 is
 * ignored.
 *
 * Reductions are those of `crossEntropy`: `mean` divides by the sum of the weights of the labels.
 *
 * Half types are computed in float32. Throws ShapeError, DTypeError, or ConfigError for an option.
 */
export function focalLoss(logits: Tensor, labels: Tensor, options: FocalLossOptions = {}): Tensor {
  const loss = "focalLoss";
  const { gamma = 2 } = options;
  const reduction = reductionCode(loss, options.reduction);
  expectOption(loss, "gamma", gamma, gamma >= 0, "from 0");
  const x = checkLogits(loss, logits);
  const targets = isFloatingPoint(labels.dtype)
    ? checkProbabilities(loss, labels, x)
    : checkLabels(loss, labels, x);
  const weight = checkWeight(loss, options.weight, x);
  const logProbs = x.logSoftmax(1);
  // expm1 keeps the precision of 1 - p where p is nearly 1.
  const focused = focus(logProbs.expm1().neg(), gamma).mul(logProbs);
  if (targets.dtype === "int64") return ops.nllLossNd(focused, targets, weight, reduction, IGNORED);
  // Without smoothing, and with these in place of the logarithms, this is the cross entropy of shares.
  const weighted =
    weight === null ? focused : focused.mul(weight.reshape([-1, ...x.shape.slice(2).map(() => 1)]));
  return reduce(weighted.mul(targets).sum([1]).neg(), reduction);
}

function checkLogits(loss: string, logits: Tensor): Tensor {
  const shape = logits.shape;
  if (shape.length < 2) {
    throw new ShapeError(
      "SHAPE",
      `${loss}: expected logits of shape [B, classes] or [B, classes, ...], got [${shape.join(", ")}]`,
    );
  }
  return widen({ loss, name: "logits" }, logits);
}

function checkLabels(loss: string, labels: Tensor, logits: Tensor): Tensor {
  const [numClips, , ...rest] = logits.shape as [number, number, ...number[]];
  const reason = `one label for each row of the logits [${logits.shape.join(", ")}]`;
  expectShape({ loss, name: "labels" }, labels, [numClips, ...rest], reason);
  if (labels.dtype !== "int64") {
    throw new DTypeError(
      "DTYPE",
      `${loss}: expected labels of int64, got ${labels.dtype}; convert them with to("int64")`,
    );
  }
  return labels;
}

function checkProbabilities(loss: string, probabilities: Tensor, logits: Tensor): Tensor {
  const input = { loss, name: "probabilities (labels of a floating dtype)" };
  expectShape(input, probabilities, logits.shape, "the shape of the logits");
  return widenLike(input, probabilities, logits);
}

function checkWeight(loss: string, weight: Tensor | null | undefined, logits: Tensor): Tensor | null {
  if (weight === null || weight === undefined) return null;
  const input = { loss, name: "weight" };
  const shape = logits.shape;
  expectShape(input, weight, [shape[1]!], `one for each class of the logits [${shape.join(", ")}]`);
  return widenLike(input, weight, logits);
}
