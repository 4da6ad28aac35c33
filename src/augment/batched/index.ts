/** Augmentations of the waveform that the training device can apply, to clips that are kept there. */
import { isOfFeatures } from "../create.js";
import type { AugmentationChoice, NamedAugmentation } from "../options.js";
import type { BatchedAugmentation } from "./define.js";
import { bitDepth, gain, polarity } from "./level.js";
import { cutmix, mixup } from "./mix.js";
import type { BatchedName } from "./names.js";
import { shift } from "./shift.js";

export type { BatchedAugmentation, Changed } from "./define.js";
export { amplify, placesOf, wholeColumns } from "./rows.js";

const CREATE: {
  [Name in BatchedName]: (choice: Extract<NamedAugmentation, { name: Name }>) => BatchedAugmentation;
} = { gain, polarity, bit_depth: bitDepth, shift, mixup, cutmix };

/** An augmentation of a recipe's list, with its place there: random numbers depend on places. */
export interface ListedBatched {
  place: number;
  probability: number;
  augmentation: BatchedAugmentation;
}

/** Creates the augmentations of the waveform of a list, none of which needs decoding threads (`needThreads`). */
export function createBatched(choices: readonly AugmentationChoice[]): ListedBatched[] {
  return choices.flatMap((choice, place) => {
    if (isOfFeatures(choice)) return [];
    const named = choice as NamedAugmentation;
    const create = CREATE[named.name as BatchedName] as (choice: NamedAugmentation) => BatchedAugmentation;
    return [{ place, probability: named.probability, augmentation: create(named) }];
  });
}
