/** The pauses between a feed's passes over the record; the end of the run interrupts them. */
export class FeedPace {
  #isOver = false;
  #wake: () => void = () => {};

  /** True once the record is complete: the next pass is the last. */
  get isOver(): boolean {
    return this.#isOver;
  }

  finish(): void {
    this.#isOver = true;
    this.#wake();
  }

  /** Returns at once if the run is over. */
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
