import { z } from "zod";
import { addedKey } from "../../components/added-keys.js";
import { OPTIMIZERS, type OptimizerChoice } from "../../optim/options.js";
import { SCHEDULES, type ScheduleChoice } from "../../optim/schedule-options.js";
import { type Choice, namedChoice, withDefaults } from "./named-choice.js";
import { hyperparameterSearchSection } from "./search.js";

const optimizer = namedChoice(OPTIMIZERS, "Optimizer, by its name in docs/optimizers.md.");
const schedule = namedChoice(SCHEDULES, "Schedule, by its name in docs/optimizers.md.");

/** Returns an optimizer of a recipe with its options. */
export function optimizerOf(choice: Choice<typeof OPTIMIZERS>): OptimizerChoice {
  return withDefaults(OPTIMIZERS, choice);
}

/** Returns a schedule of a recipe with its options. */
export function scheduleOf(choice: Choice<typeof SCHEDULES>): ScheduleChoice {
  return withDefaults(SCHEDULES, choice);
}

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
    optimizer: addedKey(
      optimizer
        .nullable()
        .default(null)
        .describe(
          "Optimizer of these parameters, such as adamw beside muon; null is optimization.optimizer.",
        ),
    ),
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
    frozen_dropout: addedKey(
      z
        .boolean()
        .default(true)
        .describe(
          "While frozen, dropout stays active; false turns it off in modules whose parameters are all frozen, as evaluation does.",
        ),
    ),
  })
  .describe("Settings of the parameters whose names match.");

const swaSection = z
  .strictObject({
    from_epoch: z.int().min(1).describe("First epoch whose last weights are averaged, counted from 1."),
    learning_rate: z
      .number()
      .gt(0)
      .nullable()
      .default(null)
      .describe("Constant learning rate from that epoch on; null keeps that of the schedule."),
  })
  .nullable()
  .default(null)
  .describe(
    "Stochastic weight averaging, such as {from_epoch: 16}: evaluation, prediction and export use the mean of the weights at the ends of epochs, with batch-norm statistics from one pass over the training clips; null turns it off.",
  );

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
    eps: z
      .number()
      .gt(0)
      .default(1e-8)
      .describe("Added to adamw's denominator, where optimizer is the name alone."),
    momentum: z
      .number()
      .min(0)
      .lt(1)
      .default(0.9)
      .describe("Momentum of sgd, where optimizer is the name alone."),
    schedule: schedule
      .default("cosine")
      .describe(
        "Learning rate schedule after warm-up, by name, or with options: {name: step, every_epochs: 10}.",
      ),
    warmup_fraction: z
      .number()
      .min(0)
      .lt(1)
      .default(DEFAULT_WARMUP)
      .describe("Fraction of all steps in which the learning rate rises linearly from zero."),
    warmup_steps: addedKey(
      z
        .int()
        .min(0)
        .nullable()
        .default(null)
        .describe("Number of warm-up steps, instead of warmup_fraction; null leaves it to the other keys."),
    ),
    warmup_epochs: addedKey(
      z
        .number()
        .min(0)
        .nullable()
        .default(null)
        .describe("Number of warm-up epochs, instead of warmup_fraction; null leaves it to the other keys."),
    ),
    min_learning_rate_fraction: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe(
        "Final learning rate of the schedules cosine, linear and polynomial, and the smallest one of plateau, as a fraction of learning_rate.",
      ),
    clip_grad_norm: z
      .number()
      .gt(0)
      .nullable()
      .default(1)
      .describe("Largest total norm of the gradients; larger gradients are scaled down. null never clips."),
    clip_grad_value: addedKey(
      z
        .number()
        .gt(0)
        .nullable()
        .default(null)
        .describe(
          "Largest absolute value of a gradient's numbers, before clip_grad_norm; null never clips them.",
        ),
    ),
    ema_decay: z
      .number()
      .gt(0)
      .lt(1)
      .nullable()
      .default(null)
      .describe(
        "Decay of a moving average of the weights, such as 0.999, which evaluation, prediction and export then use; null turns it off.",
      ),
    swa: addedKey(swaSection),
    linear_probe_epochs: addedKey(
      z
        .union([z.literal("all"), z.int().min(0)])
        .default(0)
        .describe(
          "Number of first epochs in which only the head is trained, and the encoder computes as in evaluation; all trains nothing else in the whole run.",
        ),
    ),
    layer_decay: addedKey(
      z
        .number()
        .gt(0)
        .max(1)
        .nullable()
        .default(null)
        .describe(
          "Factor of the learning rate for each block of the encoder, from the last one to the first: 0.75 trains the first blocks slowest; null trains all alike.",
        ),
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
