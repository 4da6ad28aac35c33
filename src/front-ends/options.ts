/** The options of each front end, for code that must not load libtorch. */
import { type Conflict, isOwnChoice, type Named, type OwnChoice } from "../components/component.js";
import { findOwn, guarded, type OwnComponent } from "../components/create.js";
import { ConfigError } from "../errors.js";
import type { FrontEndDefinition } from "./define.js";
import type { FeatureSizes, FrontEndContext, FrontEndOptions } from "./front-end-options.js";
import { KALDI_FBANK } from "./kaldi-fbank/options.js";
import { LEAF } from "./leaf/options.js";
import { LOG_MEL } from "./log-mel/options.js";
import { MFCC } from "./mfcc/options.js";
import { PCEN } from "./pcen/options.js";
import { RAW } from "./raw/options.js";

export const FRONT_ENDS = {
  log_mel: LOG_MEL,
  kaldi_fbank: KALDI_FBANK,
  mfcc: MFCC,
  pcen: PCEN,
  leaf: LEAF,
  raw: RAW,
} as const satisfies Record<string, FrontEndOptions>;

/** The front end of a recipe: its name, and its options. */
export type FrontEndChoice = Named<typeof FRONT_ENDS>;

/** The options of a recipe's front end. */
export interface DescribedFrontEnd {
  sizes(): FeatureSizes;
  conflicts(): Conflict[];
  /** The options in a form that is equal for front ends that compute the same. */
  resolved(): Record<string, unknown>;
}

/** Returns a front end's options; null for a module of the user's that is not loaded. */
export function describeFrontEnd(
  choice: FrontEndChoice | OwnChoice,
  context: FrontEndContext,
): DescribedFrontEnd | null {
  if (isOwnChoice(choice)) return describeOwn(choice, context);
  const { sizes, conflicts, resolve }: FrontEndOptions = FRONT_ENDS[choice.name];
  const { name, ...rest } = choice;
  // The compiler cannot see that the options are those of the named component.
  const options = rest as never;
  return {
    sizes: () => sizes(options, context),
    conflicts: () => conflicts(options, context),
    resolved: (): Record<string, unknown> => ({ name, ...resolve(options, context) }),
  };
}

function describeOwn(choice: OwnChoice, context: FrontEndContext): DescribedFrontEnd | null {
  const found = findOwn<FrontEndDefinition>(choice);
  if (found === null) return null;
  const { definition, options } = found;
  const { use, code } = choice;
  return {
    sizes() {
      const { channels, hopSamples, minSamples } = ownSizes(definition, options, context, use);
      const keys = ["front_end.use"];
      return {
        channels: { count: channels, keys },
        hop: { samples: hopSamples, text: `${hopSamples} samples`, keys },
        shortest: {
          samples: minSamples,
          reason: `front_end.use ${use} takes at least ${minSamples} samples`,
          keys,
        },
      };
    },
    conflicts: () => definition.conflicts?.(options, context) ?? [],
    resolved: () => ({ code, ...(definition.resolve?.(options, context) ?? options) }),
  };
}

/** Returns what a module's `sizes` does. @throws ConfigError if they are no sizes */
function ownSizes(
  definition: FrontEndDefinition,
  options: OwnComponent<FrontEndDefinition>["options"],
  context: FrontEndContext,
  use: string,
): ReturnType<FrontEndDefinition["sizes"]> {
  const place = `front_end.use ${use}: sizes`;
  const sizes = guarded(place, () => definition.sizes(options, context));
  for (const name of ["channels", "hopSamples", "minSamples"] as const) {
    const size: unknown = (sizes as Partial<typeof sizes> | undefined)?.[name];
    if (!Number.isInteger(size) || (size as number) < 1)
      throw new ConfigError(
        "COMPONENT",
        `${place}: ${name}: expected a whole number of at least 1, got ${String(size)}`,
      );
  }
  return sizes;
}
