import { op, ops } from "../tensor/ops.js";
import type { GroupUpdate } from "./group-update.js";
import type { OptimizerParameters } from "./groups.js";
import { Optimizer } from "./optimizer.js";

export interface SGDOptions {
  learningRate?: number;
  momentum?: number;
  weightDecay?: number;
  nesterov?: boolean;
}

const fusedSgd = op("aten::_fused_sgd_");

/** Stochastic gradient descent with momentum by libtorch's fused kernel. Equals `torch.optim.SGD`. */
export class SGD extends Optimizer<"momentum_buffer"> {
  readonly #momentum: number;
  readonly #nesterov: boolean;

  constructor(parameters: OptimizerParameters, options: SGDOptions = {}) {
    super(parameters, { learningRate: 1e-3, weightDecay: 0, ...options });
    this.#momentum = options.momentum ?? 0;
    this.#nesterov = options.nesterov ?? false;
    // Momentum starts at zero, so that the first step uses the full gradient, as in PyTorch.
    if (this.#momentum !== 0) this.addState("momentum_buffer", (parameter) => ops.zerosLike(parameter));
  }

  protected update(group: GroupUpdate<"momentum_buffer">): void {
    const momentum = this.#momentum;
    const buffers = momentum === 0 ? new Int32Array(0) : group.state("momentum_buffer");
    fusedSgd(group.parameters, group.gradients, buffers, {
      weightDecay: group.weightDecay,
      momentum,
      lr: group.learningRate,
      dampening: 0,
      nesterov: this.#nesterov,
      maximize: false,
      isFirstStep: false,
    });
  }
}
