/** The files that a run leaves on the disk, as its last lines and its exit code report them. */
import { basename } from "node:path";
import { displayPath } from "../display-path.js";
import { CheckpointError } from "../errors.js";

export interface SavedFiles {
  /** The newest complete checkpoint; null if there is none. */
  last: { folder: string; step: number } | null;
  /** Folder of the best checkpoint; null if there is none. */
  best: string | null;
  /** Path of the exported weights; null if this process did not write them. */
  weights: string | null;
  /** Reason of the last failed write; null if none failed. */
  failure: string | null;
}

/** The value on ranks other than 0. */
export const NO_SAVED_FILES: SavedFiles = { last: null, best: null, weights: null, failure: null };

/**
 * Checks at the end of training that a checkpoint or weights are on the disk. Returns a warning if the state after the
 * last step is not, else null.
 *
 * @throws CheckpointError if there is neither a checkpoint nor weights
 */
export function checkSaved(run: string, step: number, saved: SavedFiles): string | null {
  const { last, best, weights, failure } = saved;
  const reason = failure === null ? "the files were deleted while the run was training" : failure;
  if (last === null && weights === null) {
    throw new CheckpointError(
      "NOTHING_SAVED",
      `${run}: training is done, but nothing is saved: there is no checkpoint and no model.safetensors (${reason}). ` +
        "Make room or correct the permissions there, or set runs_dir to another disk, and train again",
    );
  }
  if (last?.step === step) return null;
  const existing = [
    ...(last === null ? ["no checkpoint"] : [`newest checkpoint ${basename(last.folder)}`]),
    ...(best === null ? [] : [`best checkpoint ${basename(best)}`]),
    weights === null ? "no model.safetensors" : basename(weights),
  ];
  return `warning: ${run}: the state after step ${step} is not saved (${reason}); the run's folder has: ${existing.join(", ")}`;
}

/** Describes where a failed run can be resumed from, for the end of its error message. */
export function describeNewest({ last }: SavedFiles): string {
  return last === null
    ? "No checkpoint was saved"
    : `The newest checkpoint is ${displayPath(last.folder)} (step ${last.step})`;
}
