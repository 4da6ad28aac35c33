import type { z } from "zod";
import type { Frozen } from "../components/component.js";
import type { Definition } from "../components/definition.js";

/** A training clip, cropped and padded, that an augmentation changes in place. */
export interface Example {
  /** Planar. */
  samples: Float32Array; // [numChannels * T]
  readonly numChannels: number;
  readonly sampleRateHz: number;
}

/** Random changes to training clips. Created once in each decoding thread. */
export interface Augmentation {
  /** @param random returns the next number in [0, 1) of a sequence that depends on (seed, epoch, clip) alone */
  apply(example: Example, random: () => number): void;
}

/** An augmentation of your own. */
export interface AugmentationDefinition<Options extends z.ZodObject = z.ZodObject>
  extends Definition<"augmentation", Options> {
  create(options: Frozen<z.output<Options>>): Augmentation;
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
