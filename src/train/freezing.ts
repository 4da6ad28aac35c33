import { BatchNorm } from "../nn/index.js";
import { type Module, Parameter } from "../nn/module.js";
import type { Tensor } from "../tensor/index.js";

/** How long a parameter is frozen. */
export interface FreezeRule {
  /** Number of first epochs; Infinity for the whole run. */
  numEpochs: number;
  /** Freezes the statistics of its batch norm too. */
  withStatistics: boolean;
}

/**
 * Parameters that do not change in the first epochs of a run. A frozen parameter requires no gradient: backward computes
 * none and ranks send none, clipping does not count it, and the optimizer leaves it and its state alone.
 */
export class Freezing {
  readonly #rules: ReadonlyMap<Parameter, FreezeRule>;
  readonly #norms: { norm: BatchNorm; numEpochs: number }[];

  constructor(model: Module, rules: ReadonlyMap<Parameter, FreezeRule>) {
    this.#rules = rules;
    this.#norms = [...model.modules()].flatMap((norm) => {
      if (!(norm instanceof BatchNorm)) return [];
      const ruleOf = (one: Tensor) => (one instanceof Parameter ? rules.get(one) : undefined);
      const [weight, bias] = [ruleOf(norm.weight), ruleOf(norm.bias)];
      if (!weight?.withStatistics || !bias?.withStatistics) return [];
      return [{ norm, numEpochs: Math.min(weight.numEpochs, bias.numEpochs) }];
    });
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
    for (const { norm, numEpochs } of this.#norms) norm.hasFixedStatistics = epoch < numEpochs;
    return hasChanged;
  }
}
