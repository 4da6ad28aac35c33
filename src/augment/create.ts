import { isOwnChoice } from "../components/component.js";
import { createOwn, findOwn } from "../components/create.js";
import { ConfigError } from "../errors.js";
import type {
  Augmentation,
  AugmentationContext,
  AugmentationDefinition,
  FeatureAugmentationDefinition,
} from "./define.js";
import { FEATURE_AUGMENTATIONS } from "./features/options.js";
import { AUGMENTATIONS, type AugmentationChoice, type NamedAugmentation } from "./options.js";

/** An augmentation of a recipe, with its probability. */
export interface ListedAugmentation {
  augmentation: Augmentation;
  probability: number;
  /** Its name, or the module's. */
  name: string;
}

/**
 * Returns whether an augmentation changes features on the training device, and not samples in decoding threads. A module must
 * be loaded.
 */
export function isOfFeatures(choice: AugmentationChoice): boolean {
  if (!isOwnChoice(choice)) return Object.hasOwn(FEATURE_AUGMENTATIONS, choice.name);
  type Definition = AugmentationDefinition | FeatureAugmentationDefinition;
  return findOwn<Definition>(choice)?.definition.changes === "features";
}

/** Creates the augmentation at a place of `data.augmentations`. @throws ConfigError naming the module and its line */
export function createAugmentation(
  choice: AugmentationChoice,
  place: number,
  context: AugmentationContext,
): ListedAugmentation {
  // Its place stays, because random numbers depend on places.
  if (isOfFeatures(choice))
    return { augmentation: { apply() {} }, probability: 0, name: choice.name ?? choice.use };
  if (isOwnChoice(choice)) {
    const augmentation = createOwn<AugmentationDefinition, Augmentation>(
      `data.augmentations.${place}`,
      choice,
      (definition, options) => definition.create(options, context),
      (made) =>
        typeof (made as Partial<Augmentation> | null)?.apply === "function"
          ? null
          : "expected an object with the method apply(example, random)",
    );
    return { augmentation, probability: 1, name: choice.use };
  }
  const { name, probability, ...options } = choice as NamedAugmentation;
  const definition = AUGMENTATIONS[name] as unknown as AugmentationDefinition;
  try {
    return { augmentation: definition.create(options as never, context), probability, name };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(error.code, `data.augmentations.${place}.${error.message}`, { cause: error });
  }
}

/** Returns what its definition suggests where an augmentation is too slow; null if nothing. */
export function cheaperThan(choice: AugmentationChoice): string | null {
  return definitionOf(choice)?.cheaper ?? null;
}

/** True if an augmentation moves sounds in time. A module must be loaded. */
export function movesSound(choice: AugmentationChoice): boolean {
  if (isOwnChoice(choice))
    return (
      findOwn<AugmentationDefinition | FeatureAugmentationDefinition>(choice)?.definition.movesSound ?? false
    );
  const named: object = { ...AUGMENTATIONS, ...FEATURE_AUGMENTATIONS }[choice.name];
  return (named as Pick<AugmentationDefinition, "movesSound">).movesSound ?? false;
}

/** Returns the option of an augmentation that names a folder of recordings; null for one without. */
export function folderOption(choice: AugmentationChoice): string | null {
  return definitionOf(choice)?.folder ?? null;
}

/** Undefined for augmentations of features, and for modules that are not loaded. */
function definitionOf(
  choice: AugmentationChoice,
): Pick<AugmentationDefinition, "folder" | "cheaper"> | undefined {
  if (isOfFeatures(choice)) return undefined;
  if (isOwnChoice(choice)) return findOwn<AugmentationDefinition>(choice)?.definition;
  return AUGMENTATIONS[(choice as NamedAugmentation).name] as unknown as AugmentationDefinition;
}
