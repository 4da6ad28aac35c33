/** The options of each model, for code that must not load libtorch. */
import type { Named } from "../components/component.js";
import { CNN } from "./cnn/options.js";
import type { FeatureNeeds, ModelOptions } from "./model-options.js";

export const MODELS = { cnn: CNN } as const satisfies Record<string, ModelOptions>;

/** The model of a recipe: its name, and its options. */
export type ModelChoice = Named<typeof MODELS>;

/** Returns the smallest features that a recipe's model can process. */
export function featureNeeds(model: ModelChoice): FeatureNeeds {
  return MODELS[model.name].needs(model);
}
