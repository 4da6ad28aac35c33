/** Sizes of the features that a recipe's front end computes and its model needs. */
import { describeFrontEnd } from "../front-ends/options.js";
import { featureNeeds } from "../models/options.js";
import type { Config } from "./schema.js";

/** Returns the options of a recipe's front end. */
export function frontEndOf({ front_end, data }: Pick<Config, "data" | "front_end">) {
  return describeFrontEnd(front_end, { sampleRateHz: data.sample_rate_hz });
}

/** Samples of the shortest clip that the front end and the model can process. */
export function shortestClip(config: Pick<Config, "data" | "front_end" | "model">): number {
  const { shortest, hop } = frontEndOf(config).sizes();
  return Math.max(shortest.samples, (featureNeeds(config.model).frames - 1) * hop.samples);
}
