import type { z } from "zod";
import type { Frozen } from "../components/component.js";
import type { Definition } from "../components/definition.js";
import type { OptimizerParameters } from "./groups.js";
import type { Optimizer } from "./optimizer.js";
import type { Schedule } from "./schedule.js";

/** The parameters and the recipe's settings that an optimizer is created with. */
export interface OptimizerContext {
  /** In the groups of `optimization.parameter_groups`. */
  parameters: OptimizerParameters;
  learningRate: number;
  weightDecay: number;
}

/** An optimizer of your own. */
export interface OptimizerDefinition<Options extends z.ZodObject = z.ZodObject>
  extends Definition<"optimizer", Options> {
  create(options: Frozen<z.output<Options>>, context: OptimizerContext): Optimizer;
}

/**
 * Defines an optimizer, which a module exports by default and a recipe names: `optimization: { optimizer: { use: ./lion.ts,
 * beta1: 0.9 } }`. `create` returns `new MyOptimizer(parameters, { learningRate, weightDecay })`, a subclass of Optimizer.
 */
export function defineOptimizer<Options extends z.ZodObject>(
  parts: Omit<OptimizerDefinition<Options>, "kind">,
): OptimizerDefinition<Options> {
  return { kind: "optimizer", ...parts };
}

/** The run that a schedule is created for. */
export interface ScheduleContext {
  /** `optimization.learning_rate`. */
  learningRate: number;
  /** Optimizer steps of the run. */
  numSteps: number;
  /** Steps of an epoch. */
  stepsPerEpoch: number;
  /** Steps of the warm-up, which the schedule decides to use or not. */
  warmupSteps: number;
}

/** A learning rate schedule of your own. */
export interface ScheduleDefinition<Options extends z.ZodObject = z.ZodObject>
  extends Definition<"schedule", Options> {
  /** Returns the learning rate of each step, from 0. It must depend on the step alone: a resumed run asks for any step. */
  create(options: Frozen<z.output<Options>>, context: ScheduleContext): Schedule;
}

/** Defines a schedule, which a module exports by default and a recipe names: `optimization: { schedule: { use: ./steps.ts } }`. */
export function defineSchedule<Options extends z.ZodObject>(
  parts: Omit<ScheduleDefinition<Options>, "kind">,
): ScheduleDefinition<Options> {
  return { kind: "schedule", ...parts };
}
