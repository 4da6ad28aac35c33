export type Mode = "min" | "max";

/** The best value of a metric so far, and the number of evaluations since. */
export class BestSoFar {
  readonly #mode: Mode;
  readonly #minDelta: number;
  #best: number | null;
  #numBad: number;

  /** @param start that of the run that is resumed */
  constructor(
    mode: Mode,
    minDelta = 0,
    start: Pick<BestSoFar, "best" | "numBad"> = { best: null, numBad: 0 },
  ) {
    this.#mode = mode;
    this.#minDelta = minDelta;
    this.#best = start.best;
    this.#numBad = start.numBad;
  }

  /** null before the first value. */
  get best(): number | null {
    return this.#best;
  }

  /** Evaluations since the best. */
  get numBad(): number {
    return this.#numBad;
  }

  /** Returns true if the value is better than all before by more than `minDelta`; NaN never is. */
  update(value: number): boolean {
    const gain =
      this.#best === null ? Number.POSITIVE_INFINITY : (value - this.#best) * (this.#mode === "max" ? 1 : -1);
    const isBetter = !Number.isNaN(value) && gain > this.#minDelta;
    if (isBetter) {
      this.#best = value;
      this.#numBad = 0;
    } else {
      this.#numBad++;
    }
    return isBetter;
  }
}
