// W = ranks of the group.
import { DistributedError } from "../errors.js";
import { addon } from "../tensor/addon.js";
import type { Tensor } from "../tensor/index.js";
import { type Collective, checkCollective, describeCollective, named, type ReduceOp } from "./collective.js";
import type { Store } from "./store.js";

export type Backend = "gloo" | "nccl";

export interface ProcessGroupOptions {
  store: Store;
  rank: number;
  size: number;
  backend: Backend;
  /** Time after which a collective fails. */
  timeoutMs: number;
  /** The address by which the other hosts reach this one, for Gloo; by default Gloo chooses it. */
  address?: string;
  /**
   * Compares each collective's name, shapes and dtypes between ranks before it runs: slow, to find the first call that
   * differs. Without it, Gloo returns wrong values or aborts the process if they differ. Only for Gloo; by default true
   * if TORCH_DISTRIBUTED_DEBUG is DETAIL, as in PyTorch.
   */
  comparesCalls?: boolean;
}

/** A running collective. It keeps its tensors alive; do not read or write them before `wait` returns. */
export class Work {
  #handle: number;
  readonly #what: string;

  /** @internal */
  constructor(handle: number, what: string) {
    this.#handle = handle;
    this.#what = what;
  }

  get isCompleted(): boolean {
    return this.#handle === 0 || addon.workIsCompleted(this.#handle);
  }

  /**
   * Blocks until the collective is done; has no effect if called again.
   *
   * @throws NativeError if a rank is lost, the timeout has passed or the backend does not support the dtype
   */
  wait(): void {
    if (this.#handle === 0) return;
    try {
      addon.workWait(this.#handle);
    } catch (error) {
      throw named(error, this.#what);
    } finally {
      addon.releaseObject(this.#handle);
      this.#handle = 0;
    }
  }
}

/**
 * A group of ranks over c10d's Gloo or NCCL. Every rank calls the same collectives in the same order, with tensors of
 * the same shapes and dtypes; all of them work in place and return at once. After a failed collective the group cannot
 * be used any more.
 *
 * Tensors must be contiguous; those of `broadcast`, `allReduce` and `reduce` may have other strides without gaps,
 * the same on all ranks. Wrong arguments that one rank can detect alone throw at once: DistributedError for ranks and
 * counts, ShapeError, DTypeError.
 */
export class ProcessGroup implements Disposable {
  readonly rank: number;
  readonly size: number;
  readonly backend: Backend;
  #handle: number;

  /** Waits for all ranks. @throws NativeError if they do not join within the store's timeout */
  constructor(options: ProcessGroupOptions) {
    const { store, rank, size, backend, timeoutMs, address = "" } = options;
    const { comparesCalls = process.env["TORCH_DISTRIBUTED_DEBUG"] === "DETAIL" } = options;
    if (!Number.isInteger(rank) || rank < 0 || rank >= size) {
      throw new DistributedError("RANK", `ProcessGroup: rank ${rank} is not below the size, ${size}`);
    }
    this.rank = rank;
    this.size = size;
    this.backend = backend;
    try {
      this.#handle = addon.newProcessGroup(
        store.handle,
        rank,
        size,
        backend,
        timeoutMs,
        address,
        comparesCalls,
      );
    } catch (error) {
      throw named(error, `ProcessGroup of ${size} ranks over ${backend}, rank ${rank}`);
    }
  }

  /** @internal */
  get handle(): number {
    if (this.#handle !== 0) return this.#handle;
    throw new DistributedError("DISPOSED", "ProcessGroup: used after dispose");
  }

  /** Copies `root`'s tensor to every rank. */
  broadcast(tensor: Tensor, root = 0): Work {
    return this.#start({
      ...{ name: "broadcast", inputs: [tensor], counts: [0, 1], isInPlace: true },
      peer: { rank: root, as: "root" },
    });
  }

  /** Reduces the tensors of all ranks on every rank. `avg` is for floating dtypes, `band` to `bxor` for others. */
  allReduce(tensor: Tensor, reduction: ReduceOp = "sum"): Work {
    return this.#start({
      ...{ name: "allReduce", inputs: [tensor], counts: [0, 1], isInPlace: true },
      reduction,
    });
  }

