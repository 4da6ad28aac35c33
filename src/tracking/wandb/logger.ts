import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { TrackingError } from "../../errors.js";
import { packageRoot } from "../../package-root.js";
import type { RunInfo, Tracker } from "../tracker.js";
import { findApiKey, resolveBaseUrl } from "./credentials.js";
import type { FeedTarget } from "./feed.js";
import { readFeedState, updateFeedState } from "./feed-state.js";
import type { FeedData, FeedMessage } from "./feed-worker.js";
import { findWandb } from "./install.js";
import { destinationOf, type WandBLoggerOptions } from "./options.js";

/**
 * Weights & Biases, through its own engine and without Python. It is fed from the run's record by a thread, so that
 * logging costs the training step nothing and nothing that happens to W&B can reach it: the `RunRecorder` of the same
 * run must have been started before.
 *
 * What has not arrived when the run ends, `woodshed wandb sync` sends later.
 */
export class WandBLogger implements Tracker {
  readonly name = "W&B";
  readonly isRequired = false;
  /** W&B knows the run by its own id. */
  readonly externalId = null;
  readonly #options: WandBLoggerOptions;
  #worker: Worker | null = null;
  #ended: Promise<void> = Promise.resolve();
  #folder = "";

  constructor(options: WandBLoggerOptions = {}) {
    this.#options = options;
  }

  start(run: RunInfo): void {
    findWandb(); // Said at the start, not when all is trained.
    const { say = () => {}, warn = (message) => void process.stderr.write(`${message}\n`) } = this.#options;
    const target = this.#target();
    if (target.apiKey === null && this.#options.mode !== "offline") {
      say(
        `W&B: no API key in WANDB_API_KEY or netrc, so this run stays offline; send it later with: woodshed wandb sync ${run.folder}`,
      );
    }
    this.#folder = run.folder;
    updateFeedState(run.folder, { destination: destinationOf(this.#options) });
    // To before the checkpoint's own step: its evaluation may still come, and a row that W&B has cannot change.
    if (run.resumedAtStep !== null) noteRewind(run.folder, Math.max(0, run.resumedAtStep - 1));
    const worker = new Worker(join(packageRoot, "dist", "tracking", "wandb", "feed-worker.js"), {
      workerData: {
        ...{ runFolder: run.folder, target },
        code: { cwd: run.provenance.cwd, diff: this.#options.diff ?? false },
      } satisfies FeedData,
      execArgv: [],
    });
    worker.unref();
    this.#worker = worker;
    this.#ended = new Promise((resolve, reject) => {
      worker.on("message", (message: FeedMessage) => {
        if ("url" in message) say(`W&B: ${message.url}`);
        else if ("warning" in message) warn(`warning: W&B: ${message.warning}`);
        else if ("done" in message) resolve();
        else reject(new TrackingError("WANDB", message.failed));
      });
      worker.on("error", reject);
      worker.on("exit", () => reject(new TrackingError("WANDB", "its thread ended")));
    });
    // Told by `finish`, and meanwhile as a warning.
    this.#ended.catch((error: Error) => {
      if (this.#worker === null) return;
      warn(`warning: W&B: ${error.message}. Training goes on; ${this.#howToSync()}`);
    });
  }

  /** Nothing to do: the record has it. */
  log(): void {}

  flush(): void {}

  /** Once the record is complete. @throws TrackingError when not all was delivered, with how to do so later */
  async finish(): Promise<void> {
    const worker = this.#worker;
    if (worker === null) return;
    this.#worker = null;
    worker.ref();
    worker.postMessage("finish");
    const { finishTimeoutSec = 60 } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new TrackingError("WANDB", `not everything has arrived after ${finishTimeoutSec} s`)),
        1000 * finishTimeoutSec,
      );
    });
    try {
      await Promise.race([this.#ended, late]);
    } catch (error) {
      throw new TrackingError("WANDB", `${(error as Error).message}; ${this.#howToSync()}`, { cause: error });
    } finally {
      clearTimeout(timer);
      await worker.terminate();
    }
  }

  #howToSync(): string {
    return `send it later with: woodshed wandb sync ${this.#folder}`;
  }

  #target(): FeedTarget {
    const { mode = "online", systemMetricsSec = 15 } = this.#options;
    const destination = destinationOf(this.#options);
    const baseUrl = resolveBaseUrl(destination.baseUrl);
    const apiKey = mode === "offline" ? null : findApiKey(baseUrl);
    return { ...destination, baseUrl, apiKey, systemMetricsSec, pid: process.pid };
  }
}

/** Of several times that a run went back while W&B was not there, the furthest. */
function noteRewind(folder: string, step: number): void {
  const before = readFeedState(folder)?.rewindTo ?? Number.POSITIVE_INFINITY;
  updateFeedState(folder, { rewindTo: Math.min(before, step) });
}
