import { DistributedError } from "../errors.js";
import { addon } from "../tensor/addon.js";

export interface StoreOptions {
  host: string;
  /** 0, for a server, chooses a free port. */
  port: number;
  /** True on the one rank that serves the others. */
  isServer: boolean;
  /** Maximum time to wait for the server, and for a key. */
  timeoutMs: number;
}

/** c10d's TCPStore: keys and values through which ranks find each other. */
export class Store implements Disposable {
  #handle: number;

  private constructor(handle: number) {
    this.#handle = handle;
  }

  /** @internal */
  get handle(): number {
    if (this.#handle !== 0) return this.#handle;
    throw new DistributedError("DISPOSED", "Store: used after dispose");
  }

  /** @throws DistributedError if the server is unreachable, or its port is in use */
  static open({ host, port, isServer, timeoutMs }: StoreOptions): Store {
    try {
      return new Store(addon.newStore(host, port, isServer, timeoutMs));
    } catch (cause) {
      const what = isServer
        ? `rank 0 cannot serve the ranks' store on ${host}:${port}; is the port in use, or is this another host's address?`
        : `no store of rank 0 at ${host}:${port} within ${timeoutMs / 1000} s; is rank 0 running, and can this host reach it?`;
      throw new DistributedError("STORE", `${what} (${(cause as Error).message})`, { cause });
    }
  }

  get port(): number {
    return addon.storePort(this.handle);
  }

  /** Returns a view of the store whose keys have this prefix. */
  withPrefix(prefix: string): Store {
    return new Store(addon.newPrefixStore(this.handle, prefix));
  }

  set(key: string, value: string): void {
    addon.storeSet(this.handle, key, value);
  }

  /** Waits for the key up to the store's timeout. */
  get(key: string): string {
    return addon.storeGet(this.handle, key);
  }

  /** Adds to a counter that starts at 0; returns the sum. */
  add(key: string, amount: number): number {
    return addon.storeAdd(this.handle, key, amount);
  }

  /** Returns whether the key exists, without waiting. */
  has(key: string): boolean {
    return addon.storeHas(this.handle, key);
  }

  delete(key: string): boolean {
    return addon.storeDelete(this.handle, key);
  }

  /** Has no effect if called again. */
  [Symbol.dispose](): void {
    if (this.#handle !== 0) addon.releaseObject(this.#handle);
    this.#handle = 0;
  }
}
