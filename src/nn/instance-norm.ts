import { ShapeError } from "../errors.js";
import type { Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { isRecomputing } from "./checkpointing/index.js";
import { Buffer, expectChannels, Module, Parameter } from "./module.js";
import { countOf } from "./sizes.js";

export interface InstanceNormOptions {
  eps?: number;
  /** Weight of the newest batch in the running statistics. Default 0.1. */
  momentum?: number;
  /** true: a weight and a bias for each channel. Default false. */
  affine?: boolean;
  /** true: evaluation uses running statistics. Default false. */
  trackRunningStats?: boolean;
}

/** Normalization of each channel of each example (Ulyanov et al., 2016). */
abstract class InstanceNorm extends Module {
  readonly weight: Parameter | null; // [C]
  readonly bias: Parameter | null; // [C]
  readonly runningMean: Buffer | null; // [C]
  readonly runningVar: Buffer | null; // [C]
  readonly numBatchesTracked: Buffer | null; // []
  readonly #numAxes: number;
  readonly #channels: number;
  readonly #eps: number;
  readonly #momentum: number;

  constructor(numAxes: number, numFeatures: number, options: InstanceNormOptions) {
    super();
    const { eps = 1e-5, momentum = 0.1, affine = false, trackRunningStats = false } = options;
    const channels = countOf(`InstanceNorm${numAxes}d`, "numFeatures", numFeatures);
    this.weight = affine ? new Parameter(ops.ones([channels])) : null;
    this.bias = affine ? new Parameter(ops.zeros([channels])) : null;
    this.runningMean = trackRunningStats ? new Buffer(ops.zeros([channels])) : null;
    this.runningVar = trackRunningStats ? new Buffer(ops.ones([channels])) : null;
    // PyTorch never counts here; the buffer is part of its state dicts.
    this.numBatchesTracked = trackRunningStats ? new Buffer(ops.zeros([], { dtype: "int64" })) : null;
    this.#numAxes = numAxes;
    this.#channels = channels;
    this.#eps = eps;
    this.#momentum = momentum;
  }

  forward(input: Tensor): Tensor {
    const layer = `InstanceNorm${this.#numAxes}d`;
    const rank = this.#numAxes + 2;
    expectChannels(layer, input, [rank - 1, rank], -this.#numAxes - 1, this.#channels);
    const usesInput = this.training || this.runningMean === null;
    const shape = input.shape;
    if (usesInput && shape.slice(-this.#numAxes).every((size) => size === 1)) {
      throw new ShapeError(
        "SHAPE",
        `${layer}: expected more than one value per channel and example, input is [${shape.join(", ")}]`,
      );
    }
    const isBatched = shape.length === rank;
    const output = ops.instanceNorm(
      isBatched ? input : input.unsqueeze(0),
      this.weight,
      this.bias,
      this.runningMean,
      this.runningVar,
      usesInput,
      // A recomputed batch is already in the running statistics.
      isRecomputing() ? 0 : this.#momentum,
      this.#eps,
      true,
    );
    return isBatched ? output : output.squeeze(0);
  }
}

/** [B, C, T] or [C, T]. After `torch.nn.InstanceNorm1d`. */
export class InstanceNorm1d extends InstanceNorm {
  constructor(numFeatures: number, options: InstanceNormOptions = {}) {
    super(1, numFeatures, options);
  }
}

/** [B, C, H, W] or [C, H, W]. After `torch.nn.InstanceNorm2d`. */
export class InstanceNorm2d extends InstanceNorm {
  constructor(numFeatures: number, options: InstanceNormOptions = {}) {
    super(2, numFeatures, options);
  }
}

/** [B, C, D, H, W] or [C, D, H, W]. After `torch.nn.InstanceNorm3d`. */
export class InstanceNorm3d extends InstanceNorm {
  constructor(numFeatures: number, options: InstanceNormOptions = {}) {
    super(3, numFeatures, options);
  }
}
