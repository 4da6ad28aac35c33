// N = parameters of the group.
import { op, ops } from "../tensor/ops.js";
import type { AdamOptions } from "./adam.js";
import type { GroupUpdate } from "./group-update.js";
import type { OptimizerParameters } from "./groups.js";
import { averageGradients } from "./moments.js";
import { Optimizer } from "./optimizer.js";
import { countSteps, powerOf } from "./step-values.js";

export interface NAdamOptions extends AdamOptions {
  /** Speed at which the momentum rises to its final value. */
  momentumDecay?: number;
  /** Decays the weights directly, as AdamW does; else weight decay is an L2 penalty. */
  decoupledWeightDecay?: boolean;
}

type State = "step" | "exp_avg" | "exp_avg_sq" | "mu_product";

const multiplyAll = op("aten::_foreach_mul_.List");
const multiplied = op("aten::_foreach_mul.List");
const addAll = op("aten::_foreach_add_.List");
const divideAll = op("aten::_foreach_div_.List");
const addToAll = op("aten::_foreach_add_.Scalar");
const roots = op("aten::_foreach_sqrt");
const addQuotients = op("aten::_foreach_addcdiv_.Scalar");

/** Adam with Nesterov's momentum (Dozat, 2016). Equals `torch.optim.NAdam` in numbers and defaults. */
export class NAdam extends Optimizer<State> {
  readonly #options: Required<Omit<NAdamOptions, "learningRate" | "weightDecay">>;

  constructor(parameters: OptimizerParameters, options: NAdamOptions = {}) {
    super(parameters, { learningRate: 2e-3, weightDecay: 0, ...options });
    const { betas = [0.9, 0.999], eps = 1e-8, momentumDecay = 4e-3, decoupledWeightDecay = false } = options;
    this.#options = { betas, eps, momentumDecay, decoupledWeightDecay };
    this.addState("step", ({ device }) => ops.zeros([], { dtype: "float32", device }));
    this.addState("exp_avg", (parameter) => ops.zerosLike(parameter));
    this.addState("exp_avg_sq", (parameter) => ops.zerosLike(parameter));
    this.addState("mu_product", ({ device }) => ops.ones([], { dtype: "float32", device }));
  }

  protected update(group: GroupUpdate<State>): void {
    const { betas, eps, momentumDecay, decoupledWeightDecay } = this.#options;
    const [beta1, beta2] = betas;
    const { learningRate } = group;
    const steps = countSteps(group.state("step")); // [N]
    const gradients = averageGradients(group, betas, decoupledWeightDecay);
    const denominators = roots(group.state("exp_avg_sq"));
    divideAll(denominators, powerOf(beta2, steps).neg().add(1).sqrt().unbind());
    addToAll(denominators, eps);

    const momentumAt = (step: typeof steps) =>
      powerOf(0.96, step.mul(momentumDecay)).mul(-0.5).add(1).mul(beta1); // [N]
    const momentum = momentumAt(steps);
    const next = momentumAt(steps.add(1));
    multiplyAll(group.state("mu_product"), momentum.unbind());
    const product = ops.stack(group.state("mu_product")).to("float64"); // [N]
    const ofGradients = momentum.sub(1).mul(learningRate).div(product.neg().add(1)); // [N]
    const ofAverages = next.mul(-learningRate).div(product.mul(next).neg().add(1)); // [N]
    const numerators = multiplied(gradients, ofGradients.unbind());
    addAll(numerators, multiplied(group.state("exp_avg"), ofAverages.unbind()));
    addQuotients(group.parameters, numerators, denominators);
  }
}
