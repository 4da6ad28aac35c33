// B = clips, F = frames, C = labels, R = rows of outputs: C, or 2 C with attention.
import type { Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";

export type Pooling = "attention" | "linear_softmax" | "max";

/** Keeps quotients of probabilities finite. */
const LEAST = 1e-7;

/**
 * Turns the outputs of the head into probabilities of each frame, and with attention into the weights of each frame after them:
 * a softmax over the labels, as in the baseline of DCASE 2019 task 4 (Turpault et al., 2019). [B, R, F] to [B, R, F]
 */
export function activateFrames(outputs: Tensor, pooling: Pooling): Tensor {
  if (pooling !== "attention") return outputs.sigmoid();
  const [logits, attention] = halves(outputs);
  return ops.cat([logits.sigmoid(), attention.softmax(1).clamp(LEAST, 1)], 1);
}

/**
 * Returns the probability of each label in a clip from what `activateFrames` returns: [B, R, F] to [B, C]. Sums over frames, so
 * that a recording of several windows has the probability of all of its frames.
 */
export function poolFrames(activated: Tensor, pooling: Pooling): Tensor {
  if (pooling === "max") return activated.amax(2);
  const [probabilities, weights] = pooling === "attention" ? halves(activated) : [activated, activated];
  return probabilities
    .mul(weights)
    .sum(2)
    .div(weights.sum(2).clamp({ min: LEAST }));
}

/** Computes `poolFrames` of one label: its probabilities, and its weights where attention pools. */
export function poolLabel(
  probabilities: ArrayLike<number>,
  weights: ArrayLike<number>,
  pooling: Pooling,
): number {
  let [sum, weighted, most] = [0, 0, 0];
  for (let i = 0; i < probabilities.length; i++) {
    most = Math.max(most, probabilities[i]!);
    sum += weights[i]!;
    weighted += weights[i]! * probabilities[i]!;
  }
  return pooling === "max" ? most : weighted / Math.max(LEAST, sum);
}

function halves(rows: Tensor): [Tensor, Tensor] {
  const numLabels = rows.shape[1]! / 2;
  return [rows.narrow(1, 0, numLabels), rows.narrow(1, numLabels, numLabels)];
}
