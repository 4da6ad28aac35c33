import type { Tensor } from "../tensor/index.js";
import { Adafactor } from "./adafactor.js";
import { Adam } from "./adam.js";
import { AdamW } from "./adamw.js";
import type { OptimizerContext } from "./define.js";
import { Lion } from "./lion.js";
import { isMatrix, Muon } from "./muon.js";
import { NAdam } from "./nadam.js";
import type { Optimizer } from "./optimizer.js";
import type { OptimizerChoice } from "./options.js";
import { RAdam } from "./radam.js";
import { SGD } from "./sgd.js";

/** How a recipe's optimizer is created. */
interface Maker<Choice extends OptimizerChoice> {
  create(choice: Choice, context: OptimizerContext): Optimizer;
  /** Returns whether it can update a parameter; adamw updates the others. By default it can update all. */
  accepts?(parameter: Tensor): boolean;
}

const MAKERS: { [Name in OptimizerChoice["name"]]: Maker<Extract<OptimizerChoice, { name: Name }>> } = {
  adamw: {
    create: ({ betas, eps }, { parameters, ...rest }) => new AdamW(parameters, { betas, eps, ...rest }),
  },
  adam: {
    create: ({ betas, eps }, { parameters, ...rest }) => new Adam(parameters, { betas, eps, ...rest }),
  },
  sgd: {
    create: ({ momentum, dampening, nesterov }, { parameters, ...rest }) =>
      new SGD(parameters, { momentum, dampening, nesterov, ...rest }),
  },
  nadam: {
    create: (choice, { parameters, ...rest }) => {
      const { betas, eps, momentum_decay: momentumDecay, decoupled_weight_decay } = choice;
      const decoupledWeightDecay = decoupled_weight_decay;
      return new NAdam(parameters, { betas, eps, momentumDecay, decoupledWeightDecay, ...rest });
    },
  },
  radam: {
    create: ({ betas, eps, decoupled_weight_decay: decoupledWeightDecay }, { parameters, ...rest }) =>
      new RAdam(parameters, { betas, eps, decoupledWeightDecay, ...rest }),
  },
  lion: { create: ({ betas }, { parameters, ...rest }) => new Lion(parameters, { betas, ...rest }) },
  muon: {
    accepts: isMatrix,
    create: (choice, { parameters, ...rest }) => {
      const { momentum, nesterov, iterations: numIterations, adjust_learning_rate } = choice;
      const adjustLearningRate = adjust_learning_rate;
      return new Muon(parameters, { momentum, nesterov, numIterations, adjustLearningRate, ...rest });
    },
  },
  adafactor: {
    create: ({ beta2_decay: beta2Decay, eps, clip_threshold: clipThreshold }, { parameters, ...rest }) =>
      new Adafactor(parameters, { beta2Decay, eps, clipThreshold, ...rest }),
  },
};

const makerOf = (choice: OptimizerChoice): Maker<OptimizerChoice> =>
  MAKERS[choice.name] as Maker<OptimizerChoice>;

/** Creates the optimizer that a recipe chooses. @throws NativeError for parameters that it cannot update */
export function createNamedOptimizer(choice: OptimizerChoice, context: OptimizerContext): Optimizer {
  return makerOf(choice).create(choice, context);
}

/** Returns whether an optimizer can update a parameter. */
export function canUpdate(choice: OptimizerChoice, parameter: Tensor): boolean {
  return makerOf(choice).accepts?.(parameter) ?? true;
}
