import type { z } from "zod";
import type { ComponentOptions, Conflict, Frozen } from "../components/component.js";

/** The data that a front end is built for. */
export interface FrontEndContext {
  sampleRateHz: number;
}

/** The sizes of a front end's features, and the keys that decide them, for messages. */
export interface FeatureSizes {
  /** Channels of the features, C. */
  channels: { count: number; keys: readonly string[] };
  /** Samples from one frame to the next. */
  hop: { samples: number; text: string; keys: readonly string[] };
  /** The shortest input, with its reason: `one transform takes 512 samples`. */
  shortest: { samples: number; reason: string; keys: readonly string[] };
}

/** The options of a front end. */
export interface FrontEndOptions<Options extends z.ZodObject = z.ZodObject>
  extends ComponentOptions<Options> {
  sizes(options: Frozen<z.output<Options>>, context: FrontEndContext): FeatureSizes;
  /** Returns conflicts between options. Sizes are only used if there are none. */
  conflicts(options: Frozen<z.output<Options>>, context: FrontEndContext): Conflict[];
  /** Returns the options in a form that is equal for front ends that compute the same. */
  resolve(options: Frozen<z.output<Options>>, context: FrontEndContext): Record<string, unknown>;
}
