export type Mode = "min" | "max";

/** The best value of a metric so far, and the number of evaluations since. */
export class BestSoFar {
  readonly #mode: Mode;
  readonly #minDelta: number;
  best: number | null = null;
  /** Evaluations since the best. */
  numBad = 0;

  constructor(mode: Mode, minDelta = 0) {
    this.#mode = mode;
    this.#minDelta = minDelta;
  }

  /** Returns true if the value is better than all before by more than `minDelta`; NaN never is. */
  update(value: number): boolean {
    const gain =
      this.best === null ? Number.POSITIVE_INFINITY : (value - this.best) * (this.#mode === "max" ? 1 : -1);
    const isBetter = !Number.isNaN(value) && gain > this.#minDelta;
    if (isBetter) {
      this.best = value;
      this.numBad = 0;
    } else {
      this.numBad++;
    }
    return isBetter;
  }
}
