import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { TrackingError } from "../../errors.js";
import { bundlePath } from "../../package-root.js";
import type { RunInfo, Tracker, WantedItems } from "../tracker.js";
import type { SinkData, SinkMessage } from "./worker.js";

export interface SinkLoggerOptions {
  /** By default to stderr. */
  warn?: (message: string) => void;
}

/**
 * A tracker that a thread feeds from the run's record, so that logging costs the training step nothing and a full,
 * slow or missing disk does not affect it. The `RunRecorder` of the same run must be started first.
 */
export abstract class SinkLogger implements Tracker {
  readonly name: string;
  readonly isRequired = false;
  /** Files have no ids of their own. */
  readonly externalId = null;
  readonly wants?: WantedItems;
  readonly #module: string;
  readonly #sinkOptions: unknown;
  readonly #warn: (message: string) => void;
  #worker: Worker | null = null;
  #ended: Promise<void> = Promise.resolve();
  #hasWarned = false;

  /** @param module path of the sink's bundle */
  constructor(name: string, module: string, sinkOptions: unknown, options: SinkLoggerOptions) {
    this.name = name;
    this.#module = pathToFileURL(module).href;
    this.#sinkOptions = sinkOptions;
    this.#warn = options.warn ?? ((message) => process.stderr.write(`${message}\n`));
  }

  start(run: RunInfo): void {
    const data = { module: this.#module, options: this.#sinkOptions, runFolder: run.folder };
    const worker = new Worker(bundlePath("tracking/sinks/worker"), {
      workerData: { ...data, fromStep: run.resumedAtStep ?? 0 } satisfies SinkData,
      execArgv: [],
    });
    worker.unref();
    this.#worker = worker;
    this.#ended = new Promise((resolve, reject) => {
      worker.on("message", (message: SinkMessage) => {
        if ("warning" in message) this.#report(message.warning);
        else if ("done" in message) resolve();
        else reject(new TrackingError("TRACKING_SINK", message.failed));
      });
      worker.on("error", reject);
      worker.on("exit", () => reject(new TrackingError("TRACKING_SINK", "its thread exited")));
    });
    // `finish` reports a failure; before it, a warning does.
    this.#ended.catch((error: Error) => {
      if (this.#worker !== null) this.#report(error.message);
    });
  }

  /** Does nothing: the thread reads the record. */
  log(): void {}

  flush(): void {}

  /** Call it once the record is complete. @throws TrackingError if not everything could be written */
  async finish(): Promise<void> {
    const worker = this.#worker;
    if (worker === null) return;
    this.#worker = null;
    worker.ref();
    worker.postMessage("finish");
    try {
      await this.#ended;
    } finally {
      await worker.terminate();
    }
  }

  /** Warns once: a full disk stays full for a while, and a missing clip is missing at every evaluation. */
  #report(message: string): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#warn(
      `warning: ${this.name}: ${message}. Training continues, and nothing is lost: the run store has it.`,
    );
  }
}