  /** Reduces the tensors of all ranks on `root`; the other ranks' tensors are undefined afterwards. */
  reduce(tensor: Tensor, root = 0, reduction: ReduceOp = "sum"): Work {
    return this.#start({
      ...{ name: "reduce", inputs: [tensor], counts: [0, 1], isInPlace: true },
      peer: { rank: root, as: "root" },
      reduction,
    });
  }

  /** Copies each rank's input into `outputs`, W tensors of the input's shape. */
  allGather(outputs: readonly Tensor[], input: Tensor): Work {
    return this.#start({ name: "allGather", outputs, inputs: [input], counts: [this.size, 1] });
  }

  /** Copies as `allGather`, only on `root`; the other ranks pass no outputs. */
  gather(outputs: readonly Tensor[], input: Tensor, root = 0): Work {
    return this.#start({
      ...{ name: "gather", outputs, inputs: [input], counts: [this.rank === root ? this.size : 0, 1] },
      peer: { rank: root, as: "root" },
    });
  }

  /** Copies this rank's one of `root`'s W inputs into `output`; the other ranks pass no inputs. */
  scatter(output: Tensor, inputs: readonly Tensor[], root = 0): Work {
    return this.#start({
      ...{ name: "scatter", outputs: [output], inputs, counts: [1, this.rank === root ? this.size : 0] },
      peer: { rank: root, as: "root" },
    });
  }

  /** Reduces over the ranks this rank's one of the W inputs into `output`. */
  reduceScatter(output: Tensor, inputs: readonly Tensor[], reduction: ReduceOp = "sum"): Work {
    return this.#start({
      ...{ name: "reduceScatter", outputs: [output], inputs, counts: [1, this.size] },
      reduction,
    });
  }

  /** Copies rank r's `inputs[this rank]` into `outputs[r]`. */
  allToAll(outputs: readonly Tensor[], inputs: readonly Tensor[]): Work {
    return this.#start({ name: "allToAll", outputs, inputs, counts: [this.size, this.size] });
  }

  /** Sends to `destination`, which must call `receive`; sends to one rank arrive in order. */
  send(tensor: Tensor, destination: number): Work {
    return this.#start({
      ...{ name: "send", inputs: [tensor], counts: [0, 1] },
      peer: { rank: destination, as: "destination" },
    });
  }

  /** Receives into `tensor` what `source` sends. */
  receive(tensor: Tensor, source: number): Work {
    return this.#start({
      ...{ name: "receive", outputs: [tensor], counts: [1, 0] },
      peer: { rank: source, as: "source" },
    });
  }

  /** Completes once all ranks have called it. */
  barrier(): Work {
    return this.#start({ name: "barrier", counts: [0, 0] });
  }

  /**
   * A barrier after which rank 0 can name every rank that is late. Only for Gloo.
   *
   * @throws NativeError on rank 0 with the missing ranks, on the others if rank 0 does not answer
   */
  monitoredBarrier(timeoutMs: number): void {
    try {
      addon.monitoredBarrier(this.handle, timeoutMs);
    } catch (error) {
      throw named(error, "monitoredBarrier");
    }
  }

  /** Broadcasts tensors of any strides in few messages, and waits. */
  broadcastAll(tensors: readonly Tensor[], root = 0): void {
    if (tensors.length === 0) return;
    addon.broadcastAll(this.handle, handlesOf(tensors), root);
  }

  /** @throws NativeError naming a tensor whose shape, dtype or memory format differs from rank 0's */
  verify(tensors: readonly Tensor[]): void {
    addon.verifyParameters(this.handle, handlesOf(tensors));
  }

  #start(given: Partial<Collective> & Pick<Collective, "name" | "counts">): Work {
    const call = { outputs: [], inputs: [], reduction: null, peer: null, isInPlace: false, ...given };
    const { handle } = this;
    checkCollective(call, this.rank, this.size);
    const { name, outputs, inputs, reduction, peer } = call;
    const what = describeCollective(call);
    try {
      return new Work(
        addon.collective(
          handle,
          name,
          handlesOf(outputs),
          handlesOf(inputs),
          reduction ?? "sum",
          peer?.rank ?? 0,
        ),
        what,
      );
    } catch (error) {
      throw named(error, what);
    }
  }

  /** Closes the connections; has no effect if called again. */
  [Symbol.dispose](): void {
    if (this.#handle !== 0) addon.closeProcessGroup(this.#handle);
    this.#handle = 0;
  }
}

function handlesOf(tensors: readonly Tensor[]): number[] {
  return tensors.map((tensor) => tensor.handle);
}
