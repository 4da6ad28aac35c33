import type { Tensor } from "../tensor/index.js";
import { WeightAverage } from "./weight-average.js";

/**
 * An exponential moving average of a model's weights and running statistics, which often generalizes
 * better than the weights (Polyak and Juditsky, 1992). The decay starts lower, at
 * `(1 + n) / (10 + n)` after n updates, as in TensorFlow's ExponentialMovingAverage, to reduce the
 * influence of the first weights. Integer tensors are copied.
 */
export class Ema extends WeightAverage {
  readonly #decay: number;

  /** @param weights a model's state dict, on its device */
  constructor(weights: ReadonlyMap<string, Tensor>, decay: number) {
    super(weights);
    this.#decay = decay;
  }

  /** Updates the averages with the current weights. `numUpdates` is the number of earlier optimizer steps. */
  update(numUpdates: number): void {
    this.approach(1 - Math.min(this.#decay, (1 + numUpdates) / (10 + numUpdates)));
  }
}
