import type { Tensor } from "../tensor/index.js";
import { Module } from "./module.js";

export interface PoolOptions {
  /** Default: the kernel's size. */
  stride?: number | readonly number[];
  padding?: number | readonly number[];
}

abstract class Pool2d extends Module {
  protected readonly kernelSize: number | readonly number[];
  protected readonly stride: number | readonly number[];
  protected readonly padding: number | readonly number[];

  constructor(kernelSize: number | readonly number[], options: PoolOptions = {}) {
    super();
    this.kernelSize = kernelSize;
    this.stride = options.stride ?? kernelSize;
    this.padding = options.padding ?? 0;
  }
}

/** [B, C, H, W] to [B, C, H', W']: the largest value of each window. */
export class MaxPool2d extends Pool2d {
  forward(input: Tensor): Tensor {
    return input.maxPool2d(this.kernelSize, this.stride, this.padding);
  }
}

/** [B, C, H, W] to [B, C, H', W']: the mean of each window. */
export class AvgPool2d extends Pool2d {
  forward(input: Tensor): Tensor {
    return input.avgPool2d(this.kernelSize, this.stride, this.padding);
  }
}

/** [B, C, H, W] to [B, C, ...outputSize]: the mean of each of outputSize windows. */
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

/** [B, ...] to [B, product of the other sizes]. */
export class Flatten extends Module {
  forward(input: Tensor): Tensor {
    return input.flatten(1);
  }
}
