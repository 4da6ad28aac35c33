import { DistributedError } from "../errors.js";
import { addon } from "../ops/addon.js";
import { type Stage, StageClock } from "../profiling/stages.js";
import { scope, Tensor } from "../tensor/index.js";
import { isLoopback, resolvable, routeTo } from "./address.js";
import type { Environment } from "./environment.js";
import { explainCollective, type Failure, failureOf, peerError } from "./failure.js";
import { type Backend, ProcessGroup } from "./process-group.js";
import { Store } from "./store.js";
import { Watch } from "./watch.js";

export interface WorldOptions {
  /** Of gradients; what ranks tell each other goes over Gloo. */
  backend: Backend;
  /** After which a rank that waits for another fails. */
  timeoutSec: number;
  /** After which it is said who waits for whom. */
  hangWarningSec: number;
}

interface Connections {
  store: Store;
  control: ProcessGroup;
  gradients: ProcessGroup;
  watch: Watch;
  timeoutSec: number;
}

/**
 * The ranks that train one model together, as one of them sees it. A world of one answers at once, so
 * that nobody need ask whether training is distributed.
 *
 * Methods that all ranks must call, in the same order, say so by "all ranks".
 */
export class World {
  readonly rank: number;
  readonly size: number;
  readonly localRank: number;
  /** Ranks on this host. */
  readonly localSize: number;
  /** Where this rank's time goes. */
  readonly stages = new StageClock();
  readonly #connections: Connections | null;
  readonly #shared = new WeakSet<object>();

  private constructor(
    place: Pick<World, "rank" | "size" | "localRank" | "localSize">,
    connections: Connections | null,
  ) {
    this.rank = place.rank;
    this.size = place.size;
    this.localRank = place.localRank;
    this.localSize = place.localSize;
    this.#connections = connections;
  }

  static solo(): World {
    return new World({ rank: 0, size: 1, localRank: 0, localSize: 1 }, null);
  }

  /** Waits for all ranks. @throws DistributedError naming those that have not come within the timeout */
  static async join(environment: Environment, options: WorldOptions): Promise<World> {
    const { rank, worldSize: size, localRank, localSize } = environment;
    const host = await resolvable(environment.masterAddress);
    const timeoutMs = 1000 * options.timeoutSec;
    const { agentStorePrefix } = environment;
    const root = Store.open({
      host,
      port: environment.masterPort,
      isServer: rank === 0 && agentStorePrefix === null,
      timeoutMs,
    });
    const store = agentStorePrefix === null ? root : root.withPrefix(agentStorePrefix);
    let watch: Watch | null = null;
    try {
      store.set(`joined/${rank}`, "");
      watch = await startWatch(store, { ...environment, masterAddress: host }, options.hangWarningSec);
      const address = await findAddress(store, environment);
      const group = (name: string, backend: Backend): ProcessGroup =>
        new ProcessGroup({ store: store.withPrefix(name), rank, size, backend, timeoutMs, address });
      const control = group("control", "gloo");
      const gradients = options.backend === "gloo" ? control : group("gradients", options.backend);
      const connections = { store, control, gradients, watch, timeoutSec: options.timeoutSec };
      return new World({ rank, size, localRank, localSize }, connections);
    } catch (cause) {
      const missing = missingRanks(store, size);
      // It would end this process once others have left.
      await watch?.end(false);
      const who =
        missing.length === 0
          ? "the ranks did not find each other"
          : `rank${missing.length === 1 ? "" : "s"} ${missing.join(", ")} did not come within ${options.timeoutSec} s`;
      throw new DistributedError(
        "JOIN",
        `rank ${rank} of ${size}: ${who} to ${host}:${environment.masterPort} (${(cause as Error).message})`,
        { cause },
      );
    }
  }

  /** The rank that prints and writes. */
  get isMain(): boolean {
    return this.rank === 0;
  }

  /** The ranks that gradients are summed over; null alone. */
  get gradients(): ProcessGroup | null {
    return this.#connections?.gradients ?? null;
  }

