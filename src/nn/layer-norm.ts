import { ShapeError } from "../errors.js";
import type { Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { expectChannels, Module, Parameter } from "./module.js";
import { countOf, expectMultiple, type Sizes } from "./sizes.js";

/** Throws ShapeError unless the input's last dimensions are `shape`. */
function expectLast(layer: string, input: Tensor, shape: readonly number[]): void {
  const given = input.shape;
  if (given.length >= shape.length && shape.every((size, i) => given.at(i - shape.length) === size)) return;
  throw new ShapeError(
    "SHAPE",
    `${layer}: expected the last dimensions [${shape.join(", ")}], input is [${given.join(", ")}]`,
  );
}

function shapeOf(layer: string, given: Sizes): number[] {
  const sizes = typeof given === "number" ? [given] : given;
  return sizes.map((size) => countOf(layer, "normalizedShape", size));
}

export interface LayerNormOptions {
  eps?: number;
  /** false: no weight and no bias. Default true. */
  elementwiseAffine?: boolean;
  /** false: no bias. Default true. */
  bias?: boolean;
}

/** Normalization over the last dimensions, `normalizedShape` (Ba et al., 2016). After `torch.nn.LayerNorm`. */
export class LayerNorm extends Module {
  readonly weight: Parameter | null;
  readonly bias: Parameter | null;
  readonly #shape: readonly number[];
  readonly #eps: number;

  constructor(normalizedShape: Sizes, options: LayerNormOptions = {}) {
    super();
    const { eps = 1e-5, elementwiseAffine = true, bias = true } = options;
    this.#shape = shapeOf("LayerNorm", normalizedShape);
    this.weight = elementwiseAffine ? new Parameter(ops.ones(this.#shape)) : null;
    this.bias = elementwiseAffine && bias ? new Parameter(ops.zeros(this.#shape)) : null;
    this.#eps = eps;
  }

  forward(input: Tensor): Tensor {
    expectLast("LayerNorm", input, this.#shape);
    return ops.layerNorm(input, this.#shape, this.weight, this.bias, this.#eps);
  }
}

export interface RMSNormOptions {
  /** null: the smallest number that changes 1 in the input's type. Default null. */
  eps?: number | null;
  /** false: no weight. Default true. */
  elementwiseAffine?: boolean;
}

/** Division by the root of the mean square over the last dimensions (Zhang and Sennrich, 2019). After `torch.nn.RMSNorm`. */
export class RMSNorm extends Module {
  readonly weight: Parameter | null;
  readonly #shape: readonly number[];
  readonly #eps: number | null;

  constructor(normalizedShape: Sizes, options: RMSNormOptions = {}) {
    super();
    this.#shape = shapeOf("RMSNorm", normalizedShape);
    this.weight = (options.elementwiseAffine ?? true) ? new Parameter(ops.ones(this.#shape)) : null;
    this.#eps = options.eps ?? null;
  }

  forward(input: Tensor): Tensor {
    expectLast("RMSNorm", input, this.#shape);
    return ops.rmsNorm(input, this.#shape, this.weight, this.#eps);
  }
}

/** Normalization of each example over groups of channels: [B, C, ...] (Wu and He, 2018). After `torch.nn.GroupNorm`. */
export class GroupNorm extends Module {
  readonly weight: Parameter | null; // [C]
  readonly bias: Parameter | null; // [C]
  readonly #numGroups: number;
  readonly #numChannels: number;
  readonly #eps: number;

  constructor(numGroups: number, numChannels: number, options: { eps?: number; affine?: boolean } = {}) {
    super();
    this.#numGroups = countOf("GroupNorm", "numGroups", numGroups);
    this.#numChannels = countOf("GroupNorm", "numChannels", numChannels);
    expectMultiple("GroupNorm", "numChannels", numChannels, "numGroups", numGroups);
    const isAffine = options.affine ?? true;
    this.weight = isAffine ? new Parameter(ops.ones([numChannels])) : null;
    this.bias = isAffine ? new Parameter(ops.zeros([numChannels])) : null;
    this.#eps = options.eps ?? 1e-5;
  }

  forward(input: Tensor): Tensor {
    expectChannels("GroupNorm", input, [2, 3, 4, 5], 1, this.#numChannels);
    return ops.groupNorm(input, this.#numGroups, this.weight, this.bias, this.#eps);
  }
}
