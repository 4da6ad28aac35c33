import { z } from "zod";
import type { Conflict, Frozen } from "../../components/component.js";
import type { FrontEndOptions } from "../front-end-options.js";
import { levelConflicts, melConflicts } from "../mel/conflicts.js";
import { MEL_ALTERNATIVES, melSizes, resolveMel } from "../mel/options.js";
import { levelKeys, melKeys } from "../mel/schema.js";
import { deltaConflicts } from "../stages/conflicts.js";
import { deltaKeys, normalizationKeys } from "../stages/schema.js";

const schema = z.strictObject({
  num_mfcc: z.int().min(1).default(20).describe("Cepstral coefficients: the height of the model's input."),
  dct_norm: z
    .enum(["ortho", "none"])
    .default("ortho")
    .describe("ortho: the cosine transform keeps lengths; none: it is not scaled."),
  lifter: z
    .number()
    .min(0)
    .default(0)
    .describe("Period of the sine that weights the coefficients, as in librosa and HTK; 0 weights none."),
  ...melKeys,
  ...levelKeys,
  log: levelKeys.log.default("db"),
  top_db: levelKeys.top_db.default(80),
  ...deltaKeys,
  ...normalizationKeys,
});

/** The options of cepstral coefficients, as a recipe sets them. */
export type MfccChoice = Frozen<z.output<typeof schema>>;

export const MFCC: FrontEndOptions<typeof schema> = {
  options: schema,
  alternatives: MEL_ALTERNATIVES,
  sizes: (choice, context) =>
    melSizes(choice, context, { count: choice.num_mfcc, key: "front_end.num_mfcc" }),
  conflicts: (choice, context) => [
    ...coefficientConflicts(choice),
    ...melConflicts(choice, context),
    // The default of top_db belongs to log: db.
    ...levelConflicts({ ...choice, top_db: null }, 1e-5),
    ...deltaConflicts(choice),
  ],
  resolve: resolveMel,
};

function coefficientConflicts({ num_mfcc, num_mels }: MfccChoice): Conflict[] {
  if (num_mfcc <= num_mels) return [];
  return [
    {
      keys: ["front_end.num_mfcc", "front_end.num_mels"],
      message: `${num_mfcc} coefficients of front_end.num_mels ${num_mels} bands; take at most ${num_mels}, or more bands.`,
    },
  ];
}
