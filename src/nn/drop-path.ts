import { noGrad, type Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { checkProbability, dropByMasks } from "./dropout-masks.js";
import { Module } from "./module.js";

/**
 * Stochastic depth (Huang et al., 2016): in training, zeroes all values of an example with `probability` and scales the
 * other examples; for the branch of a residual block. [B, ...]. Equals `timm.layers.DropPath` 1.0.
 */
export class DropPath extends Module {
  readonly #probability: number;

  constructor(probability = 0) {
    super();
    this.#probability = checkProbability("DropPath", probability);
  }

  forward(input: Tensor): Tensor {
    const probability = this.#probability;
    if (!this.training || probability === 0) return input;
    return dropByMasks(input, probability, 1) ?? this.#drop(input, 1 - probability);
  }

  #drop(input: Tensor, kept: number): Tensor {
    const factors = noGrad(() => {
      const shape = input.shape.map((size, dim) => (dim === 0 ? size : 1)); // [B, 1, ...]
      const mask = ops.empty(shape, { dtype: input.dtype, device: input.device }).bernoulli_(kept);
      return kept > 0 ? mask.div_(kept) : mask;
    });
    return input.mul(factors);
  }
}
