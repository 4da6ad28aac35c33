import { z } from "zod";
import type { Frozen } from "../../components/component.js";
import { counted } from "../../counted.js";
import type { ModelOptions } from "../model-options.js";

const options = z.strictObject({
  channels: z
    .array(z.int().min(1))
    .min(1)
    .default([32, 64, 128, 128])
    .describe("Output channels of each convolution block, first to last; each halves the mel bands."),
  time_poolings: z
    .int()
    .min(0)
    .default(2)
    .describe("Blocks, from the first, that halve the frames too: 2 makes one frame of 4."),
  hidden: z.int().min(1).default(128).describe("Values of the recurrent layers in each direction of time."),
  layers: z.int().min(1).default(1).describe("Number of recurrent layers."),
  dropout: z
    .number()
    .min(0)
    .lt(1)
    .default(0.25)
    .describe("Fraction of activations set to zero after each block and of the embeddings in training."),
});

/** The options of a CRNN, as a recipe sets them. */
export type CrnnChoice = Frozen<z.output<typeof options>>;

export const CRNN: ModelOptions<typeof options> = {
  options,
  needs: ({ channels: { length }, time_poolings }) => ({
    ...{ channels: 2 ** length, frames: 2 ** Math.min(time_poolings, length) },
    keys: ["model.channels", "model.time_poolings"],
    reason: `${counted(length, "block")} of model.channels halve the channels, and the first ${time_poolings} the frames`,
    remedy: "fewer blocks",
  }),
};
