/** Options of the augmentations of features, which run on the training device. Needs no libtorch. */
import { z } from "zod";
import type { ComponentTable } from "../../components/component.js";
import { range } from "../range.js";

const count = (what: string) => z.int().min(0).max(20).default(2).describe(`Number of masks ${what}.`);
const share = (what: string) =>
  z.number().min(0).max(1).default(0.15).describe(`Largest width of a mask ${what}, as a share of all.`);

export const FEATURE_AUGMENTATIONS = {
  spec_augment: {
    options: z.strictObject({
      time_masks: count("in time"),
      time_share: share("in time"),
      freq_masks: count("in frequency"),
      freq_share: share("in frequency"),
      fill: z
        .enum(["mean", "zero"])
        .default("mean")
        .describe("Value of masked features: the mean of the clip's features, or 0."),
    }),
  },
  time_roll: {
    movesSound: true,
    options: z.strictObject({
      fraction: range(-1, 1, [-0.5, 0.5], "Furthest moves to earlier and later, as a share of the frames."),
    }),
  },
  freq_roll: {
    options: z.strictObject({
      bands: range(-64, 64, [-4, 4], "Furthest moves down and up, in bands; whole numbers are drawn."),
    }),
  },
} as const satisfies Readonly<Record<string, ComponentTable[string] & { movesSound?: boolean }>>;
