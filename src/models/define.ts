import type { z } from "zod";
import type { Frozen } from "../components/component.js";
import type { Definition } from "../components/definition.js";
import type { Encoder } from "./encoder.js";
import type { ModelOptions } from "./model-options.js";

/** The features that an encoder is built for. */
export interface ModelContext {
  /** Channels of the features, C. */
  channels: number;
  /** Channels of the audio (`data.channels`), 1 if left out: the features of the first come first, each `channels / audioChannels`. */
  audioChannels?: number;
}

/** A model of your own. */
export interface ModelDefinition<Options extends z.ZodObject = z.ZodObject>
  extends Definition<"model", Options>,
    Partial<Pick<ModelOptions<Options>, "needs">> {
  create(options: Frozen<z.output<Options>>, context: ModelContext): Encoder;
}

/**
 * Defines a model, which a module exports by default and a recipe names: `model: { use: ./model.ts, width: 96 }`.
 *
 * @param parts.options schema of the section's keys beside `use`, in snake_case
 * @param parts.create builds the encoder, with fresh weights from the default generator
 * @param parts.needs the smallest features that it can process, so that a recipe is checked before anything runs
 */
export function defineModel<Options extends z.ZodObject>(
  parts: Omit<ModelDefinition<Options>, "kind">,
): ModelDefinition<Options> {
  return { kind: "model", ...parts };
}
