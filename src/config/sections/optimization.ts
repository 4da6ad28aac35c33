import { z } from "zod";
import { hyperparameterSearchSection } from "./search.js";

export const optimizationSection = z
  .strictObject({
    optimizer: z.enum(["adamw", "sgd"]).default("adamw").describe("Optimizer."),
    learning_rate: z.number().gt(0).default(1e-3).describe("Largest learning rate, reached after warm-up."),
    weight_decay: z
      .number()
      .min(0)
      .default(1e-2)
      .describe("Decoupled weight decay for adamw, L2 penalty for sgd."),
    betas: z
      .tuple([z.number().min(0).lt(1), z.number().min(0).lt(1)])
      .default([0.9, 0.999])
      .describe("Decay of adamw's running means of the gradient and of its square."),
    eps: z.number().gt(0).default(1e-8).describe("Added to adamw's denominator."),
    momentum: z.number().min(0).lt(1).default(0.9).describe("Momentum of sgd."),
    schedule: z
      .enum(["cosine", "constant"])
      .default("cosine")
      .describe("Learning rate schedule after warm-up."),
    warmup_fraction: z
      .number()
      .min(0)
      .lt(1)
      .default(0.05)
      .describe("Fraction of all steps in which the learning rate rises linearly from zero."),
    min_learning_rate_fraction: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe("Final learning rate of the cosine schedule, as a fraction of learning_rate."),
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
    hyperparameter_search: hyperparameterSearchSection,
  })
  .prefault({})
  .describe("Optimizer and learning rate.");
