/** What making a clip ready is made of. `copy`, to the device, is a stage of the step. */
export const DECODE_PARTS = ["open", "read", "decode", "resample", "augment", "collate"] as const;
export type DecodePart = (typeof DECODE_PARTS)[number];

const INDEX = Object.fromEntries(DECODE_PARTS.map((part, i) => [part, i])) as Record<DecodePart, number>;

/** Where the time of one thread's clips goes: readings of the clock, a few a clip. */
export class DecodeClock {
  #sinceMs = 0;
  #clipMs = 0;
  readonly #times = new Float64Array(DECODE_PARTS.length);

  /** A clip begins. */
  start(): void {
    this.#sinceMs = performance.now();
    this.#clipMs = 0;
  }

  /** What passed since the last mark was `part`. */
  mark(part: DecodePart): void {
    const nowMs = performance.now();
    this.#times[INDEX[part]]! += nowMs - this.#sinceMs;
    this.#clipMs += nowMs - this.#sinceMs;
    this.#sinceMs = nowMs;
  }

  /** Of the clip so far. */
  get clipMs(): number {
    return this.#clipMs;
  }

  /** Milliseconds by DECODE_PARTS since they were last taken. */
  take(): Float64Array {
    const taken = this.#times.slice();
    this.#times.fill(0);
    return taken;
  }
}

/** The thread's own. */
export const decodeClock = new DecodeClock();

/** Of many clips, over all threads. */
export interface DecodeTimes {
  numClips: number;
  /** Milliseconds by DECODE_PARTS, added up. */
  times: Float64Array;
  /** Places of clips that took longest, and how long. */
  slowest: readonly { clip: number; ms: number }[];
}
