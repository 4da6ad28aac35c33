import type { Tensor } from "../tensor/index.js";
import { op, ops } from "../tensor/ops.js";
import type { TensorList } from "../tensor/values.js";

const norms = op("aten::_foreach_norm.Scalar");
const scaleAll = op("aten::_foreach_mul_.Tensor");
const clampMin = op("aten::_foreach_clamp_min_.Scalar");
const clampMax = op("aten::_foreach_clamp_max_.Scalar");

/** Returns the 2-norm over all gradients together: a tensor of one value on their device. */
export function totalNorm(gradients: TensorList): Tensor {
  return ops.stack(norms(gradients, 2)).norm(2);
}

/**
 * Scales gradients in place so that their total norm is at most `maxNorm`; returns the norm before
 * scaling. Equals `torch.nn.utils.clip_grad_norm_`, without a host sync.
 */
export function clipGradNorm(gradients: TensorList, maxNorm: number): Tensor {
  const norm = totalNorm(gradients);
  const scale = norm.add(1e-6).reciprocal().mul(maxNorm).clamp(null, 1);
  scaleAll(gradients, scale);
  return norm;
}

/** Limits each value of the gradients in place to at most `maxValue` in size. Equals `torch.nn.utils.clip_grad_value_`. */
export function clipGradValue(gradients: TensorList, maxValue: number): void {
  clampMin(gradients, -maxValue);
  clampMax(gradients, maxValue);
}
