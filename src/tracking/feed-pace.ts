/** The turns of a feed: pauses until the next one, which the end of its run cuts short. */
export class FeedPace {
  #isOver = false;
  #wake: () => void = () => {};

  /** The record is complete: the turn that begins now is the last. */
  get isOver(): boolean {
    return this.#isOver;
  }

  finish(): void {
    this.#isOver = true;
    this.#wake();
  }

  /** Returns at once when the run is over. */
  pause(ms: number): Promise<void> {
    if (this.#isOver) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
