// W = ranks of the group.
import { DistributedError } from "../errors.js";
import { addon } from "../ops/addon.js";
import type { Tensor } from "../tensor/index.js";
import { type Collective, checkCollective, describeCollective, named, type ReduceOp } from "./collective.js";
import type { Store } from "./store.js";

export type Backend = "gloo" | "nccl";

export interface ProcessGroupOptions {
  store: Store;
  rank: number;
  size: number;
  backend: Backend;
  /** After which a collective fails. */
  timeoutMs: number;
  /** This host's address that the others reach it by, for Gloo; by default what Gloo finds. */
  address?: string;
  /**
   * Before each collective the ranks tell each other which it is, and of which shapes and dtypes: slow, for
   * finding the call at which ranks part. Without, Gloo gives wrong values or aborts the process when they
   * differ. Gloo alone; by default true where TORCH_DISTRIBUTED_DEBUG is DETAIL, as in PyTorch.
   */
  comparesCalls?: boolean;
}

/** A collective under way, which keeps its tensors' memory. They must not be touched before `wait` returns. */
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
   * Blocks until it is done; does nothing when called again.
   *
   * @throws NativeError when a rank is lost, the timeout has passed or the backend cannot take the dtype
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
 * Ranks that compute together, over c10d's Gloo or NCCL. Every rank calls the same collectives in the same
 * order, with tensors of the same shapes and dtypes; all of them work in place and return at once. After a
 * collective that failed the group is of no more use.
 *
 * Tensors are contiguous; those of `broadcast`, `allReduce` and `reduce` may have other strides without gaps,
 * the same on all ranks. What one rank can see of wrong arguments throws at once: DistributedError for ranks
 * and counts, ShapeError, DTypeError.
 */
export class ProcessGroup implements Disposable {
  readonly rank: number;
  readonly size: number;
  readonly backend: Backend;
  #handle: number;

  /** Waits for all ranks. @throws NativeError when they do not come within the store's timeout */
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

  /** Every rank's tensors become those of `root`. */
  broadcast(tensor: Tensor, root = 0): Work {
    return this.#start({
      ...{ name: "broadcast", inputs: [tensor], counts: [0, 1], isInPlace: true },
      peer: { rank: root, as: "root" },
    });
  }

  /** Every rank's tensor becomes the reduction of all. `avg` is for floating dtypes, `band` to `bxor` for others. */
  allReduce(tensor: Tensor, reduction: ReduceOp = "sum"): Work {
    return this.#start({
      ...{ name: "allReduce", inputs: [tensor], counts: [0, 1], isInPlace: true },
      reduction,
    });
  }

  /** `root`'s tensor becomes the reduction of all; the others' hold nothing of use after. */
  reduce(tensor: Tensor, root = 0, reduction: ReduceOp = "sum"): Work {
    return this.#start({
      ...{ name: "reduce", inputs: [tensor], counts: [0, 1], isInPlace: true },
      peer: { rank: root, as: "root" },
      reduction,
    });
  }

  /** `outputs`, W of the input's shape, get each rank's input. */
  allGather(outputs: readonly Tensor[], input: Tensor): Work {
    return this.#start({ name: "allGather", outputs, inputs: [input], counts: [this.size, 1] });
  }

  /** As `allGather`, on `root` alone; the others give no outputs. */
  gather(outputs: readonly Tensor[], input: Tensor, root = 0): Work {
    return this.#start({
      ...{ name: "gather", outputs, inputs: [input], counts: [this.rank === root ? this.size : 0, 1] },
      peer: { rank: root, as: "root" },
    });
  }

  /** `output` gets this rank's one of `root`'s W inputs; the others give no inputs. */
  scatter(output: Tensor, inputs: readonly Tensor[], root = 0): Work {
    return this.#start({
      ...{ name: "scatter", outputs: [output], inputs, counts: [1, this.rank === root ? this.size : 0] },
      peer: { rank: root, as: "root" },
    });
  }

  /** `output` gets the reduction over the ranks of this rank's one of the W inputs. */
  reduceScatter(output: Tensor, inputs: readonly Tensor[], reduction: ReduceOp = "sum"): Work {
    return this.#start({
      ...{ name: "reduceScatter", outputs: [output], inputs, counts: [1, this.size] },
      reduction,
    });
  }

  /** `outputs[r]` gets what rank r has in its `inputs[this rank]`. */
  allToAll(outputs: readonly Tensor[], inputs: readonly Tensor[]): Work {
    return this.#start({ name: "allToAll", outputs, inputs, counts: [this.size, this.size] });
  }

  /** `destination` must call `receive`; sends to one rank arrive in their order. */
  send(tensor: Tensor, destination: number): Work {
    return this.#start({
      ...{ name: "send", inputs: [tensor], counts: [0, 1] },
      peer: { rank: destination, as: "destination" },
    });
  }

  /** `tensor` gets what `source` sends. */
  receive(tensor: Tensor, source: number): Work {
    return this.#start({
      ...{ name: "receive", outputs: [tensor], counts: [1, 0] },
      peer: { rank: source, as: "source" },
    });
  }

  /** Nobody's is done before all have come. */
  barrier(): Work {
    return this.#start({ name: "barrier", counts: [0, 0] });
  }

  /**
   * A barrier after which rank 0 can name every rank that did not come in time. Gloo alone has it.
   *
   * @throws NativeError on rank 0 with the missing ranks, on the others when rank 0 does not answer
   */
  monitoredBarrier(timeoutMs: number): void {
    try {
      addon.monitoredBarrier(this.handle, timeoutMs);
    } catch (error) {
      throw named(error, "monitoredBarrier");
    }
  }

  /** Broadcasts many tensors of any strides in few messages, and waits. */
  broadcastAll(tensors: readonly Tensor[], root = 0): void {
    if (tensors.length === 0) return;
    addon.broadcastAll(this.handle, handlesOf(tensors), root);
  }

  /** @throws NativeError naming a tensor that is not as on rank 0: another shape, dtype or memory format */
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

  /** Ends the connections; of no effect when called again. */
  [Symbol.dispose](): void {
    if (this.#handle !== 0) addon.releaseObject(this.#handle);
    this.#handle = 0;
  }
}

function handlesOf(tensors: readonly Tensor[]): number[] {
  return tensors.map((tensor) => tensor.handle);
}
