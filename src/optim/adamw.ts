import type { Parameter } from "../nn/module.js";
import { findOperator } from "../tensor/operator.js";
import { ops } from "../tensor/ops.js";
import { type Gradients, Optimizer } from "./optimizer.js";

export interface AdamWOptions {
  learningRate?: number;
  betas?: readonly [number, number];
  eps?: number;
  weightDecay?: number;
}

const fusedAdamW = findOperator("aten::_fused_adamw_");
const addToAll = findOperator("aten::_foreach_add_.Scalar");
const NONE = new Int32Array(0);

/**
 * AdamW (Loshchilov and Hutter, 2019) by libtorch's fused kernel. Equals
 * `torch.optim.AdamW(fused=True)` in numbers and defaults.
 */
export class AdamW extends Optimizer {
  readonly #options: Required<Omit<AdamWOptions, "learningRate">>;

  constructor(parameters: readonly Parameter[], options: AdamWOptions = {}) {
    super(parameters, options.learningRate ?? 1e-3);
    this.#options = { betas: [0.9, 0.999], eps: 1e-8, weightDecay: 1e-2, ...options };
    this.addSlot("step", (parameter) => ops.zeros([], { dtype: "float32", device: parameter.device }));
    this.addSlot("exp_avg", (parameter) => ops.zerosLike(parameter));
    this.addSlot("exp_avg_sq", (parameter) => ops.zerosLike(parameter));
  }

  protected update(gradients: Gradients, parameters: Int32Array): void {
    const { betas, eps, weightDecay } = this.#options;
    const steps = this.slot("step", gradients);
    addToAll.run2(steps, 1);
    const amsgrad = false;
    const maximize = false;
    // Positional arguments are faster than named ones, and every training step makes this call.
    fusedAdamW.run([
      parameters,
      gradients.handles,
      this.slot("exp_avg", gradients),
      this.slot("exp_avg_sq", gradients),
      NONE,
      steps,
      this.learningRate,
      betas[0],
      betas[1],
      weightDecay,
      eps,
      amsgrad,
      maximize,
    ]);
  }
}
