import { findOperator } from "../tensor/operator.js";
import { ops } from "../tensor/ops.js";
import type { GroupUpdate } from "./group-update.js";
import type { OptimizerParameters } from "./groups.js";
import { Optimizer } from "./optimizer.js";

export interface AdamOptions {
  learningRate?: number;
  betas?: readonly [number, number];
  eps?: number;
  weightDecay?: number;
}

type State = "step" | "exp_avg" | "exp_avg_sq";

/** One of libtorch's fused kernels of Adam; all take the same arguments. */
type Kernel = ReturnType<typeof findOperator>;

const fusedAdam = findOperator("aten::_fused_adam_");
const addToAll = findOperator("aten::_foreach_add_.Scalar");
const NONE = new Int32Array(0);

/** The state and the update that Adam and AdamW share. @internal */
export abstract class FusedAdam extends Optimizer<State> {
  readonly #kernel: Kernel;
  readonly #betas: readonly [number, number];
  readonly #eps: number;

  constructor(
    kernel: Kernel,
    parameters: OptimizerParameters,
    { betas = [0.9, 0.999], eps = 1e-8, ...settings }: AdamOptions & { learningRate: number },
  ) {
    super(parameters, settings);
    this.#kernel = kernel;
    this.#betas = betas;
    this.#eps = eps;
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
    this.#kernel.run([
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

/**
 * Adam (Kingma and Ba, 2015) by libtorch's fused kernel; weight decay is an L2 penalty. Equals
 * `torch.optim.Adam(fused=True)` in numbers and defaults.
 */
export class Adam extends FusedAdam {
  constructor(parameters: OptimizerParameters, options: AdamOptions = {}) {
    super(fusedAdam, parameters, { learningRate: 1e-3, weightDecay: 0, ...options });
  }
}
