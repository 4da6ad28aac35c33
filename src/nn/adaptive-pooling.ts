import { ShapeError } from "../errors.js";
import type { Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { expectRank, Module } from "./module.js";
import { countOf } from "./sizes.js";

/** Sizes of the output's last axes; null keeps an axis. */
type Wanted = number | readonly (number | null)[];

abstract class AdaptivePool extends Module {
  readonly #layer: string;
  readonly #wanted: readonly (number | null)[];

  constructor(layer: string, numAxes: number, outputSize: Wanted) {
    super();
    const wanted = typeof outputSize === "number" ? Array<number>(numAxes).fill(outputSize) : outputSize;
    if (wanted.length !== numAxes) {
      throw new ShapeError(
        "SHAPE",
        `${layer}: outputSize: expected a number or ${numAxes} of them, got ${JSON.stringify(outputSize)}`,
      );
    }
    this.#layer = layer;
    this.#wanted = wanted.map((size) => (size === null ? null : countOf(layer, "outputSize", size)));
  }

  /** Returns the sizes of the output's last axes. */
  protected sizesFor(input: Tensor): number[] {
    const numAxes = this.#wanted.length;
    expectRank(this.#layer, input, [numAxes + 1, numAxes + 2]);
    const given = input.shape;
    return this.#wanted.map((size, i) => size ?? given.at(i - numAxes)!);
  }
}

/** [B, C, T] to [B, C, outputSize]: the mean of each of outputSize windows. After `torch.nn.AdaptiveAvgPool1d`. */
export class AdaptiveAvgPool1d extends AdaptivePool {
  constructor(outputSize: number) {
    super("AdaptiveAvgPool1d", 1, outputSize);
  }

  forward(input: Tensor): Tensor {
    return input.adaptiveAvgPool1d(this.sizesFor(input));
  }
}

/** [B, C, H, W] to [B, C, ...outputSize]: the mean of each of outputSize windows. After `torch.nn.AdaptiveAvgPool2d`. */
export class AdaptiveAvgPool2d extends AdaptivePool {
  constructor(outputSize: number | readonly [number | null, number | null]) {
    super("AdaptiveAvgPool2d", 2, outputSize);
  }

  forward(input: Tensor): Tensor {
    return input.adaptiveAvgPool2d(this.sizesFor(input));
  }
}

/** [B, C, T] to [B, C, outputSize]: the largest value of each window. After `torch.nn.AdaptiveMaxPool1d`. */
export class AdaptiveMaxPool1d extends AdaptivePool {
  constructor(outputSize: number) {
    super("AdaptiveMaxPool1d", 1, outputSize);
  }

  forward(input: Tensor): Tensor {
    return ops.adaptiveMaxPool1d(input, this.sizesFor(input))[0];
  }
}

/** [B, C, H, W] to [B, C, ...outputSize]: the largest value of each window. After `torch.nn.AdaptiveMaxPool2d`. */
export class AdaptiveMaxPool2d extends AdaptivePool {
  constructor(outputSize: number | readonly [number | null, number | null]) {
    super("AdaptiveMaxPool2d", 2, outputSize);
  }

  forward(input: Tensor): Tensor {
    return ops.adaptiveMaxPool2d(input, this.sizesFor(input))[0];
  }
}
