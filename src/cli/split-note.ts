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

interface HeldOut {
  held: string;
  /** Clips that are alike, and may be on both sides. */
  together: string;
  remedy: string;
}

const WHOLE_GROUPS = "set data.group to hold out whole groups";
const CLIPS: HeldOut = { held: "clips", together: "clips of one recording or speaker", remedy: WHOLE_GROUPS };
const WINDOWS: HeldOut = {
  held: "windows",
  together: "windows of one recording",
  remedy: "set data.group=recording to hold out whole recordings",
};
/** Events in time: recordings are held out before they are cut into windows. */
const RECORDINGS: HeldOut = {
  held: "recordings",
  together: "recordings of one place or speaker",
  remedy: WHOLE_GROUPS,
};

/** A random split's metrics are too good if clips belong together. */
function describeRandomSplit(config: Config): string {
  const { validation_fraction, group } = config.data;
  const percent = +(100 * validation_fraction).toFixed(1);
  if (group !== null)
    return `random validation: about ${percent} % of the clips, in whole groups by ${group}`;
  const annotations = annotationsOf(config);
  const { held, together, remedy } =
    annotations.inTime !== undefined ? RECORDINGS : (config.data.windows ?? null) === null ? CLIPS : WINDOWS;
  return (
    `random validation: ${percent} % of the ${held}${annotations.isStratified ? " of each label" : ""}; ${together} can be on both sides, ` +
    `so expect a lower figure on new ones (${remedy})`
  );
}
