import { DataError } from "../errors.js";

/**
 * Checks a prediction; imports nothing of libtorch, for threads that do not load it.
 *
 * @param name of the recording, for messages
 * @throws DataError for a prediction of NaN
 */
export function assertFinite(probabilities: ArrayLike<number>, name: string): void {
  if (Array.from(probabilities).every(Number.isFinite)) return;
  throw new DataError(
    "NOT_FINITE",
    `${name}: the model's prediction is not finite (NaN), although its samples are; try a recording that was predicted before: if it fails too, the model is damaged`,
  );
}
