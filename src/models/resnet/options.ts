import { z } from "zod";
import type { Frozen } from "../../components/component.js";
import type { ModelOptions } from "../model-options.js";

const options = z.strictObject({
  width: z
    .number()
    .positive()
    .default(1)
    .describe("Factor on the channels of every layer; 1 is the published network."),
  dropout: z
    .number()
    .min(0)
    .lt(1)
    .default(0)
    .describe("Fraction of the embedding's values set to zero in training."),
});

/** The options of a residual network, as a recipe sets them. */
export type ResNetChoice = Frozen<z.output<typeof options>>;

/** Residual blocks of each of the four stages. */
export const RESNET_BLOCKS = { resnet18: [2, 2, 2, 2], resnet34: [3, 4, 6, 3] } as const;

/** Both axes are halved by the first convolution, the pooling after it, and three stages. */
export const RESNET_STRIDE = 32;

const RESNET: ModelOptions<typeof options> = {
  options,
  needs: () => ({
    ...{ channels: RESNET_STRIDE, frames: RESNET_STRIDE, keys: ["model.name"] },
    reason: "five steps of the network halve them",
    remedy: "a smaller model, such as model.name=cnn",
  }),
};

export const RESNET18 = RESNET;
export const RESNET34 = RESNET;
