import type { NamedFeatureAugmentation } from "../options.js";
import type { FeatureAugmentation } from "./define.js";
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

/** Creates an augmentation of features. */
export function createFeatureAugmentation(choice: NamedFeatureAugmentation): FeatureAugmentation {
  const create = CREATE[choice.name] as Create<NamedFeatureAugmentation>;
  return create(choice);
}
