/** Several trackers as one; a failure of one reaches neither the others nor the training loop. */
import { TrackingError } from "../errors.js";
import type { Item } from "../items.js";
import type { FinishStatus, RunInfo, Tracker, WantedItems } from "./tracker.js";
import { wantedByAny } from "./wanted.js";

export interface TrackersOptions {
  /** Receives one line per failing tracker; by default it goes to stderr. */
  warn?: (message: string) => void;
  /** Maximum time that `finish` waits for each tracker. */
  finishTimeoutMs?: number;
}

export class Trackers implements Tracker {
  readonly name = "trackers";
  readonly isRequired = true;
  readonly externalId = null;
  readonly #trackers: readonly Tracker[];
  readonly #warn: (message: string) => void;
  readonly #finishTimeoutMs: number;
  /** Trackers that have failed: each causes one warning, and is still called because it may recover. */
  readonly #failed = new Set<Tracker>();

  constructor(trackers: readonly Tracker[], options: TrackersOptions = {}) {
    this.#trackers = trackers;
    this.#warn = options.warn ?? ((message) => process.stderr.write(`${message}\n`));
    this.#finishTimeoutMs = options.finishTimeoutMs ?? 60_000;
  }

  /** @throws TrackingError if a required tracker cannot start, the only failure that reaches the caller */
  start(run: RunInfo): void {
    for (const tracker of this.#trackers) {
      try {
        this.#watch(tracker, tracker.start(run));
      } catch (error) {
        if (!tracker.isRequired) this.#report(tracker, error);
        else if (error instanceof TrackingError) throw error;
        else {
          const message = `${tracker.name}: could not start: ${messageOf(error)}. The run needs it.`;
          throw new TrackingError("TRACKING_START", message, { cause: error });
        }
      }
    }
  }

  log(step: number, metrics: Readonly<Record<string, number>>): void {
    for (const tracker of this.#trackers) {
      try {
        this.#watch(tracker, tracker.log(step, metrics));
      } catch (error) {
        this.#report(tracker, error);
      }
    }
  }

  show(step: number, name: string, item: Item): void {
    for (const tracker of this.#trackers) {
      try {
        this.#watch(tracker, tracker.show?.(step, name, item));
      } catch (error) {
        this.#report(tracker, error);
      }
    }
  }

  flush(): void {
    for (const tracker of this.#trackers) {
      try {
        this.#watch(tracker, tracker.flush());
      } catch (error) {
        this.#report(tracker, error);
      }
    }
  }

  get wants(): Required<WantedItems> {
    return wantedByAny(this.#trackers);
  }

  /** The external ids by tracker, for checkpoints. */
  ids(): Record<string, string> {
    return Object.fromEntries(
      this.#trackers.flatMap(({ name, externalId }) => (externalId === null ? [] : [[name, externalId]])),
    );
  }

  /** Never rejects, and resolves within the timeout whatever the trackers do. */
  async finish(status: FinishStatus, summary: Readonly<Record<string, unknown>>): Promise<void> {
    await Promise.all(
      this.#trackers.map(async (tracker) => {
        try {
          await this.#withTimeout(tracker.finish(status, summary));
        } catch (error) {
          this.#report(tracker, error, true);
        }
      }),
    );
  }

  /** TypeScript accepts an async method where none is declared; its rejection would terminate the process. */
  #watch(tracker: Tracker, returned: unknown): void {
    if (returned instanceof Promise) returned.catch((error: unknown) => this.#report(tracker, error));
  }

  async #withTimeout(finishing: Promise<void>): Promise<void> {
    const { promise: late, reject } = deferred();
    const timer = setTimeout(
      () => reject(new Error(`not done after ${this.#finishTimeoutMs / 1000} s`)),
      this.#finishTimeoutMs,
    );
    try {
      await Promise.race([finishing, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  #report(tracker: Tracker, error: unknown, isOver = false): void {
    if (this.#failed.has(tracker)) return;
    this.#failed.add(tracker);
    const continues = isOver ? "" : " Training continues.";
    const rest = tracker.isRequired ? "" : " Nothing is lost: it is in the run store.";
    this.#warn(`warning: ${tracker.name}: ${messageOf(error)}.${continues}${rest}`);
  }
}

function deferred(): { promise: Promise<never>; reject: (error: Error) => void } {
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<never>((_, onReject) => {
    reject = onReject;
  });
  return { promise, reject };
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
}
