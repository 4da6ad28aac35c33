/**
 * The tracker that is always on: it writes the run's record, a SQLite file.
 *
 * `log` appends to a buffer; one transaction every 200 ms writes it. A kill loses at most that much. A checkpoint
 * flushes first, so a resumed run logs what was lost again.
 */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatConfig } from "../../config/format.js";
import { TrackingError } from "../../errors.js";
import type { Item } from "../../items.js";
import type { StageTimes } from "../../timing/stages.js";
import type { FinishStatus, RunInfo, Tracker } from "../tracker.js";
import { createDatabase, explain, openDatabase, RUN_FILE } from "./database.js";
import type { EventLevel, Metric, StepTimes } from "./store.js";
import { Writer } from "./writer.js";

export interface RunRecorderOptions {
  flushEveryMs?: number;
  /** Number of buffered metrics that is written at once, for loops that never yield to the timer. */
  flushAtCount?: number;
  /** Maximum number of metrics in memory while the disk refuses them; beyond it the oldest are dropped. */
  mostKept?: number;
  warn?: (message: string) => void;
}

export class RunRecorder implements Tracker {
  readonly name = "run store";
  readonly isRequired = true;
  readonly externalId = null;
  readonly #options: Required<RunRecorderOptions>;
  #writer: Writer | undefined;
  #pending: Metric[] = [];
  #pendingSteps: StepTimes[] = [];
  #timer: NodeJS.Timeout | undefined;
  #flushAt: number;
  #numDropped = 0;
  #hasWarned = false;
  readonly #flushOnExit = () => this.flush();

  constructor(options: RunRecorderOptions = {}) {
    this.#options = {
      flushEveryMs: options.flushEveryMs ?? 200,
      flushAtCount: options.flushAtCount ?? 5000,
      mostKept: options.mostKept ?? 500_000,
      warn: options.warn ?? ((message) => process.stderr.write(`${message}\n`)),
    };
    this.#flushAt = this.#options.flushAtCount;
  }

  /**
   * Creates the record of a new run. With `resumedAtStep`, continues the record in the folder and deletes what was
   * logged after that step.
   *
   * @throws TrackingError if it cannot be written, or if a new run gets the folder of another
   */
  start(run: RunInfo): void {
    const file = join(run.folder, RUN_FILE);
    if (run.resumedAtStep === null && existsSync(file)) {
      throw new TrackingError(
        "TRACKING_RUN_EXISTS",
        `${file}: already holds another run's record, which is never overwritten. Resume that run or use a new folder.`,
      );
    }
    const isNew = run.resumedAtStep === null;
    const database = isNew ? createDatabase(run.folder) : openDatabase(run.folder, "write");
    try {
      const writer = new Writer(database, file);
      writer.begin(run);
      writeConfig(run);
      this.#writer = writer;
    } catch (error) {
      database.close();
      throw error;
    }
    // process.exit() runs no timers; SQLite is synchronous, so the buffer can still be written.
    process.once("exit", this.#flushOnExit);
  }

  log(step: number, metrics: Readonly<Record<string, number>>): void {
    if (this.#writer === undefined) return;
    const timeMs = Date.now();
    for (const name in metrics) {
      this.#pending.push({ step, name, value: metrics[name]!, timeMs });
    }
    this.#flushSoon();
  }

  /** Records the times of a step; several calls for one step are summed. */
  stepTimes(step: number, times: StageTimes): void {
    if (this.#writer === undefined) return;
    this.#pendingSteps.push({ step, times });
    this.#flushSoon();
  }

  #flushSoon(): void {
    if (this.#pending.length + this.#pendingSteps.length >= this.#flushAt) this.flush();
    else this.#timer ??= setTimeout(this.#flushOnExit, this.#options.flushEveryMs).unref();
  }

  /** Writes at once, since items are few. */
  show(step: number, name: string, item: Item): void {
    try {
      this.#writer?.item(step, name, item);
    } catch (error) {
      this.#warnOnce(error);
    }
  }

  /** Returns the items of a name so far, by step; none before `start`. */
  items(name: string): Item[] {
    return this.#writer?.items(name) ?? [];
  }

  /** Records an event; writes at once, since events are few. */
  event(level: EventLevel, message: string): void {
    try {
      this.#writer?.event(level, message);
    } catch (error) {
      this.#warnOnce(error);
    }
  }

  /** Writes the buffer. Never throws: metrics that cannot be written stay in memory for the next attempt. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const numPending = this.#pending.length + this.#pendingSteps.length;
    if (this.#writer === undefined || numPending === 0) return;
    try {
      this.#writer.metrics(this.#pending, this.#pendingSteps);
      this.#pending = [];
      this.#pendingSteps = [];
      this.#flushAt = this.#options.flushAtCount;
    } catch (error) {
      this.#warnOnce(error);
      const numOver = Math.max(0, this.#pending.length - this.#options.mostKept);
      this.#numDropped += numOver;
      this.#pending.splice(0, numOver);
      this.#pendingSteps.splice(0, Math.max(0, this.#pendingSteps.length - this.#options.mostKept));
      // Retries after as many new metrics, not at every call of log.
      this.#flushAt = numPending + this.#options.flushAtCount;
    }
  }

  /** @throws TrackingError if not all metrics could be written */
  async finish(status: FinishStatus, summary: Readonly<Record<string, unknown>>): Promise<void> {
    const writer = this.#writer;
    if (writer === undefined) return;
    this.flush();
    this.#writer = undefined;
    process.removeListener("exit", this.#flushOnExit);
    try {
      writer.end(status, summary);
    } finally {
      writer.close();
    }
    const numLost = this.#pending.length + this.#numDropped;
    if (numLost > 0) {
      throw new TrackingError("TRACKING_STORE", `${writer.file}: ${numLost} metrics could not be written.`);
    }
  }

  #warnOnce(error: unknown): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    const message = error instanceof Error ? error.message : String(error);
    this.#options.warn(`warning: run store: ${message} Metrics stay in memory and are written later.`);
  }
}

/** Writes the initial configuration; it may be missing after a kill just after the record was created. */
function writeConfig(run: RunInfo): void {
  const file = join(run.folder, "config.yaml");
  if (existsSync(file)) return;
  const head = `# The resolved configuration of ${run.id}; a recipe like any other.\n`;
  explain(file, () => writeFileSync(file, head + formatConfig(run.config), { flag: "wx" }));
}
