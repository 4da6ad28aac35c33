import { z } from "zod";
import type { ModelOptions } from "../model-options.js";

const options = z.strictObject({
  channels: z
    .array(z.int().min(1))
    .min(1)
    .default([32, 64, 128, 256])
    .describe("Output channels of each convolution block, first to last."),
  dropout: z.number().min(0).lt(1).default(0.2).describe("Fraction of activations set to zero in training."),
});

export const CNN: ModelOptions<typeof options> = {
  options,
  needs({ channels: { length: numBlocks } }) {
    const least = 2 ** numBlocks;
    return {
      ...{ channels: least, frames: least, keys: ["model.channels"] },
      reason: `${numBlocks} block${numBlocks === 1 ? "" : "s"} of model.channels halve them`,
      remedy: "fewer blocks",
    };
  },
};
