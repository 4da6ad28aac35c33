import { z } from "zod";
import type { Frozen } from "../../components/component.js";
import type { ModelOptions } from "../model-options.js";
import { ONE_CHANNEL, RAW_FRONT_END } from "../raw-samples.js";

/** Convolutions over samples, over their frames, and one of a single value at the end. */
export const ACDNET_CONVS = { samples: 2, frames: 9, last: 1 } as const;

const NUM_CONVS = ACDNET_CONVS.samples + ACDNET_CONVS.frames + ACDNET_CONVS.last;

const options = z.strictObject({
  channels: z
    .array(z.int().min(1))
    .length(NUM_CONVS)
    .default([7, 20, 10, 14, 22, 31, 35, 41, 51, 67, 69, 48])
    .describe(
      "Output channels of each convolution, first to last; the default is Micro-ACDNet, and ACDNet has [8, 64, 32, 64, 64, 128, 128, 256, 256, 512, 512, 50].",
    ),
  frame_samples: z
    .int()
    .min(4)
    .multipleOf(4)
    .default(160)
    .describe(
      "Samples that the first two convolutions and their pooling make one frame of: 10 ms at 16 kHz.",
    ),
  dropout: z
    .number()
    .min(0)
    .lt(1)
    .default(0.2)
    .describe("Fraction of activations set to zero before the last convolution in training."),
});

/** The options of ACDNet, as a recipe sets them. */
export type AcdNetChoice = Frozen<z.output<typeof options>>;

/** Poolings that halve the number of frames. */
export const ACDNET_POOLINGS = 5;

/** Frames that the first two convolutions pool: each moves by two samples. */
export const acdNetFramePool = (frameSamples: number): number => frameSamples / 4;

/** Returns the samples that the network needs: as many as leave one frame of embeddings. */
export function acdNetSamples(frameSamples: number): number {
  const second = 2 ** ACDNET_POOLINGS * acdNetFramePool(frameSamples);
  const first = 2 * (second - 1) + 5;
  return 2 * (first - 1) + 9;
}

export const ACDNET: ModelOptions<typeof options> = {
  options,
  frontEnd: RAW_FRONT_END,
  needs({ frame_samples }) {
    return {
      ...ONE_CHANNEL,
      ...{ frames: acdNetSamples(frame_samples), keys: ["model.frame_samples"] },
      reason: `${ACDNET_POOLINGS} poolings halve the frames of model.frame_samples ${frame_samples}`,
      remedy: "fewer model.frame_samples",
    };
  },
};
