import { DataError } from "../errors.js";

/** Writers that forget to scale 32-bit integers to full scale 1 leave up to 2^31; nothing leaves more. */
const LARGEST_SAMPLE = 2 ** 33;

/**
 * Checks samples that a model is about to receive: huge ones overflow inside it, and its answer is NaN.
 *
 * @param name of the recording, for messages
 * @throws DataError for samples that are not finite or cannot be sound
 */
export function assertPlausible(samples: Float32Array, name: string): void {
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i]!;
    if (Math.abs(sample) <= LARGEST_SAMPLE) continue;
    if (!Number.isFinite(sample)) {
      throw new DataError(
        "NOT_FINITE",
        `${name}: holds samples that are not finite (NaN or infinite); export it again from its source`,
      );
    }
    throw new DataError(
      "IMPLAUSIBLE",
      `${name}: holds a sample of ${sample.toExponential(1)}, full scale is 1. Most often these are integers under a header that says float; export it again from its source`,
    );
  }
}
