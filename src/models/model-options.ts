import type { z } from "zod";
import type { ComponentOptions, Frozen } from "../components/component.js";

/** The smallest features that a model can process. */
export interface FeatureNeeds {
  channels: number;
  frames: number;
  /** Keys of the recipe that decide it. */
  keys: readonly string[];
  /** Explanation for messages: `4 blocks of model.channels halve them`. */
  reason: string;
  /** A change that helps, for messages: `fewer blocks`. */
  remedy: string;
}

/** The options of a model. */
export interface ModelOptions<Options extends z.ZodObject = z.ZodObject> extends ComponentOptions<Options> {
  needs(options: Frozen<z.output<Options>>): FeatureNeeds;
}
