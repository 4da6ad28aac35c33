import { z } from "zod";
import type { Frozen } from "../../components/component.js";
import type { FrontEndOptions } from "../front-end-options.js";
import { levelConflicts, melConflicts } from "../mel/conflicts.js";
import { MEL_ALTERNATIVES, melSizes, resolveMel } from "../mel/options.js";
import { LEVEL_DEFAULTS, levelKeys, MEL_DEFAULTS, melKeys } from "../mel/schema.js";
import { deltaConflicts } from "../stages/conflicts.js";
import { deltaKeys, normalizationKeys, STAGE_DEFAULTS } from "../stages/schema.js";

const schema = z.strictObject({ ...melKeys, ...levelKeys, ...deltaKeys, ...normalizationKeys });

/** The options of the log-mel spectrogram, as a recipe sets them. */
export type LogMelChoice = Frozen<z.output<typeof schema>>;

export const LOG_MEL: FrontEndOptions<typeof schema> = {
  options: schema,
  alternatives: MEL_ALTERNATIVES,
  added: { ...MEL_DEFAULTS, ...LEVEL_DEFAULTS, ...STAGE_DEFAULTS },
  sizes: (choice, context) =>
    melSizes(choice, context, { count: choice.num_mels, key: "front_end.num_mels" }),
  conflicts: (choice, context) => [
    ...melConflicts(choice, context),
    ...levelConflicts(choice, 1e-5),
    ...deltaConflicts(choice),
  ],
  resolve: resolveMel,
};
