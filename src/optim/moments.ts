import { op } from "../tensor/ops.js";
import type { TensorList } from "../tensor/values.js";
import type { GroupUpdate } from "./group-update.js";

const scaleAll = op("aten::_foreach_mul_.Scalar");
const added = op("aten::_foreach_add.List");
const lerpAll = op("aten::_foreach_lerp_.Scalar");
const addProducts = op("aten::_foreach_addcmul_.Scalar");

/**
 * Updates the running means of the gradients and of their squares, as Adam does, after weight decay. Returns the gradients,
 * which include the L2 penalty unless the decay is decoupled.
 */
export function averageGradients(
  group: GroupUpdate<"exp_avg" | "exp_avg_sq">,
  [beta1, beta2]: readonly [number, number],
  isDecoupled: boolean,
): TensorList {
  const { parameters, weightDecay } = group;
  let { gradients } = group;
  if (weightDecay !== 0) {
    if (isDecoupled) scaleAll(parameters, 1 - group.learningRate * weightDecay);
    else gradients = added(gradients, parameters, { alpha: weightDecay });
  }
  lerpAll(group.state("exp_avg"), gradients, 1 - beta1);
  scaleAll(group.state("exp_avg_sq"), beta2);
  addProducts(group.state("exp_avg_sq"), gradients, gradients, 1 - beta2);
  return gradients;
}
