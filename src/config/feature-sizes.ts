/** Sizes of the features that a recipe's front end computes and its model needs. */
import { ConfigError } from "../errors.js";
import { type DescribedFrontEnd, describeFrontEnd } from "../front-ends/options.js";
import { featureNeeds } from "../models/options.js";
import type { Config } from "./schema.js";

/** Returns the options of a recipe's front end; null for a module of the user's that is not loaded. */
export function frontEndOf({ front_end, data }: Pick<Config, "data" | "front_end">) {
  return describeFrontEnd(front_end, { sampleRateHz: data.sample_rate_hz });
}

/** Returns the options of a front end that this process builds. */
export function loadedFrontEnd(config: Pick<Config, "data" | "front_end">): DescribedFrontEnd {
  const described = frontEndOf(config);
  if (described !== null) return described;
  throw new ConfigError(
    "COMPONENT",
    "front_end.use: the module is not loaded; load the recipe with loadConfig",
  );
}

/** Samples of the shortest clip that the front end and the model can process. */
export function shortestClip(config: Pick<Config, "data" | "front_end" | "model">): number {
  const { shortest, hop } = loadedFrontEnd(config).sizes();
  return Math.max(shortest.samples, (featureNeeds(config.model).frames - 1) * hop.samples);
}
