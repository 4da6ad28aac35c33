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
  })
  .prefault({})
  .describe("The network.");
