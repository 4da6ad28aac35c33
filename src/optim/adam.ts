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

/** libtorch's fused kernels of a kind of Adam; all take the same arguments, but for the learning rate. */
interface Kernels {
  byNumber: ReturnType<typeof findOperator>;
  byTensor: ReturnType<typeof findOperator>;
}

const fusedAdam = kernelsOf("aten::_fused_adam_");
const addToAll = findOperator("aten::_foreach_add_.Scalar");
const NONE = new Int32Array(0);

/** @internal */
export function kernelsOf(name: "aten::_fused_adam_" | "aten::_fused_adamw_"): Kernels {
  return { byNumber: findOperator(name), byTensor: findOperator(`${name}.tensor_lr`) };
}

/** The state and the update that Adam and AdamW share. @internal */
export abstract class FusedAdam extends Optimizer<State> {
  readonly #kernels: Kernels;
  readonly #betas: readonly [number, number];
  readonly #eps: number;

  constructor(
    kernels: Kernels,
    parameters: OptimizerParameters,
    { betas = [0.9, 0.999], eps = 1e-8, ...settings }: AdamOptions & { learningRate: number },
  ) {
    super(parameters, settings);
    this.#kernels = kernels;
    this.#betas = betas;
    this.#eps = eps;
    this.addState("step", (parameter) => ops.zeros([], { dtype: "float32", device: parameter.device }));
    this.addState("exp_avg", (parameter) => ops.zerosLike(parameter));
    this.addState("exp_avg_sq", (parameter) => ops.zerosLike(parameter));
  }

  override get takesRates(): boolean {
    return true;
  }

  protected update(group: GroupUpdate<State>): void {
    const { rate } = group;
    const steps = group.state("step");
    addToAll.run2(steps, 1);
    const amsgrad = false;
    const maximize = false;
    // Positional arguments are faster than named ones, and every training step makes this call.
    const kernel = rate === null ? this.#kernels.byNumber : this.#kernels.byTensor;
    kernel.run([
      group.parameters,
      group.gradients,
      group.state("exp_avg"),
      group.state("exp_avg_sq"),
      NONE,
      steps,
      rate ?? group.learningRate,
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
