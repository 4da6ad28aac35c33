import { Cnn } from "./cnn/cnn.js";
import type { Encoder } from "./encoder.js";
import { MODELS, type ModelChoice } from "./options.js";

export { Cnn, type CnnOptions } from "./cnn/cnn.js";
export { Encoder, type Encoding } from "./encoder.js";
export { type Head, Model } from "./model.js";

/** The features that an encoder is built for. */
export interface ModelContext {
  /** Channels of the front end's features, C. */
  channels: number;
}

type Create<Choice extends ModelChoice> = (choice: Choice, context: ModelContext) => Encoder;

const CREATE: { [Name in ModelChoice["name"]]: Create<Extract<ModelChoice, { name: Name }>> } = {
  cnn: (options, { channels }) => new Cnn({ ...options, numMels: channels }),
};

/** Valid values of model.name in a recipe. */
export const MODEL_NAMES: readonly string[] = Object.keys(MODELS);

/** Builds the encoder of a recipe's model, with fresh weights from the default generator. */
export function createEncoder(model: ModelChoice, context: ModelContext): Encoder {
  const create = CREATE[model.name] as Create<ModelChoice>;
  return create(model, context);
}
