import { z } from "zod";
import type { Frozen } from "../../components/component.js";
import type { ModelOptions } from "../model-options.js";

const options = z.strictObject({
  depth: z.int().min(1).default(4).describe("Number of layers; Conformer-S has 16."),
  heads: z.int().min(1).default(4).describe("Attention heads of each layer."),
  head_width: z
    .int()
    .min(1)
    .default(36)
    .describe("Values of each head; the width of the network is heads times this, 144 in Conformer-S."),
  kernel_frames: z
    .int()
    .min(1)
    .refine((frames) => frames % 2 === 1, "expected an odd number")
    .default(31)
    .describe("Frames, of 4 of the features each, that the convolution of a layer covers; odd."),
  dropout: z
    .number()
    .min(0)
    .lt(1)
    .default(0.1)
    .describe("Fraction of activations set to zero after each part of a layer in training."),
});

/** The options of a Conformer, as a recipe sets them. */
export type ConformerChoice = Frozen<z.output<typeof options>>;

/** Two convolutions halve both axes. */
export const CONFORMER_STRIDE = 4;

export const CONFORMER: ModelOptions<typeof options> = {
  options,
  needs: () => ({
    ...{ channels: CONFORMER_STRIDE, frames: CONFORMER_STRIDE, keys: ["model.name"] },
    reason: "two convolutions of conformer halve them",
    remedy: "another model",
  }),
};
