/** Parts of preparing a clip. The copy to the device is a stage of the step. */
export const DECODE_PARTS = ["open", "read", "decode", "resample", "augment", "collate"] as const;
export type DecodePart = (typeof DECODE_PARTS)[number];

const INDEX = Object.fromEntries(DECODE_PARTS.map((part, i) => [part, i])) as Record<DecodePart, number>;

/** Measures how long each part takes in one thread: a few readings of the clock per clip. */
export class DecodeClock {
  #sinceMs = 0;
  #clipMs = 0;
  readonly #times = new Float64Array(DECODE_PARTS.length);

  /** Starts a clip. */
  start(): void {
    this.#sinceMs = performance.now();
    this.#clipMs = 0;
  }

  /** Counts the time since the last mark as `part`. */
  mark(part: DecodePart): void {
    const nowMs = performance.now();
    this.#times[INDEX[part]]! += nowMs - this.#sinceMs;
    this.#clipMs += nowMs - this.#sinceMs;
    this.#sinceMs = nowMs;
  }

  /** Milliseconds of the current clip so far. */
  get clipMs(): number {
    return this.#clipMs;
  }

  /** Returns milliseconds by DECODE_PARTS since the last call, and resets them. */
  take(): Float64Array {
    const taken = this.#times.slice();
    this.#times.fill(0);
    return taken;
  }
}

/** The clock of this thread. */
export const decodeClock = new DecodeClock();

/** Totals over many clips and all threads. */
export interface DecodeTimes {
  numClips: number;
  /** Sums of milliseconds by DECODE_PARTS. */
  times: Float64Array;
  /** Indices of the slowest clips, and their milliseconds. */
  slowest: readonly { clip: number; ms: number }[];
}
