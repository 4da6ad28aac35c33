import { ConfigError } from "../errors.js";
import { scope, type Tensor } from "../tensor/index.js";

/** Masks of the dropout layers of one forward pass, in place of those that libtorch's default generator draws. */
export interface DropoutMasks {
  /**
   * Returns booleans of the input's shape, each false with `probability`: true for a value to keep. Layers call it in
   * the order in which they run, with probabilities between 0 and 1.
   */
  draw(input: Tensor, probability: number): Tensor;
  /** Returns masks that draw what these draw from now on. */
  copy(): DropoutMasks;
}

/** The masks of the current forward pass; null for those of the default generator. */
let current: DropoutMasks | null = null;

/** Runs `body`, a forward pass, with `masks` in every dropout layer that trains; null is the default generator. */
export function withDropoutMasks<T>(masks: DropoutMasks | null, body: () => T): T {
  const before = current;
  current = masks;
  try {
    return body();
  } finally {
    current = before;
  }
}

/** Returns the masks of the current forward pass; null for those of the default generator. */
export function currentDropoutMasks(): DropoutMasks | null {
  return current;
}

/** Throws ConfigError for a number that is no probability. */
export function checkProbability(layer: string, probability: number): number {
  if (probability >= 0 && probability <= 1) return probability;
  throw new ConfigError("RANGE", `${layer}: expected a probability from 0 to 1, got ${probability}`);
}

/**
 * Drops values by the masks of the forward pass and scales the others. Returns null if the default generator draws them.
 *
 * @param numDims dimensions of the input that the mask has; all values at the same place of these share its element
 */
export function dropByMasks(input: Tensor, probability: number, numDims: number): Tensor | null {
  const masks = current;
  if (masks === null || probability === 0 || probability === 1) return null;
  return scope(() => {
    let shared = input;
    for (let dim = input.ndim; dim > numDims; dim--) shared = shared.select(-1, 0);
    const mask = masks.draw(shared, probability);
    const shape = input.shape.map((size, dim) => (dim < numDims ? size : 1));
    // Rounded to the input's type, as libtorch's own masks are.
    const factors = (numDims === shape.length ? mask : mask.reshape(shape))
      .to(input.dtype)
      .div_(1 - probability);
    return input.mul(factors);
  });
}
