import type { z } from "zod";
import type { Frozen } from "../components/component.js";
import type { Definition } from "../components/definition.js";

/** A training clip, cropped and padded, that an augmentation changes. */
export interface Example {
  /** Planar; changed in place, or replaced by another array. */
  samples: Float32Array; // [channels * T]
  readonly numChannels: number;
  readonly sampleRateHz: number;
  /** Shares of the clip and of each partner in the targets, which sum to 1; set by an augmentation that mixes clips. */
  shares?: readonly number[];
}

/** Returns the next number in [0, 1) of a sequence that depends on (seed, epoch, clip, place in the list) alone. */
export type Random = () => number;

/** Numbers and words that an augmentation drew for a clip, by name; `woodshed data listen` shows them. */
export type Drawn = Readonly<Record<string, number | string | readonly number[]>>;

/** Random changes to training clips. Created once in each decoding thread. */
export interface Augmentation {
  /** Number of other training clips that each call gets; by default none. */
  readonly partners?: number;
  /**
   * Returns the samples of a channel that `apply` needs to leave at least `numSamples`. It is called before the clip is read,
   * with the random numbers that `apply` then gets again. By default the length stays.
   */
  inputLength?(numSamples: number, random: Random): number;
  /**
   * Changes a clip. May return what it drew.
   *
   * @param partners random other training clips, of the same length, with the changes that stand before this one in the list
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: an augmentation may return nothing
  apply(example: Example, random: Random, partners: readonly Example[]): Drawn | void;
}

/** Files and sample rate that an augmentation is created for. */
export interface AugmentationContext {
  /** Audio files in the folder that the recipe names, by `folder` of the definition; sorted. */
  files: readonly string[];
  /** Sample rate of the clips. */
  sampleRateHz: number;
}

/** An augmentation. */
export interface AugmentationDefinition<Options extends z.ZodObject = z.ZodObject>
  extends Definition<"augmentation", Options> {
  /** The option that names a folder of recordings to mix in, if there is one: its files come with the context. */
  folder?: keyof z.output<Options> & string;
  create(options: Frozen<z.output<Options>>, context: AugmentationContext): Augmentation;
}

/**
 * Defines an augmentation, which a module exports by default and a recipe names: `data.augmentations: [{ use: ./noise.ts,
 * snr_db: 10 }]`. It runs in decoding threads, after the crop and the gain, on training clips alone.
 */
export function defineAugmentation<Options extends z.ZodObject>(
  parts: Omit<AugmentationDefinition<Options>, "kind">,
): AugmentationDefinition<Options> {
  return { kind: "augmentation", ...parts };
}
