import { ConfigError } from "../errors.js";
import type { Tensor } from "../tensor/index.js";
import { op } from "../tensor/ops.js";
import { expectRank, Module } from "./module.js";
import { type Sizes, sizesOf } from "./sizes.js";

export interface UpsampleOptions {
  /** Sizes of the output's last axes; give this or `scaleFactor`. */
  size?: Sizes;
  /** Factors from the input's sizes to the output's. */
  scaleFactor?: number | readonly number[];
  /** `linear` is for [B, C, T], `bilinear` and `bicubic` for [B, C, H, W]. Default `nearest`. */
  mode?: "nearest" | "linear" | "bilinear" | "bicubic";
  /** true: the first and last values of input and output are at the same places. Not for `nearest`. Default false. */
  alignCorners?: boolean;
}

/** Numbers of dimensions that each mode takes. */
const RANKS = { nearest: [3, 4], linear: [3], bilinear: [4], bicubic: [4] };

/** Interpolates the last axes: [B, C, T] to [B, C, T'] or [B, C, H, W] to [B, C, H', W']. After `torch.nn.Upsample`. */
export class Upsample extends Module {
  readonly #size: Sizes | null;
  readonly #scaleFactor: number | readonly number[] | null;
  readonly #mode: "nearest" | "linear" | "bilinear" | "bicubic";
  readonly #alignCorners: boolean;

  constructor(options: UpsampleOptions) {
    super();
    const { size = null, scaleFactor = null, mode = "nearest", alignCorners = false } = options;
    if ((size === null) === (scaleFactor === null)) {
      throw new ConfigError("VALUE", "Upsample: expected either size or scaleFactor");
    }
    if (!(mode in RANKS)) {
      throw new ConfigError(
        "VALUE",
        `Upsample: mode: expected ${Object.keys(RANKS).join(", ")}, got ${mode}`,
      );
    }
    if (alignCorners && mode === "nearest") {
      throw new ConfigError("VALUE", "Upsample: alignCorners: expected a mode other than nearest");
    }
    this.#size = size;
    this.#scaleFactor = scaleFactor;
    this.#mode = mode;
    this.#alignCorners = alignCorners;
  }

  forward(input: Tensor): Tensor {
    expectRank("Upsample", input, RANKS[this.#mode]);
    const numAxes = input.ndim - 2;
    const size = this.#size === null ? null : sizesOf("Upsample", "size", this.#size, numAxes, 1);
    const factors = this.#scaleFactor === null ? null : this.#factorsFor(this.#scaleFactor, numAxes);
    const alignCorners = this.#alignCorners;
    switch (this.#mode) {
      case "nearest":
        return op(`aten::upsample_nearest${numAxes as 1 | 2}d.vec`)(input, size, factors);
      case "linear":
        return op("aten::upsample_linear1d.vec")(input, size, alignCorners, factors);
      case "bilinear":
        return op("aten::upsample_bilinear2d.vec")(input, size, alignCorners, factors);
      case "bicubic":
        return op("aten::upsample_bicubic2d.vec")(input, size, alignCorners, factors);
    }
  }

  #factorsFor(given: number | readonly number[], numAxes: number): number[] {
    const factors = typeof given === "number" ? Array<number>(numAxes).fill(given) : [...given];
    if (factors.length === numAxes && factors.every((factor) => factor > 0)) return factors;
    throw new ConfigError(
      "RANGE",
      `Upsample: scaleFactor: expected a positive number, or ${numAxes} of them, got ${JSON.stringify(given)}`,
    );
  }
}
