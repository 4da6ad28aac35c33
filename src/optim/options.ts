/** The options of each optimizer, for code that must not load libtorch. */
import { z } from "zod";
import type { ComponentTable, Named } from "../components/component.js";

const fraction = z.number().min(0).lt(1);

const betas = (first: number, second: number) =>
  z
    .tuple([fraction, fraction])
    .default([first, second])
    .describe("Decay of the running means of the gradient and of its square; for lion of its two means.");

const eps = z.number().gt(0).default(1e-8).describe("Added to the denominator.");

const decoupled = z
  .boolean()
  .default(true)
  .describe("Decays the weights directly, as adamw does; false makes weight_decay an L2 penalty.");

const momentum = (value: number) => fraction.default(value).describe("Momentum.");

const nesterov = (value: boolean) => z.boolean().default(value).describe("Nesterov's momentum.");

const sgd = z.strictObject({
  momentum: momentum(0.9),
  dampening: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe("Fraction of each gradient that the momentum leaves out, after the first step."),
  nesterov: nesterov(false),
});

const nadam = z.strictObject({
  betas: betas(0.9, 0.999),
  eps,
  momentum_decay: z
    .number()
    .min(0)
    .default(4e-3)
    .describe("Speed at which the momentum rises to its final value."),
  decoupled_weight_decay: decoupled,
});

const muon = z.strictObject({
  momentum: momentum(0.95),
  nesterov: nesterov(true),
  iterations: z
    .int()
    .min(1)
    .lt(100)
    .default(5)
    .describe("Iterations of Newton and Schulz that orthogonalize an update."),
  adjust_learning_rate: z
    .enum(["match_rms_adamw", "original"])
    .default("match_rms_adamw")
    .describe(
      "Factor of the learning rate for a matrix of R rows and C columns: match_rms_adamw is 0.2 sqrt(max(R, C)), with which learning rates of adamw fit; original is sqrt(max(1, R / C)).",
    ),
});

const adafactor = z.strictObject({
  beta2_decay: z
    .number()
    .max(0)
    .default(-0.8)
    .describe("At step t the mean of squares keeps 1 - t ** beta2_decay of its value."),
  eps: z
    .tuple([z.number().min(0).nullable(), z.number().min(0)])
    .default([null, 1e-3])
    .describe(
      "Smallest root mean square of the gradient, where null is the precision of its numbers, and of the weights.",
    ),
  clip_threshold: z
    .number()
    .min(1)
    .default(1)
    .describe("Root mean square above which an update is scaled down."),
});

export const OPTIMIZERS = {
  adamw: { options: z.strictObject({ betas: betas(0.9, 0.999), eps }) },
  adam: { options: z.strictObject({ betas: betas(0.9, 0.999), eps }) },
  sgd: { options: sgd },
  nadam: { options: nadam },
  radam: { options: z.strictObject({ betas: betas(0.9, 0.999), eps, decoupled_weight_decay: decoupled }) },
  lion: { options: z.strictObject({ betas: betas(0.9, 0.99) }) },
  muon: { options: muon },
  adafactor: { options: adafactor },
} as const satisfies ComponentTable;

/** An optimizer of a recipe with its options. */
export type OptimizerChoice = Named<typeof OPTIMIZERS>;
