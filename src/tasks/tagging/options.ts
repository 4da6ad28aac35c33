import { z } from "zod";
import { addedKeys } from "../../components/added-keys.js";
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
  ...addedKeys({
    asymmetric_gamma_negative: z
      .number()
      .min(0)
      .default(4)
      .describe("Focusing exponent of a clip's absent labels in the asymmetric loss; 0 turns it off."),
    asymmetric_gamma_positive: z
      .number()
      .min(0)
      .default(1)
      .describe("Focusing exponent of a clip's labels in the asymmetric loss; 0 turns it off."),
    asymmetric_clip: z
      .number()
      .min(0)
      .lt(1)
      .default(0.05)
      .describe("Probability below which an absent label has no loss in the asymmetric loss."),
  }),
});
