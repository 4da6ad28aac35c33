import { z } from "zod";
import type { Frozen } from "../../components/component.js";
import type { ModelOptions } from "../model-options.js";

const options = z.strictObject({
  width: z
    .number()
    .positive()
    .default(0.4)
    .describe("Factor on the channels of every layer: 0.4 is mn04 of EfficientAT, 1 is mn10."),
  dropout: z
    .number()
    .min(0)
    .lt(1)
    .default(0.2)
    .describe("Fraction of the embedding's values set to zero in training."),
  norm_momentum: z
    .number()
    .positive()
    .max(1)
    .default(0.1)
    .describe(
      "Weight of the newest batch in the running statistics of batch norm; EfficientAT trains with 0.01, which takes many steps.",
    ),
});

/** The options of MobileNetV3, as a recipe sets them. */
export type MobileNetChoice = Frozen<z.output<typeof options>>;

/** Five convolutions halve both axes. */
export const MOBILENET_STRIDE = 32;

export const MOBILENET: ModelOptions<typeof options> = {
  options,
  needs: () => ({
    ...{ channels: MOBILENET_STRIDE, frames: MOBILENET_STRIDE, keys: ["model.name"] },
    reason: "five convolutions of mobilenet halve them",
    remedy: "a smaller model, such as model.name=cnn",
  }),
};
