// W = ranks of the group.
import { addon } from "../ops/addon.js";
import type { Tensor } from "../tensor/index.js";
import type { Store } from "./store.js";

export type Backend = "gloo" | "nccl";
export type Reduction = "sum" | "avg" | "product" | "min" | "max" | "band" | "bor" | "bxor";

export interface ProcessGroupOptions {
  store: Store;
  rank: number;
  size: number;
  backend: Backend;
  /** After which a collective fails. */
  timeoutMs: number;
  /** This host's address that the others reach it by, for Gloo; by default what Gloo finds. */
  address?: string;
}

/** A collective under way, which keeps its tensors' memory. They must not be touched before `wait` returns. */
export class Work {
  #handle: number;

  /** @internal */
  constructor(handle: number) {
    this.#handle = handle;
  }

  get isCompleted(): boolean {
    return this.#handle === 0 || addon.workIsCompleted(this.#handle);
  }

  /** Blocks until it is done. @throws NativeError when a rank is lost or the timeout has passed */
  wait(): void {
    if (this.#handle === 0) return;
    try {
      addon.workWait(this.#handle);
    } finally {
      addon.releaseObject(this.#handle);
      this.#handle = 0;
    }
  }
}

/**
 * Ranks that compute together, over c10d's Gloo or NCCL. Every rank calls the same collectives in the same
 * order, with tensors of the same shapes and dtypes; all of them work in place and return at once.
 */
export class ProcessGroup implements Disposable {
  readonly rank: number;
  readonly size: number;
  readonly backend: Backend;
  /** @internal */
  readonly handle: number;

  /** Waits for all ranks. */
  constructor({ store, rank, size, backend, timeoutMs, address = "" }: ProcessGroupOptions) {
    this.rank = rank;
    this.size = size;
    this.backend = backend;
    this.handle = addon.newProcessGroup(store.handle, rank, size, backend, timeoutMs, address);
  }

  /** Every rank's tensors become those of `root`. */
  broadcast(tensor: Tensor, root = 0): Work {
    return this.#start("broadcast", [], [tensor], "sum", root);
  }

  /** Every rank's tensor becomes the reduction of all. */
  allReduce(tensor: Tensor, reduction: Reduction = "sum"): Work {
    return this.#start("allReduce", [], [tensor], reduction, 0);
  }

  /** `root`'s tensor becomes the reduction of all; the others' hold nothing of use after. */
  reduce(tensor: Tensor, root = 0, reduction: Reduction = "sum"): Work {
    return this.#start("reduce", [], [tensor], reduction, root);
  }

  /** `outputs`, W of the input's shape, get each rank's input. */
  allGather(outputs: readonly Tensor[], input: Tensor): Work {
    return this.#start("allGather", outputs, [input], "sum", 0);
  }

  /** As `allGather`, on `root` alone; the others give no outputs. */
  gather(outputs: readonly Tensor[], input: Tensor, root = 0): Work {
    return this.#start("gather", outputs, [input], "sum", root);
  }

  /** `output` gets this rank's one of `root`'s W inputs; the others give no inputs. */
  scatter(output: Tensor, inputs: readonly Tensor[], root = 0): Work {
    return this.#start("scatter", [output], inputs, "sum", root);
  }

  /** `output` gets the reduction over the ranks of this rank's one of the W inputs. */
  reduceScatter(output: Tensor, inputs: readonly Tensor[], reduction: Reduction = "sum"): Work {
    return this.#start("reduceScatter", [output], inputs, reduction, 0);
  }

  /** `outputs[r]` gets what rank r has in its `inputs[this rank]`. */
  allToAll(outputs: readonly Tensor[], inputs: readonly Tensor[]): Work {
    return this.#start("allToAll", outputs, inputs, "sum", 0);
  }

  send(tensor: Tensor, destination: number): Work {
    return this.#start("send", [], [tensor], "sum", destination);
  }

  receive(tensor: Tensor, source: number): Work {
    return this.#start("receive", [tensor], [], "sum", source);
  }

  barrier(): Work {
    return this.#start("barrier", [], [], "sum", 0);
  }

  /** A barrier after which rank 0 can name every rank that did not come in time. Gloo alone has it. */
  monitoredBarrier(timeoutMs: number): void {
    addon.monitoredBarrier(this.handle, timeoutMs);
  }

  /** Broadcasts many tensors in few messages, and waits. */
  broadcastAll(tensors: readonly Tensor[], root = 0): void {
    addon.broadcastAll(this.handle, handlesOf(tensors), root);
  }

  /** @throws NativeError naming a tensor that is not as on rank 0: another shape, dtype or memory format */
  verify(tensors: readonly Tensor[]): void {
    addon.verifyParameters(this.handle, handlesOf(tensors));
  }

  #start(
    name: string,
    outputs: readonly Tensor[],
    inputs: readonly Tensor[],
    reduction: Reduction,
    peer: number,
  ): Work {
    return new Work(
      addon.collective(this.handle, name, handlesOf(outputs), handlesOf(inputs), reduction, peer),
    );
  }

  [Symbol.dispose](): void {
    addon.releaseObject(this.handle);
  }
}

function handlesOf(tensors: readonly Tensor[]): number[] {
  return tensors.map((tensor) => tensor.handle);
}
