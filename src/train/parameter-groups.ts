import type { Config } from "../config/schema.js";
import { ConfigError } from "../errors.js";
import type { Module } from "../nn/module.js";
import { assignGroups, groupByName, type NamedParameterGroup } from "../optim/group-by-name.js";
import { Freezing } from "./freezing.js";

const KEY = "optimization.parameter_groups";

/** A group of a recipe. */
export type GroupChoice = Config["optimization"]["parameter_groups"][number];

/** Returns whether a group does not change in an epoch, counted from 0. */
export function isFrozen({ frozen_epochs: numEpochs }: GroupChoice, epoch: number): boolean {
  return numEpochs === "all" || epoch < numEpochs;
}

/** A model's parameters as a recipe groups them. */
export interface GroupedParameters {
  /** For the optimizer, in the model's order. */
  groups: NamedParameterGroup[];
  /** Optimizers of parameters whose group has its own, by the parameter's name. */
  choices: ReadonlyMap<string, Config["optimization"]["optimizer"]>;
  freezing: Freezing;
}

/**
 * Sorts a model's parameters into the groups of a recipe.
 *
 * @throws ConfigError for a pattern that matches no parameter, and for groups that leave nothing to train
 */
export function groupParameters(model: Module, optimization: Config["optimization"]): GroupedParameters {
  const { parameter_groups, decay_biases_and_norms: decayBiasesAndNorms } = optimization;
  const named = [...model.namedParameters()];
  const chosen = assignGroups(
    named.map(([name]) => name),
    parameter_groups.map(({ match }) => match),
    KEY,
  );
  const rules = named.flatMap(([, parameter], i) => {
    const group = parameter_groups[chosen[i]!];
    // Parameters that the model itself has frozen stay so.
    if (group === undefined || group.frozen_epochs === 0 || !parameter.requiresGrad) return [];
    const { frozen_epochs, frozen_statistics: withStatistics } = group;
    const numEpochs = frozen_epochs === "all" ? Number.POSITIVE_INFINITY : frozen_epochs;
    return [[parameter, { numEpochs, withStatistics }] as const];
  });
  const numTrained = named.filter(([, { requiresGrad }]) => requiresGrad).length;
  if (rules.length > 0 && rules.length === numTrained) {
    throw new ConfigError(
      "PARAMETER_GROUPS",
      `${KEY}: all ${numTrained} parameters are frozen in the first epoch, so there is nothing to train; ` +
        'exclude some from a group, such as "!head.*", or set frozen_epochs of a group to 0',
    );
  }
  const settings = parameter_groups.map(
    ({ match, learning_rate_factor: learningRateFactor, weight_decay }) => ({
      match,
      learningRateFactor,
      ...(weight_decay === null ? {} : { weightDecay: weight_decay }),
    }),
  );
  const choices = named.flatMap(([name], i) => {
    const choice = parameter_groups[chosen[i]!]?.optimizer ?? null;
    return choice === null ? [] : [[name, choice] as const];
  });
  return {
    groups: groupByName(named, settings, { decayBiasesAndNorms }),
    choices: new Map(choices),
    freezing: new Freezing(model, new Map(rules)),
  };
}
