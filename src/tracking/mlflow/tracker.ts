import { join } from "node:path";
import { readAddress } from "../../registry/mlflow/address.js";
import { mlflowCommand } from "../../registry/server/install.js";
import { DEFAULT_FOLDER, uriOf } from "../../registry/server/open.js";
import { FeedThread } from "../feed-thread.js";
import type { RunInfo, Tracker } from "../tracker.js";
import type { MlflowFeedData } from "./feed-worker.js";
import type { MlflowTarget } from "./target.js";

export interface MlflowTrackerOptions {
  /** By default MLFLOW_TRACKING_URI, else a local server. */
  trackingUri?: string | null;
  /** Folder of the local server. By default `mlflow`. */
  folder?: string;
  /** By default `woodshed`. */
  experiment?: string;
  tags?: Readonly<Record<string, string>>;
  /** How long `finish` waits for the server. By default 120. */
  finishTimeoutSec?: number;
  /** Called with the run's page. */
  say?: (message: string) => void;
  /** By default writes to stderr. */
  warn?: (message: string) => void;
}

/**
 * Sends a run to MLflow through its REST interface, without Python. A thread reads the run's record, so that logging costs a training
 * step nothing and failures of the server cannot affect it: the `RunRecorder` of the same run must be started first.
 *
 * `woodshed registry sync` sends later what has not arrived at the end of the run.
 */
export class MlflowTracker implements Tracker {
  readonly name = "MLflow";
  readonly isRequired = false;
  /** null: MLflow's run is found by the run's own id among its tags. */
  readonly externalId = null;
  readonly #options: MlflowTrackerOptions;
  #thread: FeedThread | null = null;

  constructor(options: MlflowTrackerOptions = {}) {
    this.#options = options;
  }

  start(run: RunInfo): void {
    const { trackingUri = null, folder = DEFAULT_FOLDER, experiment = "woodshed", tags = {} } = this.#options;
    const { say = () => {}, warn = (message) => void process.stderr.write(`${message}\n`) } = this.#options;
    const { finishTimeoutSec = 120 } = this.#options;
    const target: MlflowTarget = { place: { trackingUri, folder }, experiment, tags };
    // Errors are thrown at the start, not after training.
    const uri = uriOf(target.place);
    if (uri === null) mlflowCommand();
    else readAddress(uri);
    this.#thread = new FeedThread({
      ...{ name: this.name, code: "MLFLOW", module: join("mlflow", "feed-worker.js") },
      data: { runFolder: run.folder, target } satisfies MlflowFeedData,
      howToSync: `send it later with: woodshed registry sync ${run.folder}`,
      ...{ finishTimeoutSec, say, warn },
    });
  }

  /** Does nothing: the thread reads the record. */
  log(): void {}

  flush(): void {}

  /** Call when the record is complete. @throws TrackingError if not everything was delivered, with the command to send it later */
  async finish(): Promise<void> {
    const thread = this.#thread;
    this.#thread = null;
    await thread?.finish();
  }
}
