import { z } from "zod";

export const modelSection = z
  .strictObject({
    name: z.string().min(1).default("cnn").describe("Architecture, named as its folder in src/models."),
    channels: z
      .array(z.int().min(1))
      .min(1)
      .default([32, 64, 128, 256])
      .describe("Output channels of each convolution block, first to last."),
    dropout: z.number().min(0).lt(1).default(0.2).describe("Share of activations zeroed in training."),
    init_from: z
      .string()
      .min(1)
      .nullable()
      .default(null)
      .describe(
        "Weights to start from: a run's folder, a checkpoint's, or a safetensors file; --init-from sets it. null starts fresh.",
      ),
    init_keys: z
      .array(z.string().min(1))
      .min(1)
      .default(["*"])
      .describe(
        'Which of its weights to load, by name, with * for any text; one that begins with "!" leaves weights out.',
      ),
  })
  .prefault({})
  .describe("The network.");
