import type { Tensor } from "../tensor/index.js";
import { Module } from "./module.js";

export interface PoolOptions {
  /** The kernel's size unless given. */
  stride?: number | readonly number[];
  padding?: number | readonly number[];
}

/** [B, C, H, W] to [B, C, H', W']: the largest value of each window. */
export class MaxPool2d extends Module {
  readonly #kernelSize: number | readonly number[];
  readonly #options: PoolOptions;

  constructor(kernelSize: number | readonly number[], options: PoolOptions = {}) {
    super();
    this.#kernelSize = kernelSize;
    this.#options = options;
  }

  forward(input: Tensor): Tensor {
    return input.maxPool2d(this.#kernelSize, this.#options.stride ?? this.#kernelSize, this.#options.padding);
  }
}

/** [B, C, H, W] to [B, C, H', W']: the mean of each window. */
export class AvgPool2d extends Module {
  readonly #kernelSize: number | readonly number[];
  readonly #options: PoolOptions;

  constructor(kernelSize: number | readonly number[], options: PoolOptions = {}) {
    super();
    this.#kernelSize = kernelSize;
    this.#options = options;
  }

  forward(input: Tensor): Tensor {
    return input.avgPool2d(this.#kernelSize, this.#options.stride ?? this.#kernelSize, this.#options.padding);
  }
}

/** [B, C, H, W] to [B, C, ...outputSize], by means of windows that fit. */
export class AdaptiveAvgPool2d extends Module {
  readonly #outputSize: number | readonly [number, number];

  constructor(outputSize: number | readonly [number, number]) {
    super();
    this.#outputSize = outputSize;
  }

  forward(input: Tensor): Tensor {
    return input.adaptiveAvgPool2d(this.#outputSize);
  }
}

/** [B, ...] to [B, product of the rest]. */
export class Flatten extends Module {
  forward(input: Tensor): Tensor {
    return input.flatten(1);
  }
}
