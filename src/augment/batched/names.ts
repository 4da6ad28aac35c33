/** Names of the augmentations of the waveform that the training device can apply. Needs no libtorch. */
import { isOwnChoice } from "../../components/component.js";
import { isOfFeatures } from "../create.js";
import type { AugmentationChoice, NamedAugmentation } from "../options.js";

export const BATCHED_NAMES = [
  "gain",
  "polarity",
  "bit_depth",
  "shift",
  "mixup",
  "cutmix",
] as const satisfies readonly NamedAugmentation["name"][];

export type BatchedName = (typeof BATCHED_NAMES)[number];

/** Names the elements of `data.augmentations` that only decoding threads apply. Modules must be loaded. */
export function needThreads(choices: readonly AugmentationChoice[]): string[] {
  return choices.flatMap((choice, place) => {
    if (isOfFeatures(choice)) return [];
    if (isOwnChoice(choice)) return [`data.augmentations.${place} (${choice.use})`];
    const isBatched = (BATCHED_NAMES as readonly string[]).includes(choice.name);
    return isBatched ? [] : [`data.augmentations.${place} (${choice.name})`];
  });
}
