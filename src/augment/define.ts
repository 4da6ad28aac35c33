// B = clips of a batch, C = channels of features, F = frames, T = samples of a channel.
import type { z } from "zod";
import type { Frozen } from "../components/component.js";
import type { Definition } from "../components/definition.js";
import type { Tensor } from "../tensor/index.js";

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

/** An augmentation of the waveform. */
export interface AugmentationDefinition<Options extends z.ZodObject = z.ZodObject>
  extends Definition<"augmentation", Options> {
  readonly changes?: "samples";
  /** The option that names a folder of recordings to mix in, if there is one: its files come with the context. */
  folder?: keyof z.output<Options> & string;
  /** True if sounds are at other times in the clip afterwards, so that a task with events in time refuses it. */
  movesSound?: boolean;
  /** A cheaper way to a similar change, which `woodshed profile` suggests where this one is slow: "use gain, which ...". */
  cheaper?: string;
  create(options: Frozen<z.output<Options>>, context: AugmentationContext): Augmentation;
}

/** Random changes to the features of training clips, a batch at a time, on the training device. */
export interface FeatureAugmentation {
  /**
   * Returns changed features of the same shape. Does not change the given ones: a front end that learns needs them for its
   * gradients.
   *
   * @param randoms for each clip a sequence that depends on (seed, epoch, clip, place in the list) alone; null for a clip that
   * stays as it is
   */
  apply(features: Tensor, randoms: readonly (Random | null)[]): Tensor; // [B, C, F]
}

/** An augmentation of features. */
export interface FeatureAugmentationDefinition<Options extends z.ZodObject = z.ZodObject>
  extends Definition<"augmentation", Options> {
  readonly changes: "features";
  /** True if sounds are at other times in the features afterwards, so that a task with events in time refuses it. */
  movesSound?: boolean;
  create(options: Frozen<z.output<Options>>): FeatureAugmentation;
}

/**
 * Defines an augmentation, which a module exports by default and a recipe names: `data.augmentations: [{ use: ./noise.ts,
 * snr_db: 10 }]`. It runs in decoding threads, after the crop and the gain, on training clips alone; with `changes: "features"`
 * it runs on the training device, after the front end.
 */
export function defineAugmentation<Options extends z.ZodObject>(
  parts: Omit<FeatureAugmentationDefinition<Options>, "kind">,
): FeatureAugmentationDefinition<Options>;
export function defineAugmentation<Options extends z.ZodObject>(
  parts: Omit<AugmentationDefinition<Options>, "kind">,
): AugmentationDefinition<Options>;
export function defineAugmentation(parts: object): unknown {
  return { kind: "augmentation", ...parts };
}
