import { z } from "zod";
import type { Frozen } from "../../components/component.js";
import { counted } from "../../counted.js";
import type { ModelOptions } from "../model-options.js";
import { ONE_CHANNEL, RAW_FRONT_END } from "../raw-samples.js";

const options = z.strictObject({
  channels: z
    .array(z.int().min(1))
    .min(1)
    .default([128, 128, 256, 512])
    .describe("Output channels of each convolution, first to last; a pooling by 4 follows each."),
  kernel_samples: z
    .int()
    .min(4)
    .default(80)
    .describe("Samples that a filter of the first convolution covers."),
  dropout: z
    .number()
    .min(0)
    .lt(1)
    .default(0)
    .describe("Fraction of the embedding's values set to zero in training."),
});

/** The options of M5, as a recipe sets them. */
export type M5Choice = Frozen<z.output<typeof options>>;

/** Returns the samples from one frame to the next: the first convolution moves by 4, and each pooling keeps one value of 4. */
export const m5Stride = (numConvs: number): number => 4 ** (numConvs + 1);

export const M5: ModelOptions<typeof options> = {
  options,
  frontEnd: RAW_FRONT_END,
  needs({ channels: { length } }) {
    const frames = m5Stride(length);
    return {
      ...ONE_CHANNEL,
      ...{ frames, keys: ["model.channels"] },
      reason: `${counted(length, "convolution")} of model.channels make one frame of ${frames} samples`,
      remedy: "fewer entries of model.channels",
    };
  },
};
