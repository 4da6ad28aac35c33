import { z } from "zod";
import { focalGamma } from "../focal-gamma.js";

const seconds = (text: string, values: number[]) =>
  z.array(z.number().min(0).max(60)).min(1).max(6).default(values).describe(text);

export const detectionOptions = z.strictObject({
  loss: z.enum(["bce", "focal"]).default("bce").describe("Loss of training, of each frame and label."),
  focal_gamma: focalGamma,
  pooling: z
    .enum(["attention", "linear_softmax", "max"])
    .default("attention")
    .describe(
      "Probability of a label in a clip from those of its frames: weighted by attention that is learned, by themselves " +
        "(linear_softmax), or their maximum.",
    ),
  clip_weight: z
    .number()
    .min(0)
    .default(0.5)
    .describe(
      "Weight of the loss of the labels of clips beside that of frames; clips without times have no other.",
    ),
  median_sec: seconds(
    "Lengths of the median filter that smooths the scores of a label, in seconds, of which validation chooses one for each label; 0 is none.",
    [0, 0.2, 0.5],
  ),
  min_sec: seconds(
    "Shortest event of a label, in seconds, of which validation chooses one for each label.",
    [0, 0.15],
  ),
  num_thresholds: z
    .int()
    .min(9)
    .max(999)
    .default(49)
    .describe("Number of thresholds at which evaluations count events, equally spaced between 0 and 1."),
  collar_sec: z
    .number()
    .gt(0)
    .default(0.2)
    .describe(
      "Largest difference of the onset of a predicted event to the true one in event_f1, in seconds.",
    ),
});
