// T = frames, B = clips, C = labels with the blank, S = labels of the longest target.
import { ConfigError, DTypeError, ShapeError } from "../../errors.js";
import type { Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { expectShape, widen } from "./inputs.js";
import { type Reduction, reductionCode } from "./reduction.js";

export interface CtcLossOptions {
  /** `none` returns [B]. `mean` divides each clip's loss by the length of its target and averages over the clips. */
  reduction?: Reduction;
  /** Class of the blank, from 0 and below C. */
  blank?: number;
  /** Zeroes losses and gradients that are infinite because a target is too long for its clip. */
  zeroInfinity?: boolean;
}

/**
 * Connectionist temporal classification (Graves et al., 2006): the negative log likelihood of label sequences whose
 * places in time are unknown. Equals `torch.nn.functional.ctc_loss`.
 *
 * Half types are computed in float32. Throws ShapeError, DTypeError, or ConfigError for a length, label or option.
 *
 * @param logProbs logarithms of probabilities (`logSoftmax(2)`), [T, B, C]
 * @param targets labels without blanks, int64 [B, S], filled up with any label
 * @param inputLengths frames of each clip, at most T
 * @param targetLengths labels of each clip, at most S
 */
export function ctcLoss(
  logProbs: Tensor,
  targets: Tensor,
  inputLengths: readonly number[],
  targetLengths: readonly number[],
  options: CtcLossOptions = {},
): Tensor {
  const { blank = 0, zeroInfinity = false } = options;
  const reduction = reductionCode("ctcLoss", options.reduction);
  const x = widen({ loss: "ctcLoss", name: "logProbs" }, logProbs);
  const [numFrames, numClips, numLabels] = x.shape as [number, number, number];
  if (x.shape.length !== 3) {
    throw new ShapeError(
      "SHAPE",
      `ctcLoss: expected logProbs of shape [T, B, C], got [${x.shape.join(", ")}]`,
    );
  }
  const longest = targets.shape.length === 2 ? targets.shape[1]! : 0;
  expectShape({ loss: "ctcLoss", name: "targets" }, targets, [numClips, longest], "[B, S]");
  if (targets.dtype !== "int64") {
    throw new DTypeError("DTYPE", `ctcLoss: expected targets of int64, got ${targets.dtype}`);
  }
  if (!Number.isInteger(blank) || blank < 0 || blank >= numLabels) {
    throw new ConfigError("RANGE", `ctcLoss: expected blank from 0 to ${numLabels - 1}, got ${blank}`);
  }
  expectLengths("inputLengths", inputLengths, numClips, numFrames);
  expectLengths("targetLengths", targetLengths, numClips, longest);
  if (targets.device === "cpu") expectLabels(targets, numLabels);
  return ops.ctcLoss(x, targets, inputLengths, targetLengths, blank, reduction, zeroInfinity);
}

function expectLengths(name: string, lengths: readonly number[], numClips: number, most: number): void {
  if (lengths.length !== numClips) {
    throw new ShapeError(
      "SHAPE",
      `ctcLoss: expected ${numClips} ${name}, one for each clip, got ${lengths.length}`,
    );
  }
  const wrong = lengths.findIndex((length) => !Number.isInteger(length) || length < 0 || length > most);
  if (wrong === -1) return;
  throw new ConfigError(
    "RANGE",
    `ctcLoss: expected ${name} from 0 to ${most}, got ${lengths[wrong]} for clip ${wrong}`,
  );
}

/** libtorch reads outside of its memory for a label that does not exist. A GPU is not waited for, and not checked. */
function expectLabels(targets: Tensor, numLabels: number): void {
  const wrong = (targets.toArray() as BigInt64Array).find(
    (label) => label < 0n || label >= BigInt(numLabels),
  );
  if (wrong === undefined) return;
  throw new ConfigError("RANGE", `ctcLoss: expected targets from 0 to ${numLabels - 1}, got ${wrong}`);
}
