import { ShapeError } from "../errors.js";
import type { Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { Module } from "./module.js";
import { countOf } from "./sizes.js";

/** Merges the dimensions from `startDim` to `endDim`; by default [B, ...] to [B, product of the other sizes]. */
export class Flatten extends Module {
  readonly #startDim: number;
  readonly #endDim: number;

  constructor(options: { startDim?: number; endDim?: number } = {}) {
    super();
    this.#startDim = options.startDim ?? 1;
    this.#endDim = options.endDim ?? -1;
  }

  forward(input: Tensor): Tensor {
    return input.flatten(this.#startDim, this.#endDim);
  }
}

/** Splits a dimension into several; one size may be -1, which follows from the others. */
export class Unflatten extends Module {
  readonly #dim: number;
  readonly #unflattenedSize: readonly number[];

  constructor(dim: number, unflattenedSize: readonly number[]) {
    super();
    this.#dim = dim;
    this.#unflattenedSize = unflattenedSize;
  }

  forward(input: Tensor): Tensor {
    return input.unflatten(this.#dim, this.#unflattenedSize);
  }
}

/** Moves channels into space: [..., C * r^2, H, W] to [..., C, H * r, W * r] (Shi et al., 2016). */
export class PixelShuffle extends Module {
  readonly #upscaleFactor: number;

  constructor(upscaleFactor: number) {
    super();
    this.#upscaleFactor = countOf("PixelShuffle", "upscaleFactor", upscaleFactor);
  }

  forward(input: Tensor): Tensor {
    const square = this.#upscaleFactor ** 2;
    const shape = input.shape;
    if (shape.length < 3 || shape.at(-3)! % square !== 0) {
      throw new ShapeError(
        "SHAPE",
        `PixelShuffle: expected [..., C, H, W] with a multiple of ${square} channels, input is [${shape.join(", ")}]`,
      );
    }
    return ops.pixelShuffle(input, this.#upscaleFactor);
  }
}

/** Moves space into channels: [..., C, H * r, W * r] to [..., C * r^2, H, W]. */
export class PixelUnshuffle extends Module {
  readonly #downscaleFactor: number;

  constructor(downscaleFactor: number) {
    super();
    this.#downscaleFactor = countOf("PixelUnshuffle", "downscaleFactor", downscaleFactor);
  }

  forward(input: Tensor): Tensor {
    const factor = this.#downscaleFactor;
    const shape = input.shape;
    if (shape.length < 3 || shape.slice(-2).some((size) => size % factor !== 0)) {
      throw new ShapeError(
        "SHAPE",
        `PixelUnshuffle: expected [..., C, H, W] with multiples of ${factor} as H and W, input is [${shape.join(", ")}]`,
      );
    }
    return ops.pixelUnshuffle(input, factor);
  }
}
