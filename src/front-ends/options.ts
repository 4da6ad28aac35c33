/** The options of each front end, for code that must not load libtorch. */
import type { Named } from "../components/component.js";
import type { FrontEndContext, FrontEndOptions } from "./front-end-options.js";
import { LOG_MEL } from "./log-mel/options.js";

export const FRONT_ENDS = { log_mel: LOG_MEL } as const satisfies Record<string, FrontEndOptions>;

/** The front end of a recipe: its name, and its options. */
export type FrontEndChoice = Named<typeof FRONT_ENDS>;

/** Returns a front end's options, with `resolve` and the other methods bound to the recipe's. */
export function describeFrontEnd(choice: FrontEndChoice, context: FrontEndContext) {
  const { sizes, conflicts, resolve } = FRONT_ENDS[choice.name];
  const { name, ...options } = choice;
  return {
    sizes: () => sizes(options, context),
    conflicts: () => conflicts(options, context),
    resolved: (): Record<string, unknown> => ({ name, ...resolve(options, context) }),
  };
}
