import type { z } from "zod";
import type { ComponentOptions, Frozen } from "../components/component.js";

/** The features that a model can process. */
export interface FeatureNeeds {
  /** The fewest channels of one channel of the audio. */
  channels: number;
  /** The fewest frames. */
  frames: number;
  /** The most frames, with a change that helps: `a larger model.max_frames`; any number if left out. */
  most?: { frames: number; remedy: string };
  /** Keys of the recipe that decide it. */
  keys: readonly string[];
  /** Explanation for messages: `4 blocks of model.channels halve them`. */
  reason: string;
  /** A change that helps, for messages: `fewer blocks`. */
  remedy: string;
  /**
   * Returns the problem of features of this many channels, which are enough, and what to change; null if there is none.
   * Left out, every number of channels fits.
   */
  refuse?(channels: number): string | null;
}

/** The options of a model. */
export interface ModelOptions<Options extends z.ZodObject = z.ZodObject> extends ComponentOptions<Options> {
  needs(options: Frozen<z.output<Options>>): FeatureNeeds;
  /** A front end whose features fit, as a recipe sets it; the default front end if left out. */
  frontEnd?: Readonly<Record<string, string | number>>;
}
