import { isOwnChoice, type OwnChoice } from "../components/component.js";
import { createOwn, guarded } from "../components/create.js";
import type { Config } from "../config/schema.js";
import { scheduleOf } from "../config/sections/optimization.js";
import { ConfigError } from "../errors.js";
import {
  multiStep,
  oneCycle,
  polynomial,
  type Schedule,
  type ScheduleContext,
  type ScheduleDefinition,
  stepDecay,
  warmupConstant,
  warmupCosine,
  withWarmup,
} from "../optim/index.js";
import type { ScheduleChoice } from "../optim/schedule-options.js";

/** Numbers that the built-in schedules are created with. */
interface Context extends ScheduleContext {
  minFraction: number;
}

type Create<Choice extends ScheduleChoice> = (choice: Choice, context: Context) => Schedule;

/** Epochs of a schedule count from the start of the run, steps of a fall from the end of the warm-up. */
const CREATE: { [Name in ScheduleChoice["name"]]: Create<Extract<ScheduleChoice, { name: Name }>> } = {
  cosine: (_, context) => warmupCosine(context),
  constant: (_, context) => warmupConstant(context),
  linear: (_, context) => warmedUp(polynomial({ ...context, fromStep: context.warmupSteps }), context),
  polynomial: ({ power }, context) =>
    warmedUp(polynomial({ ...context, fromStep: context.warmupSteps, power }), context),
  one_cycle: (choice, { learningRate, numSteps }) => {
    const { rise_fraction: riseFraction, initial_fraction: initialFraction, shape } = choice;
    const finalFraction = choice.final_fraction;
    return oneCycle({ learningRate, numSteps, riseFraction, initialFraction, finalFraction, shape });
  },
  step: ({ every_epochs, gamma }, context) => {
    const { learningRate, stepsPerEpoch } = context;
    return warmedUp(stepDecay({ learningRate, everySteps: every_epochs * stepsPerEpoch, gamma }), context);
  },
  multi_step: ({ at_epochs, gamma }, context) => {
    const { learningRate, stepsPerEpoch } = context;
    const atSteps = at_epochs.map((epoch) => epoch * stepsPerEpoch);
    return warmedUp(multiStep({ learningRate, atSteps, gamma }), context);
  },
  exponential: ({ gamma }, context) => {
    const { learningRate, stepsPerEpoch: everySteps } = context;
    return warmedUp(stepDecay({ learningRate, everySteps, gamma }), context);
  },
  // The metric scales it: see goals.ts.
  plateau: (_, context) => warmupConstant(context),
};

function warmedUp(schedule: Schedule, { learningRate, warmupSteps }: ScheduleContext): Schedule {
  return withWarmup(schedule, learningRate, warmupSteps);
}

/** Returns the recipe's learning rate by step, for a run of so many epochs of so many steps. */
export function buildSchedule(config: Config, numEpochs: number, stepsPerEpoch: number): Schedule {
  const { swa } = config.optimization;
  const schedule = createSchedule(config, numEpochs, stepsPerEpoch);
  const rate = swa?.learning_rate ?? null;
  if (swa === null || rate === null) return schedule;
  const from = (swa.from_epoch - 1) * stepsPerEpoch;
  return (step) => (step < from ? schedule(step) : rate);
}

function createSchedule(config: Config, numEpochs: number, stepsPerEpoch: number): Schedule {
  const { schedule, learning_rate: learningRate, ...optimization } = config.optimization;
  const { warmup_fraction, warmup_steps, warmup_epochs, min_learning_rate_fraction } = optimization;
  const numSteps = numEpochs * stepsPerEpoch;
  const ofEpochs = warmup_epochs === null ? null : Math.round(warmup_epochs * stepsPerEpoch);
  const warmupSteps = warmup_steps ?? ofEpochs ?? Math.round(warmup_fraction * numSteps);
  const context = { learningRate, numSteps, stepsPerEpoch, warmupSteps };
  const given = schedule as string | object;
  if (typeof given === "object" && isOwnChoice(given)) return createOwnSchedule(given, context);
  const choice = scheduleOf(schedule);
  const create = CREATE[choice.name] as Create<ScheduleChoice>;
  return create(choice, { ...context, minFraction: min_learning_rate_fraction });
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
