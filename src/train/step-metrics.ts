/** Names of the metrics that training steps are logged under. */
import type { Metrics } from "../evaluation/metrics-of.js";
import { type GroupChoice, isFrozen } from "./parameter-groups.js";
import type { EpochMeans, StepMeans } from "./running-means.js";
import type { TrainStep } from "./step.js";

/** Means of a logging window. */
export function windowMetrics(means: StepMeans | null): Metrics {
  if (means === null) return {};
  return {
    "train/loss": means.loss,
    ...prefixedBy("train/", means.statistics),
    "train/gradient_norm": means.gradientNorm,
  };
}

/** Means of an epoch, logged at its last step. */
export function epochMetrics(means: EpochMeans | null): Metrics {
  if (means === null) return {};
  return { "train/epoch_loss": means.loss, ...prefixedBy("train/epoch_", means.statistics) };
}

/** The norm of each parameter's gradient. Waits for the device. */
export function gradientNorms(step: TrainStep): Metrics {
  return prefixedBy("gradient_norm/", Object.fromEntries(step.gradientNorms()));
}

/** The learning rate of each group of a recipe, by its place in `optimization.parameter_groups`; 0 while it is frozen. */
export function groupRates(groups: readonly GroupChoice[], learningRate: number, epoch: number): Metrics {
  return Object.fromEntries(
    groups.map((group, i) => [
      `train/learning_rate_group_${i}`,
      isFrozen(group, epoch) ? 0 : learningRate * group.learning_rate_factor,
    ]),
  );
}

function prefixedBy(prefix: string, values: Readonly<Record<string, number>>): Metrics {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]));
}
