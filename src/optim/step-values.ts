import type { Tensor } from "../tensor/index.js";
import { op, ops } from "../tensor/ops.js";
import type { TensorList } from "../tensor/values.js";

const addToAll = op("aten::_foreach_add_.Scalar");

/**
 * Counts a step of each parameter and returns the counts in float64 on their device, [N]: what depends on them is computed
 * there, so that no step waits for a GPU.
 */
export function countSteps(steps: TensorList): Tensor {
  addToAll(steps, 1);
  return ops.stack(steps).to("float64");
}

/** Returns `base` to the power of each value. */
export function powerOf(base: number, exponents: Tensor): Tensor {
  return exponents.mul(Math.log(base)).exp();
}
