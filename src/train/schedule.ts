import type { OwnChoice } from "../components/component.js";
import { createOwn, guarded } from "../components/create.js";
import type { Config } from "../config/schema.js";
import { ConfigError } from "../errors.js";
import {
  type Schedule,
  type ScheduleContext,
  type ScheduleDefinition,
  warmupConstant,
  warmupCosine,
} from "../optim/index.js";

/** Returns the recipe's learning rate by step, for a run of so many steps. */
export function buildSchedule(config: Config, numSteps: number): Schedule {
  const {
    schedule,
    learning_rate: learningRate,
    warmup_fraction,
    min_learning_rate_fraction,
  } = config.optimization;
  const warmupSteps = Math.round(warmup_fraction * numSteps);
  const named = schedule as string | OwnChoice;
  if (typeof named !== "string") return createOwnSchedule(named, { learningRate, numSteps, warmupSteps });
  return schedule === "constant"
    ? warmupConstant({ learningRate, warmupSteps })
    : warmupCosine({ learningRate, numSteps, warmupSteps, minFraction: min_learning_rate_fraction });
}

/** Creates a schedule of the user's, whose learning rates are checked as they are used. */
function createOwnSchedule(choice: OwnChoice, context: ScheduleContext): Schedule {
  const section = "optimization.schedule";
  const schedule = createOwn<ScheduleDefinition, Schedule>(
    section,
    choice,
    (definition, options) => definition.create(options, context),
    (made) => (typeof made === "function" ? null : "expected a function (step) => learning rate"),
  );
  const place = `${section}.use ${choice.use}`;
  return (step) => {
    const rate = guarded(`${place}: step ${step}`, () => schedule(step));
    if (typeof rate === "number" && rate >= 0 && Number.isFinite(rate)) return rate;
    throw new ConfigError(
      "COMPONENT",
      `${place}: step ${step}: expected a learning rate of at least 0, got ${String(rate)}`,
    );
  };
}
