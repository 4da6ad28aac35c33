import type { Config } from "../config/schema.js";
import { type Schedule, warmupConstant, warmupCosine } from "../optim/index.js";

/** Returns the recipe's learning rate by step, for a run of so many steps. */
export function buildSchedule(config: Config, numSteps: number): Schedule {
  const {
    schedule,
    learning_rate: learningRate,
    warmup_fraction,
    min_learning_rate_fraction,
  } = config.optimization;
  const warmupSteps = Math.round(warmup_fraction * numSteps);
  return schedule === "constant"
    ? warmupConstant({ learningRate, warmupSteps })
    : warmupCosine({ learningRate, numSteps, warmupSteps, minFraction: min_learning_rate_fraction });
}
