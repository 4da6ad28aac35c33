/** Parts of preparing a clip. The copy to the device is a stage of the step. */
export const DECODE_PARTS = ["open", "read", "decode", "resample", "augment", "collate"] as const;
export type DecodePart = (typeof DECODE_PARTS)[number];

const INDEX = Object.fromEntries(DECODE_PARTS.map((part, i) => [part, i])) as Record<DecodePart, number>;

/** Sums of milliseconds over clips. */
export interface TakenTimes {
  /** By DECODE_PARTS. */
  times: Float64Array;
  /** By place in `data.augmentations`, up to the last place that changed a clip; parts of "augment". */
  augmentations: readonly number[];
}

/** Measures how long each part takes in one thread: a few readings of the clock per clip. */
export class DecodeClock {
  #sinceMs = 0;
  #clipMs = 0;
  #isAugmenting = false;
  readonly #times = new Float64Array(DECODE_PARTS.length);
  /** Milliseconds by place in the list of augmentations. */
  #augmentations: number[] = [];

  /** Starts a clip. */
  start(): void {
    this.#sinceMs = performance.now();
    this.#clipMs = 0;
  }

  /** Counts the time since the last mark as `part`, apart from `readMs` of waiting for a file. */
  mark(part: DecodePart, readMs = 0): void {
    const nowMs = performance.now();
    const of = (one: DecodePart): number => (this.#isAugmenting ? INDEX.augment : INDEX[one]);
    this.#times[of(part)]! += nowMs - this.#sinceMs - readMs;
    this.#times[of("read")]! += readMs;
    this.#clipMs += nowMs - this.#sinceMs;
    this.#sinceMs = nowMs;
  }

  /** Runs an augmentation. Its time counts as "augment" even where it reads recordings, and for its place in the list. */
  augmentation<Result>(place: number, run: () => Result): Result {
    this.mark("augment");
    const startMs = this.#sinceMs;
    this.#isAugmenting = true;
    try {
      return run();
    } finally {
      this.mark("augment");
      this.#isAugmenting = false;
      while (this.#augmentations.length <= place) this.#augmentations.push(0);
      this.#augmentations[place]! += this.#sinceMs - startMs;
    }
  }

  /** Milliseconds of the current clip so far. */
  get clipMs(): number {
    return this.#clipMs;
  }

  /** Returns the milliseconds since the last call, and resets them. */
  take(): TakenTimes {
    const taken = { times: this.#times.slice(), augmentations: this.#augmentations };
    this.#times.fill(0);
    this.#augmentations = [];
    return taken;
  }
}

/** The clock of this thread. */
export const decodeClock = new DecodeClock();

/** Totals over many clips and all threads. */
export interface DecodeTimes extends TakenTimes {
  numClips: number;
  /** Indices of the slowest clips, and their milliseconds. */
  slowest: readonly { clip: number; ms: number }[];
}
