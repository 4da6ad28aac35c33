/** The options of each model, for code that must not load libtorch. */
import { isOwnChoice, type Named, type OwnChoice } from "../components/component.js";
import { findOwn } from "../components/create.js";
import { CNN } from "./cnn/options.js";
import type { ModelDefinition } from "./define.js";
import type { FeatureNeeds, ModelOptions } from "./model-options.js";

export const MODELS = { cnn: CNN } as const satisfies Record<string, ModelOptions>;

/** The model of a recipe: its name, and its options. */
export type ModelChoice = Named<typeof MODELS>;

/** Returns the smallest features that a recipe's model can process; any for a model that does not declare it. */
export function featureNeeds(model: ModelChoice | OwnChoice): FeatureNeeds {
  if (!isOwnChoice(model)) return MODELS[model.name].needs(model);
  const any = { channels: 1, frames: 1, keys: ["model.use"], reason: "", remedy: "" };
  const own = findOwn<ModelDefinition>(model);
  return own?.definition.needs?.(own.options) ?? any;
}
