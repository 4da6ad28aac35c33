import type { Tensor } from "../tensor/index.js";
import { Module } from "./module.js";

/** `max(x, 0)`. */
export class ReLU extends Module {
  forward(input: Tensor): Tensor {
    return input.relu();
  }
}

/** Gaussian error linear unit (Hendrycks and Gimpel, 2016); `tanh` is a faster approximation. */
export class GELU extends Module {
  readonly #approximate: "none" | "tanh";

  constructor(options: { approximate?: "none" | "tanh" } = {}) {
    super();
    this.#approximate = options.approximate ?? "none";
  }

  forward(input: Tensor): Tensor {
    return input.gelu({ approximate: this.#approximate });
  }
}
