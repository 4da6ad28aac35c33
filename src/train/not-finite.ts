import { TrainingError } from "../errors.js";

/** @throws TrainingError for a value that is not finite; `describe` names the batch */
export function assertFinite(what: string, value: number, describe: () => string): void {
  if (!Number.isFinite(value)) throw notFinite(what, value, describe);
}

/** Returns the error about a value that is not finite. */
export function notFinite(what: string, value: number, describe: () => string): TrainingError {
  return new TrainingError(
    "NOT_FINITE",
    `${describe()}: the ${what} is ${value}. Lower optimization.learning_rate, raise optimization.warmup_fraction, ` +
      "set optimization.clip_grad_norm, or look for broken clips among these",
  );
}
