import { ShapeError } from "../errors.js";
import type { Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { defaultBias, defaultWeight } from "./init.js";
import { expectChannels, Module, Parameter } from "./module.js";
import { countOf, expectMultiple, type Sizes, sizesOf } from "./sizes.js";

export interface ConvTransposeOptions {
  stride?: Sizes;
  padding?: Sizes;
  /** Values added to one end of each axis of the output. Default 0. */
  outputPadding?: Sizes;
  groups?: number;
  bias?: boolean;
  dilation?: Sizes;
}

const CONVOLVE = { 1: ops.convTranspose1d, 2: ops.convTranspose2d, 3: ops.convTranspose3d };

abstract class ConvTranspose extends Module {
  readonly weight: Parameter; // [in, out / groups, ...kernel]
  readonly bias: Parameter | null; // [out]
  readonly #layer: string;
  readonly #numAxes: 1 | 2 | 3;
  readonly #inChannels: number;
  readonly #weightShape: readonly number[];
  readonly #stride: number[];
  readonly #padding: number[];
  readonly #outputPadding: number[];
  readonly #dilation: number[];
  readonly #groups: number;

  constructor(
    numAxes: 1 | 2 | 3,
    inChannels: number,
    outChannels: number,
    kernelSize: Sizes,
    options: ConvTransposeOptions,
  ) {
    super();
    const layer = `ConvTranspose${numAxes}d`;
    const { stride = 1, padding = 0, outputPadding = 0, groups = 1, dilation = 1 } = options;
    this.#layer = layer;
    this.#numAxes = numAxes;
    this.#inChannels = countOf(layer, "inChannels", inChannels);
    this.#groups = countOf(layer, "groups", groups);
    expectMultiple(layer, "inChannels", inChannels, "groups", groups);
    expectMultiple(layer, "outChannels", countOf(layer, "outChannels", outChannels), "groups", groups);
    this.#stride = sizesOf(layer, "stride", stride, numAxes, 1);
    this.#padding = sizesOf(layer, "padding", padding, numAxes);
    this.#outputPadding = sizesOf(layer, "outputPadding", outputPadding, numAxes);
    this.#dilation = sizesOf(layer, "dilation", dilation, numAxes, 1);
    const shape = [inChannels, outChannels / groups, ...sizesOf(layer, "kernelSize", kernelSize, numAxes, 1)];
    this.#weightShape = shape;
    this.weight = new Parameter(defaultWeight(shape));
    this.bias = options.bias === false ? null : new Parameter(defaultBias(shape, outChannels));
  }

  /** @param outputSize sizes of the output's last axes, where the stride leaves several possible */
  forward(input: Tensor, outputSize?: readonly number[]): Tensor {
    const numAxes = this.#numAxes;
    const dims = [numAxes + 1, numAxes + 2];
    expectChannels(this.#layer, input, dims, -numAxes - 1, this.#inChannels, this.#weightShape);
    return CONVOLVE[numAxes](
      input,
      this.weight,
      this.bias,
      this.#stride,
      this.#padding,
      outputSize === undefined ? this.#outputPadding : this.#outputPaddingFor(input, outputSize),
      this.#groups,
      this.#dilation,
    );
  }

  #outputPaddingFor(input: Tensor, outputSize: readonly number[]): number[] {
    const kernel = this.#weightShape.slice(2);
    const least = input.shape.slice(-this.#numAxes).map((size, i) => {
      const span = this.#dilation[i]! * (kernel[i]! - 1) + 1;
      return (size - 1) * this.#stride[i]! - 2 * this.#padding[i]! + span;
    });
    const padding = least.map((size, i) => (outputSize[i] ?? Number.NaN) - size);
    if (
      outputSize.length !== least.length ||
      !padding.every((one, i) => Number.isInteger(one) && one >= 0 && one < this.#stride[i]!)
    ) {
      const most = least.map((size, i) => size + this.#stride[i]! - 1);
      throw new ShapeError(
        "SHAPE",
        `${this.#layer}: outputSize: expected sizes from [${least.join(", ")}] to [${most.join(", ")}] for input [${input.shape.join(", ")}], got [${outputSize.join(", ")}]`,
      );
    }
    return padding;
  }
}

/** The gradient of a 1-D convolution as a layer: [B, C, T] to [B, out, T']. After `torch.nn.ConvTranspose1d`. */
export class ConvTranspose1d extends ConvTranspose {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: number,
    options: ConvTransposeOptions = {},
  ) {
    super(1, inChannels, outChannels, kernelSize, options);
  }
}

/** The gradient of a 2-D convolution as a layer: [B, C, H, W] to [B, out, H', W']. After `torch.nn.ConvTranspose2d`. */
export class ConvTranspose2d extends ConvTranspose {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: number | readonly [number, number],
    options: ConvTransposeOptions = {},
  ) {
    super(2, inChannels, outChannels, kernelSize, options);
  }
}

/** The gradient of a 3-D convolution: [B, C, D, H, W] to [B, out, D', H', W']. After `torch.nn.ConvTranspose3d`. */
export class ConvTranspose3d extends ConvTranspose {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: number | readonly [number, number, number],
    options: ConvTransposeOptions = {},
  ) {
    super(3, inChannels, outChannels, kernelSize, options);
  }
}
