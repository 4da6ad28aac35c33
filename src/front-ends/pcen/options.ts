import { z } from "zod";
import type { Frozen } from "../../components/component.js";
import type { FrontEndOptions } from "../front-end-options.js";
import { melConflicts } from "../mel/conflicts.js";
import { MEL_ALTERNATIVES, melSizes, resolveMel } from "../mel/options.js";
import { melKeys } from "../mel/schema.js";
import { deltaConflicts } from "../stages/conflicts.js";
import { deltaKeys, normalizationKeys } from "../stages/schema.js";

const schema = z.strictObject({
  ...melKeys,
  power: melKeys.power.default(1),
  scale: z
    .number()
    .gt(0)
    .default(2 ** 31)
    .describe("Factor of the mel spectrum: librosa's numbers are for samples of 32-bit integers."),
  time_constant_sec: z
    .number()
    .gt(0)
    .default(0.4)
    .describe("Time constant of the smoothed energy that each band is divided by, in seconds."),
  gain: z
    .number()
    .min(0)
    .max(1)
    .default(0.98)
    .describe("Exponent of that division: 1 removes a band's loudness, 0 keeps it."),
  bias: z.number().min(0).default(2).describe("Added before the root."),
  root: z
    .number()
    .gt(0)
    .max(1)
    .default(0.5)
    .describe("Exponent that compresses the result, the power of librosa.pcen."),
  eps: z.number().gt(0).default(1e-6).describe("Added to the smoothed energy."),
  start: z
    .enum(["first_frame", "one"])
    .default("first_frame")
    .describe("Where smoothing begins: at the clip's first frame; or at 1, as in librosa.pcen."),
  trainable: z
    .boolean()
    .default(false)
    .describe("Trains gain, bias, root and smoothing of each band, from these values on."),
  ...deltaKeys,
  ...normalizationKeys,
});

/** The options of per-channel energy normalization, as a recipe sets them. */
export type PcenChoice = Frozen<z.output<typeof schema>>;

export const PCEN: FrontEndOptions<typeof schema> = {
  options: schema,
  alternatives: MEL_ALTERNATIVES,
  sizes: (choice, context) =>
    melSizes(choice, context, { count: choice.num_mels, key: "front_end.num_mels" }),
  conflicts(choice, context) {
    const { trainable, bias } = choice;
    const conflicts = [...melConflicts(choice, context), ...deltaConflicts(choice)];
    if (trainable && bias === 0) {
      conflicts.push({
        keys: ["front_end.bias", "front_end.trainable"],
        message:
          "0 has no finite gradient under the root; take a bias above 0, or set front_end.trainable to false.",
      });
    }
    return conflicts;
  },
  resolve: resolveMel,
};
