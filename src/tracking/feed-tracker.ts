import { FeedThread, type FeedThreadOptions } from "./feed-thread.js";
import type { RunInfo, Tracker, WantedItems } from "./tracker.js";

export interface FeedTrackerOptions {
  /** Maximum time that `finish` waits for the service. */
  finishTimeoutSec?: number;
  /** Receives the address of the run's page, and how to send a run that stays offline. */
  say?: (message: string) => void;
  /** By default to stderr. */
  warn?: (message: string) => void;
}

/** The part of a thread's options that depends on the service. */
export type Feeding = Pick<FeedThreadOptions, "code" | "module" | "data" | "howToSync">;

/**
 * A tracker that a thread feeds from the run's record, so that logging costs the training step nothing and no failure
 * of the service reaches it. The `RunRecorder` of the same run must be started first.
 */
export abstract class FeedTracker implements Tracker {
  readonly name: string;
  readonly isRequired = false;
  /** Services identify a run by its own id. */
  readonly externalId = null;
  readonly wants?: WantedItems;
  protected readonly say: (message: string) => void;
  readonly #warn: (message: string) => void;
  readonly #finishTimeoutSec: number;
  #thread: FeedThread | null = null;

  constructor(name: string, options: FeedTrackerOptions, defaultTimeoutSec: number) {
    this.name = name;
    this.say = options.say ?? (() => {});
    this.#warn = options.warn ?? ((message) => void process.stderr.write(`${message}\n`));
    this.#finishTimeoutSec = options.finishTimeoutSec ?? defaultTimeoutSec;
  }

  start(run: RunInfo): void {
    const { name, say } = this;
    const options = { name, say, warn: this.#warn, finishTimeoutSec: this.#finishTimeoutSec };
    this.#thread = new FeedThread({ ...options, ...this.prepare(run) });
  }

  /** Checks that the service can be used, before hours of training, and returns what the thread needs. */
  protected abstract prepare(run: RunInfo): Feeding;

  /** Does nothing: the thread reads the record. */
  log(): void {}

  flush(): void {}

  /** Call it once the record is complete. @throws TrackingError with the command that sends the rest later */
  async finish(): Promise<void> {
    const thread = this.#thread;
    this.#thread = null;
    await thread?.finish();
  }
}
