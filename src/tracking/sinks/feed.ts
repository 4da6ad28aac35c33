import { FeedPace } from "../feed-pace.js";
import { StoreFollower } from "../store/follower.js";
import { type RunRecord, RunStore } from "../store/store.js";
import type { Sink } from "./sink.js";

const EVERY_MS = 1000;
/** Pauses after failures; the last one repeats. */
const RETRY_MS = [1000, 5000, 30_000];

/** Writes a run's record into a sink while the run is training. Run it on its own thread, since disks may hang. */
export class SinkFeed {
  readonly #folder: string;
  readonly #sink: Sink;
  readonly #warn: (message: string) => void;
  #fromStep: number;
  /** The last step that the sink has; null if it must be opened first. */
  #step: number | null = null;
  readonly #pace = new FeedPace();

  /** @param fromStep the sink deletes its steps from this one on: 0 for a new run */
  constructor(runFolder: string, sink: Sink, fromStep: number, warn: (message: string) => void) {
    this.#folder = runFolder;
    this.#sink = sink;
    this.#fromStep = fromStep;
    this.#warn = warn;
  }

  /** Call it when the record is complete: `run` then writes the rest and resolves. */
  finish(): void {
    this.#pace.finish();
  }

  /** Writes until `finish`. @throws Error if the rest cannot be written then */
  async run(): Promise<void> {
    let numFailures = 0;
    let hasWarned = false;
    let wasLast = false;
    for (;;) {
      // Read before the record: rows that arrive in between are read in the last pass.
      const isLast = this.#pace.isOver;
      try {
        this.#turn(isLast);
        if (isLast) return;
        numFailures = 0;
        await this.#pace.pause(EVERY_MS);
      } catch (error) {
        this.#step = null;
        // A file that was removed is written again, also if the run ends before that is noticed.
        if (wasLast) throw error;
        wasLast = isLast;
        if (!hasWarned) this.#warn(`${(error as Error).message}; retrying`);
        hasWarned = true;
        await this.#pace.pause(RETRY_MS[Math.min(numFailures++, RETRY_MS.length - 1)]!);
      }
    }
  }

  #turn(isLast: boolean): void {
    if (this.#step === null) {
      this.#step = this.#sink.open(this.#record(), this.#fromStep);
      this.#fromStep = Infinity;
    }
    // Opened anew each time: an open reader would prevent the recorder from removing the write-ahead log.
    const follower = new StoreFollower(this.#folder, this.#step);
    try {
      const rows = follower.read(isLast);
      if (rows.length > 0) this.#sink.write(rows);
      this.#step = follower.step;
    } finally {
      follower.close();
    }
    if (isLast) this.#sink.end(this.#record());
  }

  #record(): RunRecord {
    using store = RunStore.open(this.#folder);
    return store.info();
  }
}
