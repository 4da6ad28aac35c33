import { ConfigError } from "../errors.js";
import type { Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { expectRank, Module } from "./module.js";
import { type Sizes, sizesOf } from "./sizes.js";

export interface PoolOptions {
  /** Default: the kernel's size. */
  stride?: Sizes;
  padding?: Sizes;
  /** true: a last window may reach over the end. Default false. */
  ceilMode?: boolean;
}

export interface MaxPoolOptions extends PoolOptions {
  dilation?: Sizes;
}

export interface AvgPoolOptions extends PoolOptions {
  /** false: means leave out the padding. Default true. */
  countIncludePad?: boolean;
}

export interface AvgPoolNdOptions extends AvgPoolOptions {
  /** Divisor of sums; null for the window's size. Default null. */
  divisorOverride?: number | null;
}

abstract class Pool extends Module {
  protected readonly layer: string;
  protected readonly dims: readonly number[];
  protected readonly kernelSize: number[];
  protected readonly stride: number[];
  protected readonly padding: number[];
  protected readonly ceilMode: boolean;

  constructor(layer: string, numAxes: number, kernelSize: Sizes, options: PoolOptions) {
    super();
    this.layer = layer;
    this.dims = [numAxes + 1, numAxes + 2];
    this.kernelSize = sizesOf(layer, "kernelSize", kernelSize, numAxes, 1);
    this.stride = sizesOf(layer, "stride", options.stride ?? kernelSize, numAxes, 1);
    this.padding = sizesOf(layer, "padding", options.padding ?? 0, numAxes);
    this.ceilMode = options.ceilMode ?? false;
  }
}

const MAX_POOL = { 1: ops.maxPool1d, 2: ops.maxPool2d, 3: ops.maxPool3d };

abstract class MaxPool extends Pool {
  readonly #numAxes: 1 | 2 | 3;
  readonly #dilation: number[];

  constructor(numAxes: 1 | 2 | 3, kernelSize: Sizes, options: MaxPoolOptions) {
    super(`MaxPool${numAxes}d`, numAxes, kernelSize, options);
    this.#numAxes = numAxes;
    this.#dilation = sizesOf(this.layer, "dilation", options.dilation ?? 1, numAxes, 1);
  }

  forward(input: Tensor): Tensor {
    expectRank(this.layer, input, this.dims);
    const { kernelSize, stride, padding, ceilMode } = this;
    return MAX_POOL[this.#numAxes](input, kernelSize, stride, padding, this.#dilation, ceilMode);
  }
}

/** [B, C, T] to [B, C, T']: the largest value of each window. After `torch.nn.MaxPool1d`. */
export class MaxPool1d extends MaxPool {
  constructor(kernelSize: number, options: MaxPoolOptions = {}) {
    super(1, kernelSize, options);
  }
}

/** [B, C, H, W] to [B, C, H', W']: the largest value of each window. After `torch.nn.MaxPool2d`. */
export class MaxPool2d extends MaxPool {
  constructor(kernelSize: Sizes, options: MaxPoolOptions = {}) {
    super(2, kernelSize, options);
  }
}

/** [B, C, D, H, W] to [B, C, D', H', W']: the largest value of each window. After `torch.nn.MaxPool3d`. */
export class MaxPool3d extends MaxPool {
  constructor(kernelSize: Sizes, options: MaxPoolOptions = {}) {
    super(3, kernelSize, options);
  }
}

/** [B, C, T] to [B, C, T']: the mean of each window. After `torch.nn.AvgPool1d`. */
export class AvgPool1d extends Pool {
  readonly #countIncludePad: boolean;

  constructor(kernelSize: number, options: AvgPoolOptions = {}) {
    super("AvgPool1d", 1, kernelSize, options);
    this.#countIncludePad = options.countIncludePad ?? true;
  }

  forward(input: Tensor): Tensor {
    expectRank(this.layer, input, this.dims);
    const { kernelSize, stride, padding, ceilMode } = this;
    return ops.avgPool1d(input, kernelSize, stride, padding, ceilMode, this.#countIncludePad);
  }
}

const AVG_POOL = { 2: ops.avgPool2d, 3: ops.avgPool3d };

abstract class AvgPoolNd extends Pool {
  readonly #numAxes: 2 | 3;
  readonly #countIncludePad: boolean;
  readonly #divisorOverride: number | null;

  constructor(numAxes: 2 | 3, kernelSize: Sizes, options: AvgPoolNdOptions) {
    super(`AvgPool${numAxes}d`, numAxes, kernelSize, options);
    this.#numAxes = numAxes;
    this.#countIncludePad = options.countIncludePad ?? true;
    this.#divisorOverride = options.divisorOverride ?? null;
    if (this.#divisorOverride === 0)
      throw new ConfigError("RANGE", `${this.layer}: divisorOverride: expected a number other than 0, got 0`);
  }

  forward(input: Tensor): Tensor {
    expectRank(this.layer, input, this.dims);
    const { kernelSize, stride, padding, ceilMode } = this;
    const pool = AVG_POOL[this.#numAxes];
    return pool(input, kernelSize, stride, padding, ceilMode, this.#countIncludePad, this.#divisorOverride);
  }
}

/** [B, C, H, W] to [B, C, H', W']: the mean of each window. After `torch.nn.AvgPool2d`. */
export class AvgPool2d extends AvgPoolNd {
  constructor(kernelSize: Sizes, options: AvgPoolNdOptions = {}) {
    super(2, kernelSize, options);
  }
}

/** [B, C, D, H, W] to [B, C, D', H', W']: the mean of each window. After `torch.nn.AvgPool3d`. */
export class AvgPool3d extends AvgPoolNd {
  constructor(kernelSize: Sizes, options: AvgPoolNdOptions = {}) {
    super(3, kernelSize, options);
  }
}
