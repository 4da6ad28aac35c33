export interface PlateauOptions {
  mode: "min" | "max";
  /** Factor of the learning rate at each change. By default 0.1. */
  factor?: number;
  /** Evaluations without an improvement that are accepted before a change. By default 10. */
  patience?: number;
  /** Smallest improvement that counts: a fraction of the best value, or a difference. By default 1e-4. */
  threshold?: number;
  thresholdMode?: "relative" | "absolute";
  /** Evaluations after a change that are not counted. By default 0. */
  cooldown?: number;
  /** Smallest scale. By default 0. */
  minScale?: number;
}

/** State of a plateau, to save as JSON. */
export interface PlateauState {
  scale: number;
  /** null before the first value that is a number. */
  best: number | null;
  numBad: number;
  /** Evaluations that are still not counted. */
  cooldown: number;
}

/** PyTorch's `ReduceLROnPlateau` ignores smaller changes of the learning rate. */
const SMALLEST_CHANGE = 1e-8;

/**
 * Reduces the learning rate when a metric no longer improves: multiply the schedule's by `scale`. Equals
 * `ReduceLROnPlateau` of PyTorch. A metric of NaN is no improvement.
 */
export class Plateau {
  readonly #options: Required<PlateauOptions>;
  #state: PlateauState;

  constructor(options: PlateauOptions, state: PlateauState | null = null) {
    this.#options = {
      ...{ factor: 0.1, patience: 10, threshold: 1e-4, thresholdMode: "relative", cooldown: 0, minScale: 0 },
      ...options,
    };
    this.#state = state ?? { scale: 1, best: null, numBad: 0, cooldown: 0 };
  }

  /** Factor of the learning rate. */
  get scale(): number {
    return this.#state.scale;
  }

  /** Counts an evaluation. */
  update(value: number): void {
    const { factor, patience, minScale, cooldown: full } = this.#options;
    let { scale, best, numBad, cooldown } = this.#state;
    if (this.#isBetter(value, best)) [best, numBad] = [value, 0];
    else numBad++;
    if (cooldown > 0) [cooldown, numBad] = [cooldown - 1, 0];
    if (numBad > patience) {
      const reduced = Math.max(scale * factor, minScale);
      if (scale - reduced > SMALLEST_CHANGE) scale = reduced;
      [cooldown, numBad] = [full, 0];
    }
    this.#state = { scale, best, numBad, cooldown };
  }

  #isBetter(value: number, best: number | null): boolean {
    const { mode, threshold, thresholdMode } = this.#options;
    if (Number.isNaN(value)) return false;
    if (best === null) return true;
    const sign = mode === "min" ? -1 : 1;
    const target = thresholdMode === "relative" ? best * (1 + sign * threshold) : best + sign * threshold;
    return mode === "min" ? value < target : value > target;
  }

  state(): PlateauState {
    return { ...this.#state };
  }
}
