import type { Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { defaultBias, defaultWeight } from "./init.js";
import { expectChannels, Module, Parameter } from "./module.js";

export interface ConvOptions {
  stride?: number | readonly number[];
  padding?: number | readonly number[];
  dilation?: number | readonly number[];
  groups?: number;
  bias?: boolean;
}

abstract class Conv extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter | null;
  protected readonly inChannels: number;
  protected readonly options: ConvOptions;

  constructor(inChannels: number, outChannels: number, kernel: readonly number[], options: ConvOptions) {
    super();
    const shape = [outChannels, inChannels / (options.groups ?? 1), ...kernel];
    this.weight = new Parameter(defaultWeight(shape));
    this.bias = options.bias === false ? null : new Parameter(defaultBias(shape));
    this.inChannels = inChannels;
    this.options = options;
  }
}

/** 1-D convolution: [B, C, T] to [B, out, T']. */
export class Conv1d extends Conv {
  constructor(inChannels: number, outChannels: number, kernelSize: number, options: ConvOptions = {}) {
    super(inChannels, outChannels, [kernelSize], options);
  }

  forward(input: Tensor): Tensor {
    expectChannels("Conv1d", input, [2, 3], -2, this.inChannels);
    const { stride, padding, dilation, groups } = this.options;
    return ops.conv1d(input, this.weight, this.bias, stride, padding, dilation, groups);
  }
}

/** 2-D convolution: [B, C, H, W] to [B, out, H', W']. */
export class Conv2d extends Conv {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: number | readonly [number, number],
    options: ConvOptions = {},
  ) {
    super(
      inChannels,
      outChannels,
      typeof kernelSize === "number" ? [kernelSize, kernelSize] : kernelSize,
      options,
    );
  }

  forward(input: Tensor): Tensor {
    expectChannels("Conv2d", input, [3, 4], -3, this.inChannels);
    const { stride, padding, dilation, groups } = this.options;
    return ops.conv2d(input, this.weight, this.bias, stride, padding, dilation, groups);
  }
}
