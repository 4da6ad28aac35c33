import { hasNoValidation } from "../config/checks.js";
import type { Config } from "../config/schema.js";
import { counted } from "../counted.js";
import type { FoldPlan } from "./plan.js";

/** Returns `5 folds by the column fold, of 80 clips each.` */
export function describeFolds({ config, folds, clips }: FoldPlan): string {
  const { folds: by, group } = config.data;
  const origin =
    typeof by === "string"
      ? `by the column ${by}`
      : group === null
        ? "made by label"
        : `made by ${group} and label`;
  const sizes = folds.map((fold) => fold.clips.length);
  const [fewest, most] = [Math.min(...sizes), Math.max(...sizes)];
  const each = fewest === most ? `${fewest} clips each` : `${fewest} to ${most} clips`;
  return `${counted(folds.length, "fold")} ${origin}, of ${each}, ${counted(clips.length, "clip")} in all.`;
}

/** Describes which weights are tested. */
export function describeResult(config: Config): string {
  return hasNoValidation(config)
    ? "Each model is trained on the other folds, and its weights after the last epoch are tested: nothing is chosen by the held-out fold."
    : `Each model is trained on the other folds, less some clips for validation; its best checkpoint by ${config.checkpoint.monitor} on these clips is tested on the held-out fold.`;
}
