import { BatchNorm } from "../nn/index.js";
import { type Module, Parameter } from "../nn/module.js";
import type { Tensor } from "../tensor/index.js";

/** How long a parameter is frozen. */
export interface FreezeRule {
  /** Number of first epochs; Infinity for the whole run. */
  numEpochs: number;
  /** Freezes the statistics of its batch norm too. */
  withStatistics: boolean;
  /** Turns off dropout, and other layers that differ in training, in modules whose parameters are all frozen. */
  withDropout: boolean;
}

/** A module and the number of first epochs in which it is frozen. */
interface FrozenModule<Kind extends Module = Module> {
  module: Kind;
  numEpochs: number;
}

/**
 * Parameters that do not change in the first epochs of a run. A frozen parameter requires no gradient: backward computes
 * none and ranks send none, clipping does not count it, and the optimizer leaves it and its state alone.
 */
export class Freezing {
  readonly #model: Module;
  readonly #rules: ReadonlyMap<Parameter, FreezeRule>;
  readonly #norms: readonly FrozenModule<BatchNorm>[];
  readonly #inEvaluation: readonly FrozenModule[];

  constructor(model: Module, rules: ReadonlyMap<Parameter, FreezeRule>) {
    this.#model = model;
    this.#rules = rules;
    this.#norms = [...model.modules()].flatMap((norm) => {
      if (!(norm instanceof BatchNorm)) return [];
      const ruleOf = (one: Tensor) => (one instanceof Parameter ? rules.get(one) : undefined);
      const [weight, bias] = [ruleOf(norm.weight), ruleOf(norm.bias)];
      if (!weight?.withStatistics || !bias?.withStatistics) return [];
      return [{ module: norm, numEpochs: Math.min(weight.numEpochs, bias.numEpochs) }];
    });
    const hasRule = [...rules.values()].some(({ withDropout }) => withDropout);
    this.#inEvaluation = hasRule ? [...modulesInEvaluation(model, rules, 0)] : [];
  }

  /** Freezes and thaws for an epoch, counted from 0. Returns whether parameters changed: then build a new reducer. */
  apply(epoch: number): boolean {
    let hasChanged = false;
    for (const [parameter, { numEpochs }] of this.#rules) {
      const isTrained = epoch >= numEpochs;
      if (parameter.requiresGrad === isTrained) continue;
      parameter.requiresGrad = isTrained;
      hasChanged = true;
    }
    for (const { module, numEpochs } of this.#norms) module.hasFixedStatistics = epoch < numEpochs;
    for (const { module, numEpochs } of this.#inEvaluation) {
      module.staysInEvaluation = epoch < numEpochs;
      module.training = this.#model.training && !module.staysInEvaluation;
    }
    return hasChanged;
  }
}

/**
 * Yields the modules that stay in evaluation mode: those below a module whose parameters are all frozen with their dropout,
 * for as long as all of them are. Batch norms have a rule of their own.
 *
 * @param above epochs in which a module above is frozen as a whole
 */
function* modulesInEvaluation(
  module: Module,
  rules: ReadonlyMap<Parameter, FreezeRule>,
  above: number,
): Iterable<FrozenModule> {
  const epochs = module.parameters().map((parameter) => {
    const rule = rules.get(parameter);
    return rule?.withDropout === true ? rule.numEpochs : 0;
  });
  const numEpochs = Math.max(above, epochs.length === 0 ? 0 : Math.min(...epochs));
  if (numEpochs > 0 && !(module instanceof BatchNorm)) yield { module, numEpochs };
  for (const [, child] of module.children()) yield* modulesInEvaluation(child, rules, numEpochs);
}
