import type { Tensor } from "../../tensor/index.js";

/** Far below every probability that changes a loss in float32; its reciprocal is finite in float32. */
const SMALLEST = 1e-30;

/**
 * Returns the focusing factor of focal losses, `miss ** gamma`. `miss` is the probability that the model gives to wrong
 * answers, from 0 to 1.
 *
 * The gradient is 0 at miss 0. There the slope of the power is infinite for gamma below 1, and NaN after its product
 * with the loss, which is 0.
 */
export function focus(miss: Tensor, gamma: number | Tensor): Tensor {
  const base = miss.clamp({ min: SMALLEST });
  return typeof gamma === "number" ? base.pow(gamma) : base.pow(gamma);
}
