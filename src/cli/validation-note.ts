import type { Config } from "../config/schema.js";
import { hasRandomValidation } from "../inference/open-data.js";
import { annotationsOf } from "../tasks/annotations.js";

/** Describes a random validation split, whose metrics are too good if clips belong together; null for any other. */
export function describeRandomSplit(config: Config): string | null {
  if (!hasRandomValidation(config)) return null;
  const percent = +(100 * config.data.validation_fraction).toFixed(1);
  return (
    `random validation: ${percent} % of the clips${annotationsOf(config).isStratified ? " of each label" : ""}; clips of one recording or speaker can be on both sides, ` +
    "so expect a lower figure on new ones (set data.validation to hold out whole groups)"
  );
}
