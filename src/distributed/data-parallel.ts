import { DistributedError, NativeError } from "../errors.js";
import type { Parameter } from "../nn/index.js";
import { addon } from "../ops/addon.js";
import type { Tensor } from "../tensor/index.js";
import type { ProcessGroup } from "./process-group.js";

export type Compression = "none" | "fp16" | "bf16";

export interface DataParallelOptions {
  /** Gradients are summed in buckets of about so many bytes. */
  bucketBytes?: number;
  /** Of the first bucket, small so that summing begins early. */
  firstBucketBytes?: number;
  /** For models whose forward leaves parameters out, from step to step others. */
  findUnusedParameters?: boolean;
  /** Gradients are views into the buckets: no copy back, and half of the memory. */
  gradientAsBucketView?: boolean;
  /** The graph, unused parameters included, is the same at every step. */
  staticGraph?: boolean;
  /** What gradients travel as. */
  compression?: Compression;
}

/**
 * Sums gradients over ranks while backward goes on, by c10d's Reducer, which is what PyTorch's
 * DistributedDataParallel is made of. Gradients are summed, not averaged: divide the loss by the clips
 * of all ranks.
 *
 * Order of a step: `prepareForward`, forward, `prepareBackward`, backward. A forward and backward without
 * the two leaves gradients as this rank's own, to be added up and sent by the last (DDP's `no_sync`).
 */
export class DataParallel {
  #reducer: number;
  readonly #names: readonly string[];
  readonly #rank: number;
  readonly #searches: boolean;

  /**
   * Build it on all ranks, after the model is on its device, with parameters that are equal on all: where they
   * may differ, broadcast them first. Buffers stay each rank's own.
   *
   * @throws NativeError on a rank whose parameters are not as rank 0's: other shapes or layouts, or another number
   */
  constructor(
    group: ProcessGroup,
    parameters: Iterable<readonly [string, Parameter]>,
    options: DataParallelOptions = {},
  ) {
    const {
      bucketBytes = 25 << 20,
      firstBucketBytes = 1 << 20,
      findUnusedParameters = false,
      gradientAsBucketView = true,
      staticGraph = false,
      compression = "none",
    } = options;
    const trained = [...parameters].filter(([, parameter]) => parameter.requiresGrad);
    this.#names = trained.map(([name]) => name);
    this.#rank = group.rank;
    this.#searches = findUnusedParameters || staticGraph;
    // Gloo would abort the process, or mix up values.
    group.verify(trained.map(([, parameter]) => parameter));
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
   * Before a forward whose backward sums gradients.
   *
   * @throws DistributedError naming parameters that had no gradient in the last such backward: it summed nothing
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
      `rank ${this.#rank}: no gradient came for ${names.join(", ")} in the last backward, which waited for all of them. ` +
        "Set find_unused_parameters (findUnusedParameters), or freeze what no forward uses",
      { cause: error },
    );
  }

  /** Between that forward and its backward; `loss` is what `backward` is called on. */
  prepareBackward(loss: Tensor): void {
    addon.reducerPrepareBackward(this.#reducer, this.#searches ? [loss.handle] : []);
  }

  /** Right after that backward: for how long it waited for sums alone, at its end. */
  get waitedMs(): number {
    return addon.msSinceLastBucket();
  }

  /** Of no effect when called again. */
  dispose(): void {
    if (this.#reducer !== 0) addon.releaseObject(this.#reducer);
    this.#reducer = 0;
  }
}
