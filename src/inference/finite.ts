import { DataError } from "../errors.js";

/* Checks of predictions; imports nothing of libtorch, for threads that do not load it. */

export function isFinitePrediction(outputs: ArrayLike<number>): boolean {
  return Array.from(outputs).every(Number.isFinite);
}

/** Returns the error about a prediction of NaN. @param name of the recording */
export function notFinite(name: string): DataError {
  return new DataError(
    "NOT_FINITE",
    `${name}: the model's prediction is not finite (NaN), although its samples are; try a recording that was predicted before: if it fails too, the model is damaged`,
  );
}

/** @throws DataError for a prediction of NaN */
export function assertFinite(outputs: ArrayLike<number>, name: string): void {
  if (!isFinitePrediction(outputs)) throw notFinite(name);
}