  /** Optimizer steps done, as last noted. */
  get step(): number {
    return this.#connections?.watch.step ?? 0;
  }

  /** Notes what this rank does from now on. `step` counts optimizer steps done. */
  enter(stage: Stage, step?: number): void {
    this.stages.enter(stage);
    this.#connections?.watch.enter(stage, step);
  }

  /** Whether an error came to all ranks at the same place, so that they can still do something together. */
  isShared(error: unknown): boolean {
    return this.#connections === null || this.#shared.has(error as object);
  }

  /** Says that an error is one that all ranks throw at the same place. */
  markShared(error: Error): void {
    this.#shared.add(error);
  }

  /**
   * All ranks: tells whether any of them wants to stop; where any has an error, all throw: that rank its
   * own, the others a PeerError with its words.
   */
  agree(error: unknown, wantsStop = false): boolean {
    if (this.#connections === null) {
      if (error !== null) throw error;
      return wantsStop;
    }
    // The largest is the lowest rank's.
    const [failed, stop] = this.#max([error === null ? 0 : this.size - this.rank, wantsStop ? 1 : 0]);
    if (failed === 0) return stop === 1;
    const origin = this.size - failed!;
    const failure = this.#fromRank(origin, error === null ? null : failureOf(this.rank, error)) as Failure;
    const shown = (origin === this.rank ? error : peerError(failure)) as Error;
    this.#shared.add(shown);
    throw shown;
  }

  /** All ranks: runs `body` on each; where one fails, all do. */
  async together<T>(body: () => T | Promise<T>): Promise<T> {
    let result: T | undefined;
    let error: unknown = null;
    try {
      result = await body();
    } catch (thrown) {
      error = thrown;
    }
    this.agree(error);
    return result as T;
  }

  /** All ranks: runs `body` on rank 0, and gives every rank its result, which must be plain data. */
  async decide<T>(body: () => T | Promise<T>): Promise<T> {
    const result = await this.together(() => (this.isMain ? body() : undefined));
    return this.#connections === null ? (result as T) : (this.#fromRank(0, result) as T);
  }

