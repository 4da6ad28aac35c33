import { ConfigError } from "../errors.js";
import type { Classifier } from "./classifier.js";
import { Cnn } from "./cnn/model.js";

export { Classifier } from "./classifier.js";
export { Cnn } from "./cnn/model.js";

export interface ModelOptions {
  name: string;
  numMels: number;
  numClasses: number;
  channels: readonly number[];
  dropout: number;
}

const MODELS: Record<string, (options: ModelOptions) => Classifier> = {
  cnn: (options) => new Cnn(options),
};

/** Valid values of model.name in a recipe. */
export const MODEL_NAMES: readonly string[] = Object.keys(MODELS);

/** Builds a model by its name in the recipe, with fresh weights from the default generator. */
export function buildClassifier(options: ModelOptions): Classifier {
  const build = MODELS[options.name];
  if (build === undefined) {
    throw new ConfigError(
      "MODEL",
      `model.name: expected one of ${MODEL_NAMES.join(", ")}, got "${options.name}"`,
    );
  }
  return build(options);
}
