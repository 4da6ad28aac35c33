// B = rows of a batch, C = labels, F = frames, R = rows of outputs.
import { binaryCrossEntropyWithLogits, sigmoidFocalLoss } from "../../nn/index.js";
import type { Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import type { TargetTensors } from "../task.js";
import { activateFrames, type Pooling, poolFrames } from "./pooling.js";
import { frameTargets } from "./targets.js";

export interface DetectionLossOptions {
  loss: "bce" | "focal";
  focalGamma: number;
  pooling: Pooling;
  /** Weight of the loss of the labels of clips. */
  clipWeight: number;
}

const LEAST = 1e-7;

/**
 * Returns the loss of each row [B] from outputs [B, R, F]: of clips with events the mean over frames and labels, plus that of the
 * labels that sound in the row; of clips without times that of their labels alone.
 */
export function detectionLosses(
  outputs: Tensor,
  targets: TargetTensors,
  { loss, focalGamma, pooling, clipWeight }: DetectionLossOptions,
): Tensor {
  const labels = targets["labels"]!;
  const strong = targets["strong"]!; // [B]
  const numLabels = labels.shape[1]!;
  const numFrames = outputs.shape[2]!;
  const logits = outputs.narrow(1, 0, numLabels); // [B, C, F]
  const ofFrames = frameTargets(targets, numLabels, numFrames);
  const options = { reduction: "none" as const };
  const frameLoss =
    loss === "focal"
      ? sigmoidFocalLoss(logits, ofFrames, { ...options, gamma: focalGamma })
      : binaryCrossEntropyWithLogits(logits, ofFrames, options);
  // A label that sounds for half a frame sounds in the row.
  const inRow = ofFrames.amax(2).ge(0.5).to("float32"); // [B, C]
  const isStrong = strong.unsqueeze(1);
  const ofClips = ops.where(isStrong.gt(0), inRow, labels);
  const pooled = poolFrames(activateFrames(outputs, pooling), pooling).clamp(LEAST, 1 - LEAST);
  const clipLoss = ops.binaryCrossEntropy(pooled, ofClips, null, 0).mean(1); // [B]
  return frameLoss.mean([1, 2]).mul(strong).add(clipLoss.mul(clipWeight));
}
