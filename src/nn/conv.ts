import { ConfigError } from "../errors.js";
import type { Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { defaultBias, defaultWeight } from "./init.js";
import { expectChannels, Module, Parameter } from "./module.js";
import { countOf, expectMultiple, type Sizes, sizesOf } from "./sizes.js";

export interface ConvOptions {
  stride?: Sizes;
  /** Values on both ends of an axis; `same` keeps sizes (with stride 1), `valid` adds none. Default 0. */
  padding?: Sizes | "same" | "valid";
  dilation?: Sizes;
  groups?: number;
  bias?: boolean;
  /** Values of the padding: zeros, the input reflected, its last values repeated, or its other end. Default `zeros`. */
  paddingMode?: "zeros" | "reflect" | "replicate" | "circular";
}

const CONVOLVE = { 1: ops.conv1d, 2: ops.conv2d, 3: ops.conv3d };
const PADDING_MODES = ["zeros", "reflect", "replicate", "circular"];

abstract class Conv extends Module {
  readonly weight: Parameter; // [out, in / groups, ...kernel]
  readonly bias: Parameter | null; // [out]
  readonly #layer: string;
  readonly #numAxes: 1 | 2 | 3;
  readonly #inChannels: number;
  readonly #weightShape: readonly number[];
  readonly #stride: number[];
  readonly #padding: number[] | "same" | "valid";
  readonly #dilation: number[];
  readonly #groups: number;
  /** Amounts for `pad`, last axis first; null if the convolution itself pads with zeros. */
  readonly #pads: readonly number[] | null;
  readonly #paddingMode: string;

  constructor(
    numAxes: 1 | 2 | 3,
    inChannels: number,
    outChannels: number,
    kernelSize: Sizes,
    options: ConvOptions,
  ) {
    super();
    const layer = `Conv${numAxes}d`;
    const { stride = 1, padding = 0, dilation = 1, groups = 1, paddingMode = "zeros" } = options;
    this.#layer = layer;
    this.#numAxes = numAxes;
    this.#inChannels = countOf(layer, "inChannels", inChannels);
    this.#groups = countOf(layer, "groups", groups);
    expectMultiple(layer, "inChannels", inChannels, "groups", groups);
    expectMultiple(layer, "outChannels", countOf(layer, "outChannels", outChannels), "groups", groups);
    const kernel = sizesOf(layer, "kernelSize", kernelSize, numAxes, 1);
    this.#stride = sizesOf(layer, "stride", stride, numAxes, 1);
    this.#dilation = sizesOf(layer, "dilation", dilation, numAxes, 1);
    this.#padding = this.#paddingOf(padding);
    if (!PADDING_MODES.includes(paddingMode)) {
      throw new ConfigError(
        "VALUE",
        `${layer}: paddingMode: expected ${PADDING_MODES.join(", ")}, got ${paddingMode}`,
      );
    }
    this.#paddingMode = paddingMode;
    this.#pads = paddingMode === "zeros" ? null : padsOf(this.#padding, kernel, this.#dilation);
    const shape = [outChannels, inChannels / groups, ...kernel];
    this.#weightShape = shape;
    this.weight = new Parameter(defaultWeight(shape));
    this.bias = options.bias === false ? null : new Parameter(defaultBias(shape));
  }

  #paddingOf(padding: Sizes | string): number[] | "same" | "valid" {
    if (typeof padding !== "string") return sizesOf(this.#layer, "padding", padding, this.#numAxes);
    if (padding !== "same" && padding !== "valid") {
      throw new ConfigError(
        "VALUE",
        `${this.#layer}: padding: expected numbers, same or valid, got ${padding}`,
      );
    }
    if (padding === "same" && this.#stride.some((one) => one !== 1)) {
      throw new ConfigError(
        "VALUE",
        `${this.#layer}: padding "same" needs stride 1, got stride ${this.#stride.join(", ")}; give the padding as numbers`,
      );
    }
    return padding;
  }

  forward(input: Tensor): Tensor {
    const numAxes = this.#numAxes;
    const dims = [numAxes + 1, numAxes + 2];
    expectChannels(this.#layer, input, dims, -numAxes - 1, this.#inChannels, this.#weightShape);
    const convolve = CONVOLVE[numAxes];
    const isPadded = this.#pads !== null;
    return convolve(
      isPadded ? ops.pad(input, this.#pads!, this.#paddingMode) : input,
      this.weight,
      this.bias,
      this.#stride,
      // Numbers or text: the operator has an overload of each.
      (isPadded ? 0 : this.#padding) as number[],
      this.#dilation,
      this.#groups,
    );
  }
}

/** Returns amounts for `pad`; an odd total of `same` has the larger part at the end, as in PyTorch. */
function padsOf(
  padding: number[] | "same" | "valid",
  kernel: readonly number[],
  dilation: readonly number[],
): number[] {
  const ends = kernel.map((size, i): [number, number] => {
    if (typeof padding !== "string") return [padding[i]!, padding[i]!];
    const total = padding === "same" ? dilation[i]! * (size - 1) : 0;
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  });
  return ends.reverse().flat();
}

/** 1-D convolution: [B, C, T] to [B, out, T'], or [C, T] to [out, T']. After `torch.nn.Conv1d`. */
export class Conv1d extends Conv {
  constructor(inChannels: number, outChannels: number, kernelSize: number, options: ConvOptions = {}) {
    super(1, inChannels, outChannels, kernelSize, options);
  }
}

/** 2-D convolution: [B, C, H, W] to [B, out, H', W'], or the same without B. After `torch.nn.Conv2d`. */
export class Conv2d extends Conv {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: number | readonly [number, number],
    options: ConvOptions = {},
  ) {
    super(2, inChannels, outChannels, kernelSize, options);
  }
}

/** 3-D convolution: [B, C, D, H, W] to [B, out, D', H', W'], or the same without B. After `torch.nn.Conv3d`. */
export class Conv3d extends Conv {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: number | readonly [number, number, number],
    options: ConvOptions = {},
  ) {
    super(3, inChannels, outChannels, kernelSize, options);
  }
}
