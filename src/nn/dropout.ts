import type { Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { checkProbability, dropByMasks } from "./dropout-masks.js";
import { expectRank, Module } from "./module.js";

/** Zeroes each value with `probability` in training and scales the others (Srivastava et al., 2014). */
export class Dropout extends Module {
  readonly #probability: number;

  constructor(probability = 0.5) {
    super();
    this.#probability = checkProbability("Dropout", probability);
  }

  forward(input: Tensor): Tensor {
    const dropped = this.training ? dropByMasks(input, this.#probability, input.ndim) : null;
    return dropped ?? ops.dropout(input, this.#probability, this.training);
  }
}

/** Zeroes whole channels with `probability` in training and scales the others (Tompson et al., 2014). */
abstract class ChannelDropout extends Module {
  readonly #layer: string;
  readonly #rank: number;
  readonly #probability: number;

  constructor(numAxes: number, probability: number) {
    super();
    this.#layer = `Dropout${numAxes}d`;
    this.#rank = numAxes + 2;
    this.#probability = checkProbability(this.#layer, probability);
  }

  forward(input: Tensor): Tensor {
    expectRank(this.#layer, input, [this.#rank]);
    const dropped = this.training ? dropByMasks(input, this.#probability, 2) : null;
    return dropped ?? ops.featureDropout(input, this.#probability, this.training);
  }
}

/** Zeroes channels of [B, C, T]. After `torch.nn.Dropout1d`. */
export class Dropout1d extends ChannelDropout {
  constructor(probability = 0.5) {
    super(1, probability);
  }
}

/** Zeroes channels of [B, C, H, W]. After `torch.nn.Dropout2d`. */
export class Dropout2d extends ChannelDropout {
  constructor(probability = 0.5) {
    super(2, probability);
  }
}
