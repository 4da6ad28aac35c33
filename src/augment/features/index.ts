import { isOwnChoice } from "../../components/component.js";
import { createOwn } from "../../components/create.js";
import type { FeatureAugmentation, FeatureAugmentationDefinition } from "../define.js";
import type { AugmentationChoice, NamedFeatureAugmentation } from "../options.js";
import { specAugment } from "./masks.js";
import { freqRoll, timeRoll } from "./roll.js";

type Create<Choice> = (choice: Choice) => FeatureAugmentation;

const CREATE: {
  [Name in NamedFeatureAugmentation["name"]]: Create<Extract<NamedFeatureAugmentation, { name: Name }>>;
} = {
  spec_augment: specAugment,
  time_roll: timeRoll,
  freq_roll: freqRoll,
};

/** Creates the augmentation of features at a place of `data.augmentations`. @throws ConfigError naming the module and its line */
export function createFeatureAugmentation(choice: AugmentationChoice, place: number): FeatureAugmentation {
  if (isOwnChoice(choice)) {
    return createOwn<FeatureAugmentationDefinition, FeatureAugmentation>(
      `data.augmentations.${place}`,
      choice,
      (definition, options) => definition.create(options),
      (made) =>
        typeof (made as Partial<FeatureAugmentation> | null)?.apply === "function"
          ? null
          : "expected an object with the method apply(features, randoms)",
    );
  }
  const named = choice as NamedFeatureAugmentation;
  const create = CREATE[named.name] as Create<NamedFeatureAugmentation>;
  return create(named);
}
