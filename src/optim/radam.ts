// N = parameters of the group.
import { op, ops } from "../tensor/ops.js";
import type { AdamOptions } from "./adam.js";
import type { GroupUpdate } from "./group-update.js";
import type { OptimizerParameters } from "./groups.js";
import { averageGradients } from "./moments.js";
import { Optimizer } from "./optimizer.js";
import { countSteps, powerOf } from "./step-values.js";

export interface RAdamOptions extends AdamOptions {
  /** Decays the weights directly, as AdamW does; else weight decay is an L2 penalty. */
  decoupledWeightDecay?: boolean;
}

type State = "step" | "exp_avg" | "exp_avg_sq";

const roots = op("aten::_foreach_sqrt");
const addToAll = op("aten::_foreach_add_.Scalar");
const addAll = op("aten::_foreach_add_.List");
const multiplyAll = op("aten::_foreach_mul_.List");
const reciprocals = op("aten::_foreach_reciprocal_");
const addProducts = op("aten::_foreach_addcmul_.Scalar");

/** Adam whose adaptive rate is rectified in the first steps (Liu et al., 2020). Equals `torch.optim.RAdam` in numbers and defaults. */
export class RAdam extends Optimizer<State> {
  readonly #betas: readonly [number, number];
  readonly #eps: number;
  readonly #isDecoupled: boolean;

  constructor(parameters: OptimizerParameters, options: RAdamOptions = {}) {
    super(parameters, { learningRate: 1e-3, weightDecay: 0, ...options });
    this.#betas = options.betas ?? [0.9, 0.999];
    this.#eps = options.eps ?? 1e-8;
    this.#isDecoupled = options.decoupledWeightDecay ?? false;
    this.addState("step", ({ device }) => ops.zeros([], { dtype: "float32", device }));
    this.addState("exp_avg", (parameter) => ops.zerosLike(parameter));
    this.addState("exp_avg_sq", (parameter) => ops.zerosLike(parameter));
  }

  protected update(group: GroupUpdate<State>): void {
    const [beta1, beta2] = this.#betas;
    const steps = countSteps(group.state("step")); // [N]
    averageGradients(group, this.#betas, this.#isDecoupled);

    const decay = powerOf(beta2, steps); // [N]
    const most = 2 / (1 - beta2) - 1;
    // Length of the approximated simple moving average.
    const length = steps.mul(decay).mul(2).div(decay.neg().add(1)).neg().add(most); // [N]
    const isAdaptive = length.gt(5);
    const rectification = length
      .sub(4)
      .mul(length.sub(2))
      .mul(most)
      .div(length.mul((most - 4) * (most - 2)))
      .clamp(0)
      .sqrt(); // [N]
    const rate = powerOf(beta1, steps).neg().add(1).reciprocal().mul(-group.learningRate); // [N]
    const none = ops.zerosLike(rate);
    const adaptive = ops.where(isAdaptive, rate.mul(rectification).mul(decay.neg().add(1).sqrt()), none);
    const plain = ops.where(isAdaptive, none, rate);

    const factors = roots(group.state("exp_avg_sq"));
    addToAll(factors, this.#eps);
    reciprocals(factors);
    multiplyAll(factors, adaptive.unbind());
    addAll(factors, plain.unbind());
    addProducts(group.parameters, group.state("exp_avg"), factors);
  }
}
