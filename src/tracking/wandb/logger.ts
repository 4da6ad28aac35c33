import { join } from "node:path";
import { FeedThread } from "../feed-thread.js";
import type { RunInfo, Tracker } from "../tracker.js";
import { findApiKey, resolveBaseUrl } from "./credentials.js";
import type { FeedTarget } from "./feed.js";
import { readFeedState, updateFeedState } from "./feed-state.js";
import type { FeedData } from "./feed-worker.js";
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
  #thread: FeedThread | null = null;

  constructor(options: WandBLoggerOptions = {}) {
    this.#options = options;
  }

  start(run: RunInfo): void {
    findWandb(); // Said at the start, not when all is trained.
    const { say = () => {}, warn = (message) => void process.stderr.write(`${message}\n`) } = this.#options;
    const { finishTimeoutSec = 60, diff = false } = this.#options;
    const target = this.#target();
    const howToSync = `send it later with: woodshed wandb sync ${run.folder}`;
    if (target.apiKey === null && this.#options.mode !== "offline")
      say(`W&B: no API key in WANDB_API_KEY or netrc, so this run stays offline; ${howToSync}`);
    updateFeedState(run.folder, { destination: destinationOf(this.#options) });
    // To before the checkpoint's own step: its evaluation may still come, and a row that W&B has cannot change.
    if (run.resumedAtStep !== null) noteRewind(run.folder, Math.max(0, run.resumedAtStep - 1));
    this.#thread = new FeedThread({
      ...{ name: this.name, code: "WANDB", module: join("wandb", "feed-worker.js") },
      data: {
        ...{ runFolder: run.folder, target },
        code: { cwd: run.provenance.cwd, diff },
      } satisfies FeedData,
      ...{ howToSync, finishTimeoutSec, say, warn },
    });
  }

  /** Nothing to do: the record has it. */
  log(): void {}

  flush(): void {}

  /** Once the record is complete. @throws TrackingError when not all was delivered, with how to do so later */
  async finish(): Promise<void> {
    const thread = this.#thread;
    this.#thread = null;
    await thread?.finish();
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
