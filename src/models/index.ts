import { isOwnChoice, type OwnChoice } from "../components/component.js";
import { createOwn } from "../components/create.js";
import { Cnn } from "./cnn/cnn.js";
import type { ModelContext, ModelDefinition } from "./define.js";
import { Encoder } from "./encoder.js";
import { MODELS, type ModelChoice } from "./options.js";

export { Cnn, type CnnOptions } from "./cnn/cnn.js";
export { defineModel, type ModelContext, type ModelDefinition } from "./define.js";
export { Encoder, type Encoding } from "./encoder.js";
export { type Head, Model } from "./model.js";
export type { ModelOptions } from "./model-options.js";

type Create<Choice extends ModelChoice> = (choice: Choice, context: ModelContext) => Encoder;

const CREATE: { [Name in ModelChoice["name"]]: Create<Extract<ModelChoice, { name: Name }>> } = {
  cnn: (options, { channels, audioChannels = 1 }) =>
    new Cnn({ ...options, audioChannels, numMels: channels / audioChannels }),
};

/** Valid values of model.name in a recipe. */
export const MODEL_NAMES: readonly string[] = Object.keys(MODELS);

/** Builds the encoder of a recipe's model, with fresh weights from the default generator. */
export function createEncoder(model: ModelChoice | OwnChoice, context: ModelContext): Encoder {
  if (isOwnChoice(model)) {
    return createOwn<ModelDefinition, Encoder>(
      "model",
      model,
      (definition, options) => definition.create(options, context),
      checkEncoder,
    );
  }
  const create = CREATE[model.name] as Create<ModelChoice>;
  return create(model, context);
}

/** Returns the problem of what a module of the user's created; null if there is none. */
function checkEncoder(encoder: unknown): string | null {
  if (!(encoder instanceof Encoder)) return "expected an Encoder: class MyModel extends Encoder { ... }";
  for (const name of ["width", "minFrames", "stride"] as const) {
    const value: unknown = encoder[name];
    if (!Number.isInteger(value) || (value as number) < 1)
      return `${name}: expected a whole number of at least 1, got ${String(value)}`;
  }
  return null;
}
