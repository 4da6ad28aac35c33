import { type AdamOptions, FusedAdam, kernelsOf } from "./adam.js";
import type { OptimizerParameters } from "./groups.js";

export type AdamWOptions = AdamOptions;

const fusedAdamW = kernelsOf("aten::_fused_adamw_");

/**
 * AdamW (Loshchilov and Hutter, 2019) by libtorch's fused kernel. Equals
 * `torch.optim.AdamW(fused=True)` in numbers and defaults.
 */
export class AdamW extends FusedAdam {
  constructor(parameters: OptimizerParameters, options: AdamWOptions = {}) {
    super(fusedAdamW, parameters, { learningRate: 1e-3, weightDecay: 1e-2, ...options });
  }
}
