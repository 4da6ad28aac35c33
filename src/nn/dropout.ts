import { ConfigError } from "../errors.js";
import { scope, type Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { Module } from "./module.js";

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

/** Returns the masks of the current forward pass; null for those of the default generator. @internal */
export function currentDropoutMasks(): DropoutMasks | null {
  return current;
}

/** Runs `body`, a forward pass, with `masks` in every `Dropout` layer that trains; null is the default generator. */
export function withDropoutMasks<T>(masks: DropoutMasks | null, body: () => T): T {
  const before = current;
  current = masks;
  try {
    return body();
  } finally {
    current = before;
  }
}

/** Zeroes each value with `probability` in training and scales the others (Srivastava et al., 2014). */
export class Dropout extends Module {
  readonly #probability: number;

  constructor(probability = 0.5) {
    super();
    if (!(probability >= 0 && probability <= 1)) {
      throw new ConfigError("RANGE", `Dropout: expected a probability from 0 to 1, got ${probability}`);
    }
    this.#probability = probability;
  }

  forward(input: Tensor): Tensor {
    const probability = this.#probability;
    const masks = current;
    const isRandom = this.training && probability > 0 && probability < 1;
    if (masks === null || !isRandom) return ops.dropout(input, probability, this.training);
    return scope(() => {
      // Rounded to the input's type, as libtorch's own masks are.
      const factors = masks
        .draw(input, probability)
        .to(input.dtype)
        .div_(1 - probability);
      return input.mul(factors);
    });
  }
}
