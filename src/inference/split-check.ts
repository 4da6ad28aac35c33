import type { RecipeManifest } from "../checkpoint/index.js";
import type { Config } from "../config/schema.js";
import type { Dataset } from "../data/dataset.js";
import { fingerprint } from "../data/fingerprint.js";
import { RANDOM_VERSION } from "../data/random.js";
import { hasRandomValidation } from "./open-data.js";

/**
 * Describes why a random validation split is not that of the checkpoint's training, so that validation clips may be clips of
 * its training; null if it is the same, or not random.
 */
export function describeOtherSplit(
  { data: trained, randomVersion }: Pick<RecipeManifest, "data" | "randomVersion">,
  config: Config,
  { train, validation }: Pick<Dataset, "train" | "validation">,
): string | null {
  if (!hasRandomValidation(config) || trained.fingerprint === fingerprint(train, validation)) return null;
  const reason =
    randomVersion === RANDOM_VERSION
      ? `its clips, data.validation_fraction or the seed changed since training (${trained.numClips} clips then, ${train.length + validation.length} now)`
      : `the checkpoint was saved by a version of Woodshed that draws other random numbers (version ${randomVersion}, this one version ${RANDOM_VERSION})`;
  return `the random validation split differs from the one of training: ${reason}. Training may have seen its clips, and the metrics are then too good; evaluate on clips that were not in training`;
}
