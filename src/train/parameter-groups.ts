import type { Config } from "../config/schema.js";
import { ConfigError } from "../errors.js";
import type { Module } from "../nn/module.js";
import { assignGroups, groupByName, type NamedParameterGroup } from "../optim/group-by-name.js";
import { Freezing } from "./freezing.js";
import { type LayeredModel, withLayerDecay } from "./layer-decay.js";

const KEY = "optimization.parameter_groups";

/** A group of a recipe. */
export type GroupChoice = Config["optimization"]["parameter_groups"][number];

/** Returns whether a group does not change in an epoch, counted from 0. */
export function isFrozen({ frozen_epochs }: GroupChoice, epoch: number): boolean {
  return epoch < epochsOf(frozen_epochs);
}

function epochsOf(epochs: number | "all"): number {
  return epochs === "all" ? Number.POSITIVE_INFINITY : epochs;
}

/** Returns a linear probe's frozen parameters as a group, for displays; none without one. */
export function probeGroups({ linear_probe_epochs }: Config["optimization"]): GroupChoice[] {
  if (linear_probe_epochs === 0) return [];
  return [
    {
      ...{ match: ["*", "!head.*"], learning_rate_factor: 1, weight_decay: null, optimizer: null },
      ...{ frozen_epochs: linear_probe_epochs, frozen_statistics: true, frozen_dropout: false },
    },
  ];
}

/** A model's parameters as a recipe groups them. */
export interface GroupedParameters {
  /** For the optimizer, in the model's order. */
  groups: NamedParameterGroup[];
  /** Optimizers of parameters whose group has its own, by the parameter's name. */
  choices: ReadonlyMap<string, Config["optimization"]["optimizer"]>;
  freezing: Freezing;
}

/** Returns a warning about a linear probe that is as long as the run, whose later epochs were perhaps meant to train all. */
export function probeWarning({ optimization, training }: Config): string | null {
  const { linear_probe_epochs: probe } = optimization;
  if (probe === "all" || probe === 0 || probe < training.epochs) return null;
  return `warning: optimization.linear_probe_epochs ${probe} is not below training.epochs ${training.epochs}: only the head is trained. For a linear probe set it to all, else set more epochs`;
}

/**
 * Sorts a model's parameters into the groups of a recipe.
 *
 * @throws ConfigError for a pattern that matches no parameter, and for groups that leave nothing to train
 */
export function groupParameters(model: Module, optimization: Config["optimization"]): GroupedParameters {
  const { parameter_groups, decay_biases_and_norms: decayBiasesAndNorms, layer_decay } = optimization;
  const named = [...model.namedParameters()];
  const chosen = assignGroups(
    named.map(([name]) => name),
    parameter_groups.map(({ match }) => match),
    KEY,
  );
  const probeEpochs = epochsOf(optimization.linear_probe_epochs);
  const rules = named.flatMap(([name, parameter], i) => {
    const group = parameter_groups[chosen[i]!];
    // Parameters that the model itself has frozen stay so.
    if (!parameter.requiresGrad) return [];
    const numEpochs = epochsOf(group?.frozen_epochs ?? 0);
    if (probeEpochs > numEpochs && !name.startsWith("head."))
      return [[parameter, { numEpochs: probeEpochs, withStatistics: true, withDropout: true }] as const];
    if (group === undefined || numEpochs === 0) return [];
    const { frozen_statistics: withStatistics, frozen_dropout } = group;
    return [[parameter, { numEpochs, withStatistics, withDropout: !frozen_dropout }] as const];
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
  const groups = groupByName(named, settings, { decayBiasesAndNorms });
  return {
    groups: layer_decay === null ? groups : withLayerDecay(model as LayeredModel, groups, layer_decay),
    choices: new Map(choices),
    freezing: new Freezing(model, new Map(rules)),
  };
}
