// B = clips of a batch, C = channels, F = frames.
import { isOfFeatures } from "../augment/create.js";
import type { FeatureAugmentation } from "../augment/define.js";
import { createFeatureAugmentation } from "../augment/features/index.js";
import type { AugmentationChoice } from "../augment/options.js";
import { isOwnChoice } from "../components/component.js";
import { keyEpoch } from "../data/balance.js";
import { PURPOSES, randomFloat } from "../data/random.js";
import { ShapeError } from "../errors.js";
import type { Tensor } from "../tensor/index.js";

interface Listed {
  place: number;
  name: string;
  probability: number;
  augmentation: FeatureAugmentation;
}

/**
 * The changes that a recipe's list makes to features in training. They depend on seed, epoch and clip alone: any number of
 * ranks and any division of a batch have the same.
 */
export class FeatureChanges {
  readonly #seed: number;
  readonly #list: readonly Listed[];

  constructor(choices: readonly AugmentationChoice[], seed: number) {
    this.#seed = seed;
    this.#list = choices.flatMap((choice, place) => {
      if (!isOfFeatures(choice)) return [];
      const augmentation = createFeatureAugmentation(choice, place);
      if (isOwnChoice(choice)) return [{ place, name: choice.use, probability: 1, augmentation }];
      const { name, probability } = choice;
      return [{ place, name, probability, augmentation }];
    });
  }

  get isEmpty(): boolean {
    return this.#list.length === 0;
  }

  /**
   * @param features [B, C, F]
   * @param clips each clip's place in the data set
   * @param repeats how often the epoch drew each of them before
   */
  apply(features: Tensor, epochNumber: number, clips: Int32Array, repeats: Int32Array | null = null): Tensor {
    return this.#list.reduce((changed, listed) => {
      const randoms = Array.from(clips, (clip, i) => {
        const epoch = keyEpoch(epochNumber, repeats?.[i] ?? 0);
        if (!this.#isApplied(listed, epoch, clip)) return null;
        let numDrawn = 0;
        return () =>
          randomFloat(PURPOSES.featureAugmentation, this.#seed, epoch, clip, listed.place, numDrawn++);
      });
      return sameShape(listed, changed, listed.augmentation.apply(changed, randoms));
    }, features);
  }

  /** Returns the names of the augmentations that change a clip's features in an epoch. */
  namesOf(epoch: number, clip: number): string[] {
    return this.#list.filter((listed) => this.#isApplied(listed, epoch, clip)).map(({ name }) => name);
  }

  #isApplied({ place, probability }: Listed, epoch: number, clip: number): boolean {
    return randomFloat(PURPOSES.featureAugmentationChoice, this.#seed, epoch, clip, place) < probability;
  }
}

function sameShape({ place, name }: Listed, before: Tensor, after: Tensor): Tensor {
  if (String(after.shape) === String(before.shape)) return after;
  throw new ShapeError(
    "SHAPE",
    `data.augmentations.${place} (${name}): apply returned [${after.shape.join(", ")}]; expected the shape of the features, [${before.shape.join(", ")}]`,
  );
}
