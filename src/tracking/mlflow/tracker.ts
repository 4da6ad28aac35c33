import { join } from "node:path";
import { readAddress } from "../../registry/mlflow/address.js";
import { mlflowCommand } from "../../registry/server/install.js";
import { DEFAULT_FOLDER, uriOf } from "../../registry/server/open.js";
import { FeedThread } from "../feed-thread.js";
import type { RunInfo, Tracker } from "../tracker.js";
import type { MlflowFeedData } from "./feed-worker.js";
import type { MlflowTarget } from "./target.js";

export interface MlflowTrackerOptions {
  /** By default MLFLOW_TRACKING_URI, else a server of one's own. */
  trackingUri?: string | null;
  /** Of one's own server. By default `mlflow`. */
  folder?: string;
  /** By default `woodshed`. */
  experiment?: string;
  tags?: Readonly<Record<string, string>>;
  /** How long `finish` waits for the server. By default 120. */
  finishTimeoutSec?: number;
  /** Told the run's page. */
  say?: (message: string) => void;
  /** By default to stderr. */
  warn?: (message: string) => void;
}

/**
 * MLflow, over its REST interface and without Python. It is fed from the run's record by a thread, so that logging costs the training
 * step nothing and nothing that happens to the server can reach it: the `RunRecorder` of the same run must have been started before.
 *
 * What has not arrived when the run ends, `woodshed registry sync` sends later.
 */
export class MlflowTracker implements Tracker {
  readonly name = "MLflow";
  readonly isRequired = false;
  /** MLflow's run is found by the run's own id, among its tags. */
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
    // Said at the start, not when all is trained.
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

  /** Nothing to do: the record has it. */
  log(): void {}

  flush(): void {}

  /** Once the record is complete. @throws TrackingError when not all was delivered, with how to do so later */
  async finish(): Promise<void> {
    const thread = this.#thread;
    this.#thread = null;
    await thread?.finish();
  }
}
