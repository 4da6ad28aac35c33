import { join } from "node:path";
import { parentPort, Worker, workerData } from "node:worker_threads";
import { TrackingError } from "../errors.js";
import { packageRoot } from "../package-root.js";

/** What sends a run out of its record, on a thread of its own. */
export interface FeedWork {
  /** Sends until `finish`, and resolves when all is delivered; rejects when it is not. */
  run(): Promise<unknown>;
  /** The record is complete. */
  finish(): void;
}

export interface FeedEvents {
  /** Once the service has the run: its page. */
  onUrl?: (url: string) => void;
  onWarning?: (message: string) => void;
}

export interface FeedThreadOptions {
  /** In words, for messages, and of errors' codes: "W&B". */
  name: string;
  code: string;
  /** The compiled module of the thread below `dist/tracking`, and what `serveFeed` gives its work. */
  module: string;
  data: unknown;
  /** How to send later what is not delivered. */
  howToSync: string;
  /** How long `finish` waits. */
  finishTimeoutSec: number;
  say: (message: string) => void;
  warn: (message: string) => void;
}

type FeedMessage = { url: string } | { warning: string } | { done: true } | { failed: string };

/** Runs a feed beside training, so that nothing that happens to a service can reach it. */
export class FeedThread {
  readonly #options: FeedThreadOptions;
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  #isFinishing = false;

  constructor(options: FeedThreadOptions) {
    this.#options = options;
    const { name, code, say, warn, howToSync } = options;
    const worker = new Worker(join(packageRoot, "dist", "tracking", options.module), {
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
      worker.on("exit", () => reject(new TrackingError(code, "its thread ended")));
    });
    // Told by `finish`, and meanwhile as a warning.
    this.#ended.catch((error: Error) => {
      if (!this.#isFinishing) warn(`warning: ${name}: ${error.message}. Training continues; ${howToSync}`);
    });
  }

  /** Once the record is complete. @throws TrackingError when not all was delivered, with how to do so later */
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

/** The thread's side. */
export function serveFeed<Data>(create: (data: Data, events: FeedEvents) => FeedWork): void {
  const say = (message: FeedMessage): void => parentPort!.postMessage(message);
  const feed = create(workerData as Data, {
    onUrl: (url) => say({ url }),
    onWarning: (warning) => say({ warning }),
  });
  parentPort!.once("message", () => feed.finish());
  feed.run().then(
    () => say({ done: true }),
    (error: Error) => say({ failed: error.message }),
  );
}
