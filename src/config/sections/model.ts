import { z } from "zod";

export const modelSection = z
  .strictObject({
    name: z.string().min(1).default("cnn").describe("Architecture, by the name of its folder in src/models."),
    channels: z
      .array(z.int().min(1))
      .min(1)
      .default([32, 64, 128, 256])
      .describe("Output channels of each convolution block, first to last."),
    dropout: z
      .number()
      .min(0)
      .lt(1)
      .default(0.2)
      .describe("Fraction of activations set to zero in training."),
    init_from: z
      .string()
      .min(1)
      .nullable()
      .default(null)
      .describe(
        "Initial weights: a run's folder, a checkpoint's folder or a safetensors file; --init-from sets it. null is random weights.",
      ),
    init_keys: z
      .array(z.string().min(1))
      .min(1)
      .default(["*"])
      .describe(
        'Names of the weights to load from init_from, with * for any text; a pattern that begins with "!" excludes its matches.',
      ),
  })
  .prefault({})
  .describe("The model.");
