import { ConfigError } from "../../errors.js";
import type { Tensor } from "../../tensor/index.js";

/** `none` returns every loss, `sum` leaves the division by a global count to the caller, `mean` averages as documented per loss. */
export type Reduction = "none" | "mean" | "sum";

/** libtorch's numbers. */
const CODES: Record<Reduction, number> = { none: 0, mean: 1, sum: 2 };

/** Returns libtorch's number of a reduction. Throws ConfigError for an unknown one. */
export function reductionCode(loss: string, reduction: Reduction = "mean"): number {
  const code: number | undefined = CODES[reduction];
  if (code === undefined) {
    throw new ConfigError(
      "REDUCTION",
      `${loss}: expected a reduction (none, mean, sum), got ${JSON.stringify(reduction)}`,
    );
  }
  return code;
}

/** Reduces losses that Woodshed computes itself as libtorch reduces its own. */
export function reduce(losses: Tensor, code: number): Tensor {
  if (code === CODES.none) return losses;
  return code === CODES.mean ? losses.mean() : losses.sum();
}
