import { findOperator } from "../tensor/operator.js";
import { ops } from "../tensor/ops.js";
import type { GroupUpdate } from "./group-update.js";
import type { OptimizerParameters } from "./groups.js";
import { Optimizer } from "./optimizer.js";

export interface AdamWOptions {
  learningRate?: number;
  betas?: readonly [number, number];
  eps?: number;
  weightDecay?: number;
}

type State = "step" | "exp_avg" | "exp_avg_sq";

const fusedAdamW = findOperator("aten::_fused_adamw_");
const addToAll = findOperator("aten::_foreach_add_.Scalar");
const NONE = new Int32Array(0);

/**
 * AdamW (Loshchilov and Hutter, 2019) by libtorch's fused kernel. Equals
 * `torch.optim.AdamW(fused=True)` in numbers and defaults.
 */
export class AdamW extends Optimizer<State> {
  readonly #betas: readonly [number, number];
  readonly #eps: number;

  constructor(parameters: OptimizerParameters, options: AdamWOptions = {}) {
    super(parameters, { learningRate: 1e-3, weightDecay: 1e-2, ...options });
    this.#betas = options.betas ?? [0.9, 0.999];
    this.#eps = options.eps ?? 1e-8;
    this.addState("step", (parameter) => ops.zeros([], { dtype: "float32", device: parameter.device }));
    this.addState("exp_avg", (parameter) => ops.zerosLike(parameter));
    this.addState("exp_avg_sq", (parameter) => ops.zerosLike(parameter));
  }

  protected update(group: GroupUpdate<State>): void {
    const steps = group.state("step");
    addToAll.run2(steps, 1);
    const amsgrad = false;
    const maximize = false;
    // Positional arguments are faster than named ones, and every training step makes this call.
    fusedAdamW.run([
      group.parameters,
      group.gradients,
      group.state("exp_avg"),
      group.state("exp_avg_sq"),
      NONE,
      steps,
      group.learningRate,
      this.#betas[0],
      this.#betas[1],
      group.weightDecay,
      this.#eps,
      amsgrad,
      maximize,
    ]);
  }
}
