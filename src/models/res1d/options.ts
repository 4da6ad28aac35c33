import { z } from "zod";
import type { Frozen } from "../../components/component.js";
import { counted } from "../../counted.js";
import type { ModelOptions } from "../model-options.js";
import { ONE_CHANNEL, RAW_FRONT_END } from "../raw-samples.js";

const fraction = z.number().min(0).lt(1);

const options = z.strictObject({
  channels: z
    .array(z.int().min(1))
    .min(1)
    .default([64, 128, 256, 512])
    .describe(
      "Output channels of each stage, first to last; each but the first keeps one frame of 4. Res1dNet31 has [64, 128, 256, 512, 1024, 1024, 2048].",
    ),
  blocks: z.int().min(1).default(2).describe("Residual blocks of each stage."),
  block_dropout: fraction
    .default(0.1)
    .describe("Fraction of activations set to zero inside of each residual block in training."),
  dropout: fraction
    .default(0.5)
    .describe("Fraction of activations set to zero before the embedding layer in training."),
});

/** The options of the residual network over samples, as a recipe sets them. */
export type Res1dChoice = Frozen<z.output<typeof options>>;

/** Samples from one step of the first convolution to the next. */
export const RES1D_FIRST_STRIDE = 5;
/** Frames that the first block of a stage makes one of. */
export const RES1D_POOLING = 4;

/** Returns the samples that the network needs: as many as make one frame. */
export const res1dSamples = (numStages: number): number =>
  (RES1D_POOLING ** (numStages - 1) - 1) * RES1D_FIRST_STRIDE + 1;

export const RES1D: ModelOptions<typeof options> = {
  options,
  frontEnd: RAW_FRONT_END,
  needs({ channels: { length } }) {
    return {
      ...ONE_CHANNEL,
      ...{ frames: res1dSamples(length), keys: ["model.channels"] },
      reason: `${counted(length, "stage")} of model.channels make one frame of ${RES1D_FIRST_STRIDE * RES1D_POOLING ** (length - 1)} samples`,
      remedy: "fewer entries of model.channels",
    };
  },
};
