import { isOwnChoice } from "../components/component.js";
import { createOwn, findOwn } from "../components/create.js";
import { ConfigError } from "../errors.js";
import type { Augmentation, AugmentationContext, AugmentationDefinition } from "./define.js";
import { AUGMENTATIONS, type AugmentationChoice, isOfFeatures } from "./options.js";

/** An augmentation of a recipe, with its probability. */
export interface ListedAugmentation {
  augmentation: Augmentation;
  probability: number;
  /** Its name, or the module's. */
  name: string;
}

/** Creates the augmentation at a place of `data.augmentations`. @throws ConfigError naming the module and its line */
export function createAugmentation(
  choice: AugmentationChoice,
  place: number,
  context: AugmentationContext,
): ListedAugmentation {
  // Its place stays, because random numbers depend on places.
  if (isOfFeatures(choice)) return { augmentation: { apply() {} }, probability: 0, name: choice.name };
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
  const { name, probability, ...options } = choice;
  const definition = AUGMENTATIONS[name] as unknown as AugmentationDefinition;
  try {
    return { augmentation: definition.create(options as never, context), probability, name };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(error.code, `data.augmentations.${place}.${error.message}`, { cause: error });
  }
}

/** Returns the option of an augmentation that names a folder of recordings; null for one without. */
export function folderOption(choice: AugmentationChoice): string | null {
  const definition: Pick<AugmentationDefinition, "folder"> | undefined = isOwnChoice(choice)
    ? findOwn<AugmentationDefinition>(choice)?.definition
    : isOfFeatures(choice)
      ? undefined
      : (AUGMENTATIONS[choice.name] as unknown as AugmentationDefinition);
  return definition?.folder ?? null;
}
