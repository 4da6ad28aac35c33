import { hasNoValidation } from "../config/checks.js";
import type { Config } from "../config/schema.js";
import { hasRandomValidation } from "../inference/open-data.js";
import { annotationsOf } from "../tasks/annotations.js";

/** Describes which clips a recipe holds out, where it does not name them; a line for each set. */
export function describeSplit(config: Config): string[] {
  const { folds, fold } = config.data;
  const lines: string[] = [];
  if (fold !== null)
    lines.push(
      `test: fold ${fold} of ${typeof folds === "string" ? `the column ${folds}` : `${folds}`}, held out of training`,
    );
  if (hasNoValidation(config))
    lines.push(
      "validation: none (data.validation_fraction 0), so nothing is chosen by it: the weights of the last epoch are the result",
    );
  else if (hasRandomValidation(config)) lines.push(describeRandomSplit(config));
  return lines;
}

/** A random split's metrics are too good if clips belong together. */
function describeRandomSplit(config: Config): string {
  const { validation_fraction, group } = config.data;
  const percent = +(100 * validation_fraction).toFixed(1);
  if (group !== null)
    return `random validation: about ${percent} % of the clips, in whole groups by ${group}`;
  return (
    `random validation: ${percent} % of the clips${annotationsOf(config).isStratified ? " of each label" : ""}; clips of one recording or speaker can be on both sides, ` +
    "so expect a lower figure on new ones (set data.group to hold out whole groups)"
  );
}
