import type { Parameter } from "../nn/module.js";
import { op, ops } from "../tensor/ops.js";
import { type Gradients, Optimizer } from "./optimizer.js";

export interface SGDOptions {
  learningRate?: number;
  momentum?: number;
  weightDecay?: number;
  nesterov?: boolean;
}

const fusedSgd = op("aten::_fused_sgd_");

/** Stochastic gradient descent with momentum by libtorch's fused kernel. Equals `torch.optim.SGD`. */
export class SGD extends Optimizer {
  readonly #options: Required<Omit<SGDOptions, "learningRate">>;

  constructor(parameters: readonly Parameter[], options: SGDOptions = {}) {
    super(parameters, options.learningRate ?? 1e-3);
    this.#options = { momentum: 0, weightDecay: 0, nesterov: false, ...options };
    // Momentum starts at zero, so that the first step uses the full gradient, as in PyTorch.
    if (this.#options.momentum !== 0)
      this.addSlot("momentum_buffer", (parameter) => ops.zerosLike(parameter));
  }

  protected update(gradients: Gradients, parameters: Int32Array): void {
    const { momentum, weightDecay, nesterov } = this.#options;
    const buffers = momentum === 0 ? new Int32Array(0) : this.slot("momentum_buffer", gradients);
    fusedSgd(parameters, gradients.handles, buffers, {
      weightDecay,
      momentum,
      lr: this.learningRate,
      dampening: 0,
      nesterov,
      maximize: false,
      isFirstStep: false,
    });
  }
}
