import { z } from "zod";
import { focalGamma } from "../focal-gamma.js";

export const taggingOptions = z.strictObject({
  loss: z.enum(["bce", "focal", "asymmetric"]).default("bce").describe("Loss of training."),
  positive_weights: z
    .enum(["none", "balanced"])
    .default("none")
    .describe(
      "Weights of the positive clips of each label in the bce loss: balanced is the number of negative over positive clips.",
    ),
  secondary_labels: z
    .enum(["ignore", "positive"])
    .default("ignore")
    .describe(
      "Labels in a manifest's column secondary_labels: ignore leaves them out of loss and metrics, positive counts them as labels.",
    ),
  focal_gamma: focalGamma,
});
