import { z } from "zod";
import type { Frozen } from "../../components/component.js";

/** Options of front ends whose features are spectra. */
export const deltaKeys = {
  deltas: z
    .int()
    .min(0)
    .max(2)
    .default(0)
    .describe(
      "Derivatives in time that follow the features as further channels: 1 adds the first, 2 also the second.",
    ),
  delta_width: z
    .int()
    .min(3)
    .default(9)
    .describe("Frames of the regression that computes a derivative: an odd number."),
};

/** Options of every built-in front end. */
export const normalizationKeys = {
  normalize: z
    .enum(["none", "training_set", "instance", "running"])
    .default("none")
    .describe(
      "Subtracts a mean and divides by a deviation: those of the training clips, measured before the first step; of the clip " +
        "itself; or running ones, as batch norm without weights.",
    ),
  normalize_over: z
    .enum(["band", "all"])
    .default("band")
    .describe("band: each channel has its mean and deviation; all: one mean and deviation for all channels."),
  normalize_clips: z
    .int()
    .min(1)
    .default(1000)
    .describe("The most training clips that normalize: training_set measures, chosen by the seed."),
};

const deltaOptions = z.object(deltaKeys);
const normalizationOptions = z.object(normalizationKeys);

export type DeltaChoice = Frozen<z.output<typeof deltaOptions>>;
export type NormalizationChoice = Frozen<z.output<typeof normalizationOptions>>;
