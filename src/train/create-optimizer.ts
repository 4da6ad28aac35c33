import type { OwnChoice } from "../components/component.js";
import { createOwn } from "../components/create.js";
import type { Config } from "../config/schema.js";
import { optimizerOf } from "../config/sections/optimization.js";
import { canUpdate, createNamedOptimizer } from "../optim/create.js";
import type { NamedParameterGroup } from "../optim/group-by-name.js";
import {
  CombinedOptimizer,
  Optimizer,
  type OptimizerContext,
  type OptimizerDefinition,
} from "../optim/index.js";
import type { OptimizerChoice } from "../optim/options.js";
import type { Tensor } from "../tensor/index.js";

type Optimization = Config["optimization"];
type Choice = OptimizerChoice | OwnChoice;

/** AdamW with PyTorch's options, for parameters that the chosen optimizer cannot update. */
const FALLBACK: OptimizerChoice = { name: "adamw", betas: [0.9, 0.999], eps: 1e-8 };

/**
 * Creates the optimizer that a recipe chooses; several that act as one, if groups have their own or the chosen one cannot
 * update all parameters.
 *
 * @param choices the optimizer of single parameters by name, from their groups
 */
export function createOptimizer(
  optimization: Optimization,
  groups: readonly NamedParameterGroup[],
  choices: ReadonlyMap<string, Optimization["optimizer"]> = new Map(),
): Optimizer {
  const { learning_rate: learningRate, weight_decay: weightDecay } = optimization;
  const chosen = withOptions(optimization.optimizer, optimization);
  const choiceOf = (name: string, parameter: Tensor): Choice => {
    const own = choices.get(name);
    const choice = own === undefined ? chosen : withOptions(own, optimization);
    return "use" in choice || canUpdate(choice, parameter) ? choice : FALLBACK;
  };
  const parts = new Map<string, { choice: Choice; groups: NamedParameterGroup[] }>();
  for (const { params, ...settings } of groups) {
    for (const entry of params) {
      const choice = choiceOf(...entry);
      const key = JSON.stringify(choice);
      const part = parts.get(key) ?? { choice, groups: [] };
      parts.set(key, part);
      part.groups.push({ params: [entry], ...settings });
    }
  }
  const create = (choice: Choice, parameters: readonly NamedParameterGroup[]): Optimizer =>
    createChosen(choice, { parameters, learningRate, weightDecay });
  const [first, ...others] = parts.values();
  if (first !== undefined && others.length === 0) return create(first.choice, groups);
  const isTrained = ({ params }: NamedParameterGroup) => params.some(([, { requiresGrad }]) => requiresGrad);
  const optimizers = [...parts.values()]
    .filter((part) => part.groups.some(isTrained))
    .map((part) => create(part.choice, part.groups));
  return new CombinedOptimizer(groups, optimizers, learningRate);
}

/** Returns an optimizer with its options: those of the names adamw and sgd alone are keys of the section. */
function withOptions(
  choice: Optimization["optimizer"] | OwnChoice,
  { betas, eps, momentum }: Optimization,
): Choice {
  if (choice === "adamw") return { name: "adamw", betas, eps };
  if (choice === "sgd") return { name: "sgd", momentum, dampening: 0, nesterov: false };
  return typeof choice === "object" && "use" in choice ? choice : optimizerOf(choice);
}

function createChosen(choice: Choice, context: OptimizerContext): Optimizer {
  if (!("use" in choice)) return createNamedOptimizer(choice, context);
  return createOwn<OptimizerDefinition, Optimizer>(
    "optimization.optimizer",
    choice,
    (definition, options) => definition.create(options, context),
    (made) =>
      made instanceof Optimizer && "update" in made
        ? null
        : "expected an Optimizer: class Mine extends Optimizer { update(group) { ... } }",
  );
}
