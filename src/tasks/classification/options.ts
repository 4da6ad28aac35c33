import { z } from "zod";
import { focalGamma } from "../focal-gamma.js";

export const classificationOptions = z.strictObject({
  loss: z.enum(["cross_entropy", "focal"]).default("cross_entropy").describe("Loss of training."),
  label_smoothing: z
    .number()
    .min(0)
    .lt(1)
    .default(0)
    .describe("Share of the target that is spread over all labels in training, in the cross_entropy loss."),
  class_weights: z
    .enum(["none", "balanced"])
    .default("none")
    .describe(
      "Weights of the labels in the loss: balanced weights each label by the inverse of its frequency, with a mean of 1 over the training clips.",
    ),
  focal_gamma: focalGamma,
});
