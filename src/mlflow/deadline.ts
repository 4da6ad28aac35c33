/**
 * The total time that a series of requests may wait for a server: failed attempts, pauses between them, answers. Time
 * in which bytes of a file arrive is not counted, so that the upload of a large model on a slow line is not aborted.
 */
export class Deadline implements Disposable {
  readonly #controller = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #endMs = Number.POSITIVE_INFINITY;
  readonly #ms: number;

  /** @param ms from `start` on */
  constructor(ms: number) {
    this.#ms = ms;
  }

  /** Starts the clock; does nothing when it runs already. */
  start(): void {
    if (this.#endMs === Number.POSITIVE_INFINITY) this.#set(this.#ms);
  }

  /** Aborts requests when the time is over. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get remainingMs(): number {
    return this.signal.aborted ? 0 : Math.max(0, this.#endMs - performance.now());
  }

  /** Starts a transfer. Call the function that it returns for each part that has moved: it takes back the time since. */
  startTransfer(): () => void {
    return this.#resetTo(this.remainingMs);
  }

  /** Stops the clock during work that is not the server's. Call the function that it returns to continue. */
  pause(): () => void {
    const savedMs = this.remainingMs;
    clearTimeout(this.#timer);
    return this.#resetTo(savedMs);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }

  #resetTo(ms: number): () => void {
    return () => {
      if (!this.signal.aborted && Number.isFinite(ms)) this.#set(ms);
    };
  }

  #set(ms: number): void {
    clearTimeout(this.#timer);
    this.#endMs = performance.now() + ms;
    // Does not keep the process alive: the request does.
    this.#timer = setTimeout(() => this.#controller.abort(), ms).unref();
  }
}
