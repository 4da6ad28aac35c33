/** Augmentations of the waveform that the training device can apply, to clips that are kept there. */
import { isOwnChoice } from "../../components/component.js";
import { isOfFeatures } from "../create.js";
import type { AugmentationChoice, NamedAugmentation } from "../options.js";
import type { BatchedAugmentation } from "./define.js";
import { bitDepth, gain, polarity } from "./level.js";
import { cutmix, mixup } from "./mix.js";
import { shift } from "./shift.js";

export type { BatchedAugmentation, Changed } from "./define.js";
export { amplify, placesOf, wholePerClip } from "./rows.js";

const CREATE: {
  [Name in NamedAugmentation["name"]]?: (
    choice: Extract<NamedAugmentation, { name: Name }>,
  ) => BatchedAugmentation;
} = { gain, polarity, bit_depth: bitDepth, shift, mixup, cutmix };

/** An augmentation of a recipe's list, with its place there: random numbers depend on places. */
export interface ListedBatched {
  place: number;
  probability: number;
  augmentation: BatchedAugmentation;
}

/** Names the elements of `data.augmentations` that only decoding threads apply. Modules must be loaded. */
export function needThreads(choices: readonly AugmentationChoice[]): string[] {
  return choices.flatMap((choice, place) => {
    if (isOfFeatures(choice)) return [];
    if (isOwnChoice(choice)) return [`data.augmentations.${place} (${choice.use})`];
    return Object.hasOwn(CREATE, choice.name) ? [] : [`data.augmentations.${place} (${choice.name})`];
  });
}

/** Creates the augmentations of the waveform of a list of which none needs decoding threads. */
export function createBatched(choices: readonly AugmentationChoice[]): ListedBatched[] {
  return choices.flatMap((choice, place) => {
    if (isOfFeatures(choice)) return [];
    const named = choice as NamedAugmentation;
    const create = CREATE[named.name] as (choice: NamedAugmentation) => BatchedAugmentation;
    return [{ place, probability: named.probability, augmentation: create(named) }];
  });
}
