import type { Augmentation, AugmentationDefinition, Example } from "../augment/define.js";
import type { OwnChoice } from "../components/component.js";
import { createOwn } from "../components/create.js";
import { PURPOSES, randomFloat } from "./random.js";

/** The clip that is augmented: random numbers depend on it alone. */
export interface ClipKey {
  seed: number;
  epoch: number;
  index: number;
}

/** Augmentations of this thread, by the list in the loader's options. */
const created = new WeakMap<readonly OwnChoice[], Augmentation[]>();

/** Applies the user's augmentations, in their order, to a cropped clip. */
export function applyOwn(
  choices: readonly OwnChoice[],
  example: Example,
  { seed, epoch, index }: ClipKey,
): void {
  let augmentations = created.get(choices);
  if (augmentations === undefined) {
    augmentations = choices.map((choice, i) =>
      createOwn<AugmentationDefinition, Augmentation>(
        `data.augmentations.${i}`,
        choice,
        (definition, options) => definition.create(options),
        (made) =>
          typeof (made as Partial<Augmentation> | null)?.apply === "function"
            ? null
            : "expected an object with the method apply(example, random)",
      ),
    );
    created.set(choices, augmentations);
  }
  for (const [place, augmentation] of augmentations.entries()) {
    let numDrawn = 0;
    augmentation.apply(example, () =>
      randomFloat(PURPOSES.augmentation, seed, epoch, index, place, numDrawn++),
    );
  }
}
