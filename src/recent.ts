/** Values by key, up to a total size: the ones used least recently are dropped. Without Node: pages import it too. */
export class Recent<T> {
  readonly #most: number;
  readonly #sizeOf: (value: T) => number;
  readonly #values = new Map<string, { value: T; size: number }>();
  #total = 0;

  constructor(most: number, sizeOf: (value: T) => number) {
    this.#most = most;
    this.#sizeOf = sizeOf;
  }

  get(key: string): T | undefined {
    const known = this.#values.get(key);
    if (known === undefined) return undefined;
    // The map keeps the order of use.
    this.#values.delete(key);
    this.#values.set(key, known);
    return known.value;
  }

  /** Returns the value of a key; computes it if it is not there. */
  getOrCompute(key: string, compute: () => T): T {
    const known = this.#values.get(key);
    if (known !== undefined) return this.get(key) as T;
    const value = compute();
    this.set(key, value);
    return value;
  }

  peek(key: string): T | undefined {
    return this.#values.get(key)?.value;
  }

  set(key: string, value: T): void {
    this.delete(key);
    const size = this.#sizeOf(value);
    this.#values.set(key, { value, size });
    this.#total += size;
    for (const oldest of this.#values.keys()) {
      if (this.#total <= this.#most || oldest === key) break;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    this.#total -= this.#values.get(key)?.size ?? 0;
    this.#values.delete(key);
  }
}
