import { z } from "zod";
import { addedKeys } from "../../components/added-keys.js";
import type { Frozen } from "../../components/component.js";
import type { FrontEndOptions } from "../front-end-options.js";
import { levelConflicts, melConflicts } from "../mel/conflicts.js";
import { MEL_ALTERNATIVES, melSizes, resolveMel } from "../mel/options.js";
import { levelKeys, melKeys } from "../mel/schema.js";
import { deltaConflicts } from "../stages/conflicts.js";
import { deltaKeys, normalizationKeys } from "../stages/schema.js";

const { mel_scale, mel_norm, power, window } = melKeys;
const { log, db_floor, top_db } = levelKeys;
/** Log-mel is older than these keys. */
const added = addedKeys({
  ...{ mel_scale, mel_norm, power, window, log, db_floor, top_db },
  ...deltaKeys,
  ...normalizationKeys,
});

const schema = z.strictObject({ ...melKeys, ...levelKeys, ...added });

/** The options of the log-mel spectrogram, as a recipe sets them. */
export type LogMelChoice = Frozen<z.output<typeof schema>>;

export const LOG_MEL: FrontEndOptions<typeof schema> = {
  options: schema,
  alternatives: MEL_ALTERNATIVES,
  sizes: (choice, context) =>
    melSizes(choice, context, { count: choice.num_mels, key: "front_end.num_mels" }),
  conflicts: (choice, context) => [
    ...melConflicts(choice, context),
    ...levelConflicts(choice, 1e-5),
    ...deltaConflicts(choice),
  ],
  resolve: resolveMel,
};
