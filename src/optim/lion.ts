import { op, ops } from "../tensor/ops.js";
import type { GroupUpdate } from "./group-update.js";
import type { OptimizerParameters } from "./groups.js";
import { Optimizer } from "./optimizer.js";

export interface LionOptions {
  learningRate?: number;
  weightDecay?: number;
  betas?: readonly [number, number];
}

const multiplied = op("aten::_foreach_mul.Scalar");
const scaleAll = op("aten::_foreach_mul_.Scalar");
const addAll = op("aten::_foreach_add_.List");
const signs = op("aten::_foreach_sign_");

/**
 * Lion (Chen et al., "Symbolic Discovery of Optimization Algorithms", 2023), with decoupled weight decay. Equals the authors'
 * `lion_pytorch.py` in numbers and defaults. Its learning rate is three to ten times smaller than AdamW's.
 */
export class Lion extends Optimizer<"exp_avg"> {
  readonly #betas: readonly [number, number];

  constructor(parameters: OptimizerParameters, options: LionOptions = {}) {
    super(parameters, { learningRate: 1e-4, ...options });
    this.#betas = options.betas ?? [0.9, 0.99];
    this.addState("exp_avg", (parameter) => ops.zerosLike(parameter));
  }

  protected update(group: GroupUpdate<"exp_avg">): void {
    const { learningRate, weightDecay, parameters, gradients } = group;
    const [beta1, beta2] = this.#betas;
    const averages = group.state("exp_avg");
    if (weightDecay !== 0) scaleAll(parameters, 1 - learningRate * weightDecay);
    const directions = multiplied(averages, beta1);
    // A product and a sum, each rounded, as the reference does: another rounding could flip a sign.
    addAll(directions, multiplied(gradients, 1 - beta1));
    signs(directions);
    addAll(parameters, directions, { alpha: -learningRate });
    scaleAll(averages, beta2);
    addAll(averages, gradients, { alpha: 1 - beta2 });
  }
}
