import { DistributedError } from "../errors.js";
import { addon } from "../tensor/addon.js";
import { type Device, scope, Tensor } from "../tensor/index.js";
import { type Stage, StageClock } from "../timing/stages.js";
import { isLoopback, resolvable, routeTo } from "./address.js";
import type { Environment } from "./environment.js";
import { explainCollective, type Failure, failureOf, peerError } from "./failure.js";
import { gatherRows } from "./gather-rows.js";
import { type Backend, ProcessGroup } from "./process-group.js";
import { Store } from "./store.js";
import { Watch } from "./watch.js";

export interface WorldOptions {
  /** The backend of gradients; all other communication uses Gloo. */
  backend: Backend;
  /** Time after which a rank that waits for another fails. */
  timeoutSec: number;
  /** Time after which waiting ranks are reported. */
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
 * The ranks that train one model together, seen from one of them. In a world of one every method returns at once, so
 * that callers need not check whether training is distributed.
 *
 * Methods marked "All ranks" must be called by all ranks in the same order.
 */
export class World {
  readonly rank: number;
  readonly size: number;
  readonly localRank: number;
  /** Number of ranks on this host. */
  readonly localSize: number;
  /** Measures this rank's time by stage. */
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

  /** Waits for all ranks. @throws DistributedError naming those that did not join within the timeout */
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
      // It would kill this process once the others have exited.
      await watch?.end(false);
      const who =
        missing.length === 0
          ? "the ranks did not find each other"
          : `rank${missing.length === 1 ? "" : "s"} ${missing.join(", ")} did not join within ${options.timeoutSec} s`;
      throw new DistributedError(
        "JOIN",
        `rank ${rank} of ${size}: ${who} to ${host}:${environment.masterPort} (${(cause as Error).message})`,
        { cause },
      );
    }
  }

  /** True on the rank that prints and writes. */
  get isMain(): boolean {
    return this.rank === 0;
  }

  /** The group that sums gradients; null in a world of one. */
  get gradients(): ProcessGroup | null {
    return this.#connections?.gradients ?? null;
  }

  /** Optimizer steps done, as last recorded by `enter`. */
  get step(): number {
    return this.#connections?.watch.step ?? 0;
  }

  /** Records the stage that this rank enters. `step` counts optimizer steps done. */
  enter(stage: Stage, step?: number): void {
    this.stages.enter(stage);
    this.#connections?.watch.enter(stage, step);
  }

  /** Waits for a GPU, in the stage `backward`: a read of its values would wait too, and the time count as the read's. */
  settle(device: Device): void {
    if (device !== "cpu") this.watched("backward", () => addon.synchronize(device));
  }

  /** Returns whether all ranks threw this error at the same place, so that they can still call collectives. */
  isShared(error: unknown): boolean {
    return this.#connections === null || this.#shared.has(error as object);
  }

  /** Marks an error that all ranks throw at the same place. */
  markShared(error: Error): void {
    this.#shared.add(error);
  }

  /**
   * All ranks: returns whether any of them wants to stop. If one has an error, all throw: that rank its own error, the
   * others a PeerError with its message.
   */
  agree(error: unknown, wantsStop = false): boolean {
    if (this.#connections === null) {
      if (error !== null) throw error;
      return wantsStop;
    }
    // The maximum is that of the lowest failed rank.
    const [failed, stop] = this.#max([error === null ? 0 : this.size - this.rank, wantsStop ? 1 : 0]);
    if (failed === 0) return stop === 1;
    const origin = this.size - failed!;
    const failure = this.#fromRank(origin, error === null ? null : failureOf(this.rank, error)) as Failure;
    const shown = (origin === this.rank ? error : peerError(failure)) as Error;
    this.#shared.add(shown);
    throw shown;
  }

  /** All ranks: runs `body` on each; if one fails, all fail. */
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

  /** All ranks: runs `body` on rank 0, and returns its result, plain data, on every rank. */
  async decide<T>(body: () => T | Promise<T>): Promise<T> {
    const result = await this.together(() => (this.isMain ? body() : undefined));
    return this.#connections === null ? (result as T) : (this.#fromRank(0, result) as T);
  }

  /** All ranks: returns every rank's plain data, by rank. */
  gather<T>(value: T): T[] {
    if (this.#connections === null) return [value];
    return this.gatherBytes(Buffer.from(JSON.stringify(value) ?? "null")).map(
      (bytes) => JSON.parse(Buffer.from(bytes).toString()) as T,
    );
  }

  /** All ranks: returns every rank's bytes, by rank; lengths may differ. */
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

  /** All ranks: returns every rank's numbers, by rank, including NaN and infinities. */
  gatherNumbers(values: Float64Array): Float64Array[] {
    if (this.#connections === null) return [values];
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return this.gatherBytes(bytes).map(({ buffer }) => new Float64Array(buffer));
  }

  /** All ranks: returns the sum of every rank's number, added in rank order. */
  sum(value: number): number {
    return this.gatherNumbers(Float64Array.of(value)).reduce((total, [one]) => total + one!, 0);
  }

  /**
   * All ranks: returns the rows [B, ...] of all ranks, concatenated by rank, and where this rank's begin; B may differ. The
   * gradient of a row is the sum over the ranks: all ranks must run the same backwards.
   */
  gatherRows(rows: Tensor): { all: Tensor; start: number } {
    const { gradients, control } = this.#connections ?? {};
    if (gradients === undefined || control === undefined) return { all: rows, start: 0 };
    const numRows = Float64Array.of(rows.shape[0]!);
    const sizes = scope(() => this.#gatherAll(Tensor.from(numRows)).map((size) => size.item()));
    const group = rows.device === "cpu" ? control : gradients;
    return this.watched("merging", () => gatherRows(rows, { group, sizes }));
  }

  /** All ranks: replaces tensors, all on one device, by rank 0's. */
  broadcast(tensors: readonly Tensor[]): void {
    const { gradients, control } = this.#connections ?? {};
    if (gradients === undefined || control === undefined || tensors.length === 0) return;
    const group = tensors[0]!.device === "cpu" ? control : gradients;
    this.watched("merging", () => group.broadcastAll(tensors));
  }

  /**
   * Runs `body` as a stage. If it waits for other ranks and one is lost, throws an error with the position of this rank.
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
      // Batch norm over all ranks waits inside forward and backward.
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

  /** All ranks after success; after an error, each rank alone. */
  async leave(isDone: boolean): Promise<void> {
    if (this.#connections === null) return;
    const { control, gradients, store, watch } = this.#connections;
    // Rank 0 serves the store of the others, so it leaves last.
    if (isDone) this.watched("agreement", () => control.barrier().wait());
    await watch.end(isDone);
    if (!isDone) return;
    if (gradients !== control) gradients[Symbol.dispose]();
    control[Symbol.dispose]();
    store[Symbol.dispose]();
  }
}

/** Returns the ranks that have not joined; none if the store is gone too. */
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
 * Finds the address by which the other ranks reach this host. Gloo's own choice, the host's name, resolves to the
 * loopback on many systems, and ranks of two hosts then wait for each other until the timeout.
 */
async function findAddress(store: Store, environment: Environment): Promise<string> {
  if (process.env["GLOO_SOCKET_IFNAME"] !== undefined) return "";
  const { rank, worldSize, localSize, masterAddress } = environment;
  const { own } = await routeTo(masterAddress);
  store.set(`address/${rank}`, own);
  if (worldSize === localSize || !isLoopback(own)) return own;
  // On rank 0's host its own name may resolve to the loopback: use the route to a rank on another host.
  for (let other = 0; other < worldSize; other++) {
    const theirs = store.get(`address/${other}`);
    if (!isLoopback(theirs)) return (await routeTo(theirs)).own;
  }
  return own;
}
