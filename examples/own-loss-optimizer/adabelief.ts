import { defineOptimizer, type GroupUpdate, Optimizer, type OptimizerParameters, ops, z } from "woodshed";

interface AdaBeliefSettings {
  learningRate: number;
  weightDecay: number;
  betas: readonly [number, number];
  eps: number;
}

type State = "step" | "exp_avg" | "exp_avg_var";

/**
 * AdaBelief with decoupled weight decay: steps are larger where gradients are close to their running mean (Zhuang et al.,
 * 2020, "AdaBelief optimizer", algorithm 2).
 */
class AdaBelief extends Optimizer<State> {
  readonly #settings: AdaBeliefSettings;

  constructor(parameters: OptimizerParameters, settings: AdaBeliefSettings) {
    super(parameters, settings);
    this.#settings = settings;
    // Checkpoints contain these tensors, and nothing else of an optimizer.
    this.addState("step", () => ops.zeros([]));
    this.addState("exp_avg", (parameter) => ops.zerosLike(parameter));
    this.addState("exp_avg_var", (parameter) => ops.zerosLike(parameter));
  }

  protected update(group: GroupUpdate<State>): void {
    const { betas, eps } = this.#settings;
    const [beta1, beta2] = betas;
    const { learningRate, weightDecay } = group;
    group.forEach(({ parameter, gradient, state }) => {
      const { exp_avg: mean, exp_avg_var: variance } = state;
      const step = state.step.add_(1).item() as number;
      mean.mul_(beta1).add_(gradient, { alpha: 1 - beta1 });
      const surprise = gradient.sub(mean);
      variance
        .mul_(beta2)
        .addcmul_(surprise, surprise, { value: 1 - beta2 })
        .add_(eps);
      const scale = variance
        .div(1 - beta2 ** step)
        .sqrt_()
        .add_(eps);
      parameter
        .mul_(1 - learningRate * weightDecay)
        .addcdiv_(mean, scale, { value: -learningRate / (1 - beta1 ** step) });
    });
  }
}

const decay = z.number().min(0).lt(1);

export default defineOptimizer({
  options: z.strictObject({
    betas: z.tuple([decay, decay]).default([0.9, 0.999]).describe("Decay of the running mean and variance."),
    eps: z.number().gt(0).default(1e-12).describe("Added to the variance and to its root."),
  }),
  create: ({ betas, eps }, { parameters, learningRate, weightDecay }) =>
    new AdaBelief(parameters, { learningRate, weightDecay, betas, eps }),
});
