import { parentPort, Worker, workerData } from "node:worker_threads";
import { TrackingError } from "../errors.js";

/** Sends a run from its record, on its own thread. */
export interface FeedWork {
  /** Sends until `finish`; resolves when everything is delivered and rejects if it cannot be. */
  run(): Promise<unknown>;
  /** Call it when the record is complete. */
  finish(): void;
}

export interface FeedEvents {
  /** Receives the address of the run's page once the service has the run. */
  onUrl?: (url: string) => void;
  onWarning?: (message: string) => void;
}

export interface FeedThreadOptions {
  /** The service's name for messages: "W&B". */
  name: string;
  /** The code of errors. */
  code: string;
  /** Path of the thread's bundle. */
  module: string;
  /** The argument of the function passed to `serveFeed`. */
  data: unknown;
  /** For messages: how to send the rest later. */
  howToSync: string;
  /** Maximum time that `finish` waits. */
  finishTimeoutSec: number;
  say: (message: string) => void;
  warn: (message: string) => void;
}

type FeedMessage = { url: string } | { warning: string } | { done: true } | { failed: string };

/** Runs a feed on a thread, so that no failure of a service affects training. */
export class FeedThread {
  readonly #options: FeedThreadOptions;
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  #isFinishing = false;

  constructor(options: FeedThreadOptions) {
    this.#options = options;
    const { name, code, say, warn, howToSync } = options;
    const worker = new Worker(options.module, {
      workerData: options.data,
      execArgv: [],
    });
    worker.unref();
    this.#worker = worker;
    this.#ended = new Promise((resolve, reject) => {
      worker.on("message", (message: FeedMessage) => {
        if ("url" in message) say(`${name}: ${message.url}`);
        else if ("warning" in message) warn(`warning: ${name}: ${message.warning}`);
        else if ("done" in message) resolve();
        else reject(new TrackingError(code, message.failed));
      });
      worker.on("error", reject);
      worker.on("exit", () => reject(new TrackingError(code, "its thread exited")));
    });
    // `finish` reports a failure; before it, a warning does.
    this.#ended.catch((error: Error) => {
      if (!this.#isFinishing) warn(`warning: ${name}: ${error.message}. Training continues; ${howToSync}`);
    });
  }

  /** Call it once the record is complete. @throws TrackingError with how to send the rest later */
  async finish(): Promise<void> {
    this.#isFinishing = true;
    const { code, finishTimeoutSec, howToSync } = this.#options;
    this.#worker.ref();
    this.#worker.postMessage("finish");
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new TrackingError(code, `not everything has arrived after ${finishTimeoutSec} s`)),
        1000 * finishTimeoutSec,
      );
    });
    try {
      await Promise.race([this.#ended, late]);
    } catch (error) {
      throw new TrackingError(code, `${(error as Error).message}; ${howToSync}`, { cause: error });
    } finally {
      clearTimeout(timer);
      await this.#worker.terminate();
    }
  }
}

/** Runs a feed in the thread that a FeedThread started. */
export function serveFeed<Data>(create: (data: Data, events: FeedEvents) => FeedWork): void {
  const post = (message: FeedMessage): void => parentPort!.postMessage(message);
  const feed = create(workerData as Data, {
    onUrl: (url) => post({ url }),
    onWarning: (warning) => post({ warning }),
  });
  parentPort!.once("message", () => feed.finish());
  feed.run().then(
    () => post({ done: true }),
    (error: Error) => post({ failed: error.message }),
  );
}
