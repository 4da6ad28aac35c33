import { ShapeError } from "../errors.js";
import { addon } from "../tensor/addon.js";
import { noGrad, Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { isRecomputing } from "./checkpointing/index.js";
import { Buffer, expectChannels, Module, Parameter } from "./module.js";

export interface BatchNormOptions {
  eps?: number;
  /** Weight of the newest batch in the running statistics. */
  momentum?: number;
  /** false keeps weight 1 and bias 0, as buffers. Default true. */
  affine?: boolean;
}

/** Ranks whose clips one batch norm treats as a single batch. */
export interface NormGroup {
  /** Handle of the process group. */
  readonly handle: number;
  /** False while every rank has the same clips: its own statistics then equal those of all ranks. */
  isActive: boolean;
}

/** Normalization over the batch, per channel. Evaluation uses the running statistics. */
export abstract class BatchNorm extends Module {
  /** Ranks whose clips count as one batch (PyTorch's SyncBatchNorm, on any device); null for this rank only. */
  group: NormGroup | null = null;
  /** Normalizes by the running statistics in training too and does not update them, as a frozen layer does. */
  hasFixedStatistics = false;
  readonly weight: Parameter | Buffer; // [C]
  readonly bias: Parameter | Buffer; // [C]
  readonly runningMean: Buffer; // [C]
  readonly runningVar: Buffer; // [C]
  readonly numBatchesTracked: Buffer; // []
  readonly #channels: number;
  readonly #eps: number;
  readonly #momentum: number;

  constructor(channels: number, options: BatchNormOptions = {}) {
    super();
    const Kind = (options.affine ?? true) ? Parameter : Buffer;
    this.weight = new Kind(ops.ones([channels]));
    this.bias = new Kind(ops.zeros([channels]));
    this.runningMean = new Buffer(ops.zeros([channels]));
    this.runningVar = new Buffer(ops.ones([channels]));
    this.numBatchesTracked = new Buffer(ops.zeros([], { dtype: "int64" }));
    this.#channels = channels;
    this.#eps = options.eps ?? 1e-5;
    this.#momentum = options.momentum ?? 0.1;
  }

  protected normalize(layer: string, dims: readonly number[], input: Tensor): Tensor {
    expectChannels(layer, input, dims, 1, this.#channels);
    const usesBatch = this.training && !this.hasFixedStatistics;
    const group = usesBatch && this.group?.isActive ? this.group : null;
    if (group !== null) return this.#normalizeTogether(input, group);
    if (usesBatch) {
      // The variance of one value is NaN, which would remain in the running statistics.
      const shape = input.shape;
      if (input.numel === shape[1]) {
        throw new ShapeError(
          "SHAPE",
          `${layer}: expected more than one value per channel in training, input is [${shape.join(", ")}]`,
        );
      }
      this.#countBatch();
    }
    return ops.batchNorm(
      input,
      this.weight,
      this.bias,
      this.runningMean,
      this.runningVar,
      usesBatch,
      this.#momentumNow,
      this.#eps,
      true,
    );
  }

  #countBatch(): void {
    if (!isRecomputing()) noGrad(() => this.numBatchesTracked.add_(1));
  }

  /** 0 leaves the running statistics as they are: a recomputed batch is already in them. */
  get #momentumNow(): number {
    return isRecomputing() ? 0 : this.#momentum;
  }

  #normalizeTogether(input: Tensor, { handle }: NormGroup): Tensor {
    this.#countBatch();
    return new Tensor(
      addon.syncBatchNorm(
        input.handle,
        this.weight.handle,
        this.bias.handle,
        this.runningMean.handle,
        this.runningVar.handle,
        this.#momentumNow,
        this.#eps,
        handle,
      ),
    );
  }
}

/** [B, C] or [B, C, T]. */
export class BatchNorm1d extends BatchNorm {
  forward(input: Tensor): Tensor {
    return this.normalize("BatchNorm1d", [2, 3], input);
  }
}

/** [B, C, H, W]. */
export class BatchNorm2d extends BatchNorm {
  forward(input: Tensor): Tensor {
    return this.normalize("BatchNorm2d", [4], input);
  }
}

/** [B, C, D, H, W]. */
export class BatchNorm3d extends BatchNorm {
  forward(input: Tensor): Tensor {
    return this.normalize("BatchNorm3d", [5], input);
  }
}
