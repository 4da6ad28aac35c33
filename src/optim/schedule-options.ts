/** The options of each learning rate schedule, for code that must not load libtorch. */
import { z } from "zod";
import type { ComponentOptions, Named } from "../components/component.js";

/** A schedule: its options, and whether it begins with a rise of its own, which replaces the warm-up. */
export interface ScheduleOptions extends ComponentOptions {
  hasOwnWarmup?: boolean;
  /** True if it follows a metric of the validation clips. */
  needsValidation?: boolean;
}

const gamma = (value: number) =>
  z.number().gt(0).max(1).default(value).describe("Factor of the learning rate at each change.");

const one_cycle = z.strictObject({
  rise_fraction: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.3)
    .describe("Fraction of all steps in which the learning rate rises."),
  initial_fraction: z
    .number()
    .gt(0)
    .max(1)
    .default(0.04)
    .describe("First learning rate, as a fraction of the largest one."),
  final_fraction: z
    .number()
    .min(0)
    .max(1)
    .default(4e-6)
    .describe("Last learning rate, as a fraction of the largest one."),
  shape: z.enum(["cosine", "linear"]).default("cosine").describe("Shape of the rise and of the fall."),
});

const plateau = z.strictObject({
  metric: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe(
      "Metric of the validation clips to follow, such as validation/loss; null is checkpoint.monitor.",
    ),
  mode: z
    .enum(["min", "max"])
    .nullable()
    .default(null)
    .describe("Whether less or more of the metric is better; null is checkpoint.mode."),
  factor: z.number().gt(0).lt(1).default(0.1).describe("Factor of the learning rate at each change."),
  patience: z
    .int()
    .min(0)
    .default(10)
    .describe("Evaluations without an improvement that are accepted before a change."),
  threshold: z.number().min(0).default(1e-4).describe("Smallest improvement that counts."),
  threshold_mode: z
    .enum(["relative", "absolute"])
    .default("relative")
    .describe("Whether threshold is a fraction of the best value or a difference."),
  cooldown: z.int().min(0).default(0).describe("Evaluations after a change that are not counted."),
});

export const SCHEDULES = {
  cosine: { options: z.strictObject({}) },
  constant: { options: z.strictObject({}) },
  linear: { options: z.strictObject({}) },
  polynomial: {
    options: z.strictObject({
      power: z.number().gt(0).default(2).describe("Power of the remaining fraction of the steps."),
    }),
  },
  one_cycle: { options: one_cycle, hasOwnWarmup: true },
  step: {
    options: z.strictObject({
      every_epochs: z.int().min(1).default(10).describe("Epochs between two changes."),
      gamma: gamma(0.1),
    }),
  },
  multi_step: {
    options: z.strictObject({
      at_epochs: z
        .array(z.int().min(1))
        .min(1)
        .describe("Numbers of epochs after which the learning rate changes, such as [30, 60]."),
      gamma: gamma(0.1),
    }),
  },
  exponential: { options: z.strictObject({ gamma: gamma(0.95) }) },
  plateau: { options: plateau, needsValidation: true },
} as const satisfies Record<string, ScheduleOptions>;

/** A schedule of a recipe with its options. */
export type ScheduleChoice = Named<typeof SCHEDULES>;
