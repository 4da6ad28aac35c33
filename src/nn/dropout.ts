import { ConfigError } from "../errors.js";
import type { Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { Module } from "./module.js";

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
    return ops.dropout(input, this.#probability, this.training);
  }
}
