import { z } from "zod";
import { OPTIMIZERS } from "../../optim/options.js";
import { SCHEDULES } from "../../optim/schedule-options.js";
import { namedChoice } from "./named-choice.js";
import { hyperparameterSearchSection } from "./search.js";

/** Optimizers whose options are keys of the section where the name stands alone. */
const optimizer = namedChoice(OPTIMIZERS, ["adamw", "sgd"], "Optimizer, by its name in docs/optimizers.md.");

/** Schedules without options of their own. */
const schedule = namedChoice(
  SCHEDULES,
  ["cosine", "constant", "linear"],
  "Schedule, by its name in docs/optimizers.md.",
);

/** Fraction of the steps in which the learning rate rises. */
export const DEFAULT_WARMUP = 0.05;

const parameterGroup = z
  .strictObject({
    match: z
      .array(z.string().min(1))
      .min(1)
      .describe(
        'Names of the parameters, with * for any text; a pattern that begins with "!" excludes its matches.',
      ),
    learning_rate_factor: z.number().gt(0).default(1).describe("Multiplies the learning rate."),
    weight_decay: z
      .number()
      .min(0)
      .nullable()
      .default(null)
      .describe("Replaces the weight decay of the other parameters; null keeps it."),
    optimizer: optimizer
      .nullable()
      .default(null)
      .describe("Optimizer of these parameters, such as adamw beside muon; null is optimization.optimizer."),
    frozen_epochs: z
      .union([z.literal("all"), z.int().min(0)])
      .default(0)
      .describe(
        "Number of first epochs in which the parameters do not change; all freezes them for the whole run.",
      ),
    frozen_statistics: z
      .boolean()
      .default(true)
      .describe(
        "While frozen, batch norms normalize by their running statistics and do not update them; false lets them use and track the statistics of each batch.",
      ),
  })
  .describe("Settings of the parameters whose names match.");

export const optimizationSection = z
  .strictObject({
    optimizer: optimizer
      .default("adamw")
      .describe("Optimizer, by name, or with options: {name: lion, betas: [0.9, 0.99]}."),
    learning_rate: z.number().gt(0).default(1e-3).describe("Largest learning rate, reached after warm-up."),
    weight_decay: z
      .number()
      .min(0)
      .default(1e-2)
      .describe(
        "Weight decay: decoupled for adamw, lion, muon, adafactor, nadam and radam, L2 penalty for sgd and adam.",
      ),
    betas: z
      .tuple([z.number().min(0).lt(1), z.number().min(0).lt(1)])
      .default([0.9, 0.999])
      .describe(
        "Decay of adamw's running means of the gradient and of its square, where optimizer is the name alone.",
      ),
    eps: z.number().gt(0).default(1e-8).describe("Added to adamw's denominator, where optimizer is the name alone."),
    momentum: z
      .number()
      .min(0)
      .lt(1)
      .default(0.9)
      .describe("Momentum of sgd, where optimizer is the name alone."),
    schedule: schedule
      .default("cosine")
      .describe("Learning rate schedule after warm-up, by name, or with options: {name: step, every_epochs: 10}."),
    warmup_fraction: z
      .number()
      .min(0)
      .lt(1)
      .default(DEFAULT_WARMUP)
      .describe("Fraction of all steps in which the learning rate rises linearly from zero."),
    warmup_steps: z
      .int()
      .min(0)
      .nullable()
      .default(null)
      .describe("Number of warm-up steps, instead of warmup_fraction; null leaves it to the other keys."),
    warmup_epochs: z
      .number()
      .min(0)
      .nullable()
      .default(null)
      .describe("Number of warm-up epochs, instead of warmup_fraction; null leaves it to the other keys."),
    min_learning_rate_fraction: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe("Final learning rate of the schedules cosine, linear and polynomial, and the smallest one of plateau, as a fraction of learning_rate."),
    clip_grad_norm: z
      .number()
      .gt(0)
      .nullable()
      .default(1)
      .describe("Largest total norm of the gradients; larger gradients are scaled down. null never clips."),
    ema_decay: z
      .number()
      .gt(0)
      .lt(1)
      .nullable()
      .default(null)
      .describe(
        "Decay of a moving average of the weights, such as 0.999, which evaluation, prediction and export then use; null turns it off.",
      ),
    parameter_groups: z
      .array(parameterGroup)
      .default([])
      .describe(
        "Groups of parameters with settings of their own; a parameter is in the first group that matches its name. Others have the settings above.",
      ),
    decay_biases_and_norms: z
      .boolean()
      .default(true)
      .describe(
        "Whether weight decay applies to parameters of one dimension: biases, and the weights of norms.",
      ),
    hyperparameter_search: hyperparameterSearchSection,
  })
  .prefault({})
  .describe("Optimizer and learning rate.");