  /** All ranks: every rank's plain data, by rank. */
  gather<T>(value: T): T[] {
    if (this.#connections === null) return [value];
    return this.gatherBytes(Buffer.from(JSON.stringify(value) ?? "null")).map(
      (bytes) => JSON.parse(Buffer.from(bytes).toString()) as T,
    );
  }

  /** All ranks: every rank's bytes, by rank; as many on each as it likes. */
  gatherBytes(bytes: Uint8Array): Uint8Array[] {
    if (this.#connections === null) return [bytes];
    return scope(() => {
      const sizes = this.#gatherAll(Tensor.from(Float64Array.of(bytes.length))).map((size) => size.item());
      const most = Math.max(...sizes);
      if (most === 0) return sizes.map(() => new Uint8Array());
      const padded = new Uint8Array(most);
      padded.set(bytes);
      return this.#gatherAll(Tensor.from(padded)).map((tensor, rank) =>
        (tensor.toArray() as Uint8Array).slice(0, sizes[rank]),
      );
    });
  }

  /** All ranks: every rank's numbers, by rank; NaN and infinities too. */
  gatherNumbers(values: Float64Array): Float64Array[] {
    if (this.#connections === null) return [values];
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return this.gatherBytes(bytes).map(({ buffer }) => new Float64Array(buffer));
  }

  /** All ranks: tensors of one device become rank 0's. */
  broadcast(tensors: readonly Tensor[]): void {
    const { gradients, control } = this.#connections ?? {};
    if (gradients === undefined || control === undefined || tensors.length === 0) return;
    const group = tensors[0]!.device === "cpu" ? control : gradients;
    this.watched("merging", () => group.broadcastAll(tensors));
  }

  /**
   * Runs a stage that ends with the body. Where it waits for the other ranks, a lost one becomes an error that says
   * where this one stood.
   */
  watched<T>(stage: Stage, body: () => T): T {
    const before = this.stages.enter(stage);
    try {
      return this.#connections === null ? body() : this.#waiting(this.#connections, stage, before, body);
    } finally {
      this.stages.enter(before);
    }
  }

  #waiting<T>({ watch, timeoutSec }: Connections, stage: Stage, before: Stage, body: () => T): T {
    const waitedMs = addon.collectiveWaitMs();
    watch.enter(stage);
    try {
      return body();
    } catch (error) {
      throw explainCollective(error, this.rank, `in ${stage} after step ${watch.step}`, timeoutSec);
    } finally {
      watch.enter(before);
      // Batch norm over all ranks waits inside of forward and backward.
      if (stage === "forward" || stage === "backward")
        this.stages.shift(stage, "all_reduce", addon.collectiveWaitMs() - waitedMs);
    }
  }

  #max(values: readonly number[]): number[] {
    return scope(() => {
      const tensor = Tensor.from(Float64Array.from(values));
      this.watched("agreement", () => this.#connections!.control.allReduce(tensor, "max").wait());
      return [...(tensor.toArray() as Float64Array)];
    });
  }

  #gatherAll(tensor: Tensor): Tensor[] {
    const outputs = Array.from({ length: this.size }, () => tensor.clone());
    this.watched("merging", () => this.#connections!.control.allGather(outputs, tensor).wait());
    return outputs;
  }

  #fromRank(root: number, value: unknown): unknown {
    const { control } = this.#connections!;
    return scope(() => {
      const bytes = root === this.rank ? Buffer.from(JSON.stringify(value) ?? "null") : Buffer.alloc(0);
      const size = Tensor.from(Float64Array.of(bytes.length));
      this.watched("agreement", () => control.broadcast(size, root).wait());
      const text = Tensor.from(root === this.rank ? new Uint8Array(bytes) : new Uint8Array(size.item()));
      this.watched("agreement", () => control.broadcast(text, root).wait());
      return JSON.parse(Buffer.from(text.toArray() as Uint8Array).toString()) as unknown;
    });
  }

  /** All ranks when all went well; after an error, a rank by itself. */
  async leave(isDone: boolean): Promise<void> {
    if (this.#connections === null) return;
    const { control, gradients, store, watch } = this.#connections;
    // Rank 0 serves the others' store: it goes last.
    if (isDone) this.watched("agreement", () => control.barrier().wait());
    await watch.end(isDone);
    if (!isDone) return;
    if (gradients !== control) gradients[Symbol.dispose]();
    control[Symbol.dispose]();
    store[Symbol.dispose]();
  }
}

/** Ranks that have not said they are here; none where the store is gone too. */
function missingRanks(store: Store, size: number): number[] {
  try {
    return Array.from({ length: size }, (_, rank) => rank).filter((rank) => !store.has(`joined/${rank}`));
  } catch {
    return [];
  }
}

async function startWatch(
  store: Store,
  { rank, worldSize: size, masterAddress: host }: Environment,
  limitSec: number,
): Promise<Watch> {
  const known = rank === 0 ? 0 : Number(store.get("watch"));
  const { watch, port } = await Watch.start({ rank, size, host, port: known, limitSec });
  if (rank === 0) store.set("watch", String(port));
  return watch;
}

/**
 * The address that the other ranks reach this host by. Gloo's own choice, the host's name, is its
 * loopback on many systems, and then ranks of two hosts wait for each other in vain.
 */
async function findAddress(store: Store, environment: Environment): Promise<string> {
  if (process.env["GLOO_SOCKET_IFNAME"] !== undefined) return "";
  const { rank, worldSize, localSize, masterAddress } = environment;
  const { own } = await routeTo(masterAddress);
  store.set(`address/${rank}`, own);
  if (worldSize === localSize || !isLoopback(own)) return own;
  // On rank 0's host its own name may be the loopback: the way to a rank elsewhere is the one to name.
  for (let other = 0; other < worldSize; other++) {
    const theirs = store.get(`address/${other}`);
    if (!isLoopback(theirs)) return (await routeTo(theirs)).own;
  }
  return own;
}
