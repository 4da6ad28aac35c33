import { DistributedError, NativeError } from "../errors.js";
import type { Parameter } from "../nn/index.js";
import { addon } from "../tensor/addon.js";
import type { Tensor } from "../tensor/index.js";
import type { ProcessGroup } from "./process-group.js";

export type Compression = "none" | "fp16" | "bf16";

export interface DataParallelOptions {
  /** Approximate size of the buckets in which gradients are summed. */
  bucketBytes?: number;
  /** Size of the first bucket, small so that summation starts early. */
  firstBucketBytes?: number;
  /** For models whose forward skips parameters, different ones from step to step. */
  findUnusedParameters?: boolean;
  /** Gradients are views into the buckets, which saves a copy and half of the memory. */
  gradientAsBucketView?: boolean;
  /** The graph, unused parameters included, is the same at every step. */
  staticGraph?: boolean;
  /** The dtype in which gradients are sent. */
  compression?: Compression;
}

/**
 * Sums gradients over ranks during backward by c10d's Reducer, the core of PyTorch's DistributedDataParallel.
 * Gradients are summed, not averaged: divide the loss by the number of clips of all ranks.
 *
 * Order of a step: `prepareForward`, forward, `prepareBackward`, backward. A forward and backward without those two
 * accumulate this rank's gradients locally; the next backward with them sends the sum (DDP's `no_sync`).
 */
export class DataParallel {
  readonly #group: ProcessGroup;
  readonly #parameters: (readonly [string, Parameter])[];
  readonly #options: Required<DataParallelOptions>;
  #reducer = 0;
  /** Names of the parameters whose gradients are summed. */
  #names: readonly string[] = [];

  /**
   * Construct it on all ranks, after the model is on its device, with parameters that are equal on all ranks: broadcast
   * them first if they may differ. Buffers are not synchronized.
   *
   * @throws NativeError on a rank whose parameters differ from rank 0's in shape, layout or number
   */
  constructor(
    group: ProcessGroup,
    parameters: Iterable<readonly [string, Parameter]>,
    options: DataParallelOptions = {},
  ) {
    this.#group = group;
    this.#parameters = [...parameters];
    this.#options = {
      bucketBytes: 25 << 20,
      firstBucketBytes: 1 << 20,
      findUnusedParameters: false,
      gradientAsBucketView: true,
      staticGraph: false,
      compression: "none",
      ...options,
    };
    this.rebuild();
  }

  /**
   * All ranks: selects the parameters that require gradients again. Call it after `requiresGrad` of a parameter changed,
   * between steps and without gradients (`optimizer.zeroGrad()`).
   */
  rebuild(): void {
    this.dispose();
    const group = this.#group;
    const trained = this.#parameters.filter(([, parameter]) => parameter.requiresGrad);
    this.#names = trained.map(([name]) => name);
    // Gloo would abort the process or mix values.
    group.verify(trained.map(([, parameter]) => parameter));
    const { bucketBytes, firstBucketBytes, findUnusedParameters } = this.#options;
    const { gradientAsBucketView, staticGraph, compression } = this.#options;
    this.#reducer = addon.newReducer(
      group.handle,
      trained.map(([, parameter]) => parameter.handle),
      [...this.#names],
      bucketBytes,
      firstBucketBytes,
      findUnusedParameters,
      gradientAsBucketView,
      staticGraph,
      compression,
    );
  }

  /**
   * Call it before a forward whose backward sums gradients.
   *
   * @throws DistributedError naming parameters without a gradient in the last such backward, which summed nothing
   */
  prepareForward(): void {
    try {
      addon.reducerPrepareForward(this.#reducer);
    } catch (error) {
      throw this.#explain(error);
    }
  }

  #explain(error: unknown): unknown {
    const indices =
      error instanceof NativeError && /did not receive grad for rank \d+:([\d ]+)/.exec(error.message);
    if (!indices) return error;
    const names = indices[1]!
      .trim()
      .split(/ +/)
      .map((index) => this.#names[Number(index)]);
    return new DistributedError(
      "UNUSED",
      `rank ${this.#group.rank}: ${names.join(", ")} got no gradient in the last backward, so gradients were not summed. ` +
        "Set find_unused_parameters (findUnusedParameters), or freeze parameters that no forward uses",
      { cause: error },
    );
  }

  /** Call it between that forward and its backward; `backward` is called on `loss`. */
  prepareBackward(loss: Tensor): void {
    const { findUnusedParameters, staticGraph } = this.#options;
    addon.reducerPrepareBackward(this.#reducer, findUnusedParameters || staticGraph ? [loss.handle] : []);
  }

  /** Read it right after that backward: the time at its end that it only waited for sums. */
  get waitedMs(): number {
    return addon.msSinceLastBucket();
  }

  /** Has no effect if called again. */
  dispose(): void {
    if (this.#reducer !== 0) addon.releaseObject(this.#reducer);
    this.#reducer = 0;
  }
}
