import type { Parameter } from "../nn/module.js";
import { op, ops } from "../ops/index.js";
import type { Tensor } from "../tensor/index.js";
import { Optimizer } from "./optimizer.js";

export interface AdamWOptions {
  learningRate?: number;
  betas?: readonly [number, number];
  eps?: number;
  weightDecay?: number;
}

const fusedAdamW = op("aten::_fused_adamw_");
const addToAll = op("aten::_foreach_add_.Scalar");

/**
 * AdamW (Loshchilov and Hutter, 2019) by libtorch's fused kernel; the numbers of
 * `torch.optim.AdamW(fused=True)`, and its defaults.
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

  protected update(indices: readonly number[], gradients: readonly Tensor[]): void {
    const { betas, eps, weightDecay } = this.#options;
    const steps = this.slot("step", indices);
    addToAll(steps, 1);
    fusedAdamW(
      indices.map((i) => this.parameters[i]!),
      gradients,
      this.slot("exp_avg", indices),
      this.slot("exp_avg_sq", indices),
      [],
      steps,
      {
        lr: this.learningRate,
        beta1: betas[0],
        beta2: betas[1],
        weightDecay,
        eps,
        amsgrad: false,
        maximize: false,
      },
    );
  }
}
