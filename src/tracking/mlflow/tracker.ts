import { displayPath } from "../../display-path.js";
import { readAddress } from "../../mlflow/address.js";
import { mlflowCommand } from "../../mlflow/server/install.js";
import { DEFAULT_FOLDER, uriOf } from "../../mlflow/server/open.js";
import { bundlePath } from "../../package-root.js";
import { shellWord } from "../../shell-word.js";
import { type Feeding, FeedTracker, type FeedTrackerOptions } from "../feed-tracker.js";
import type { RunInfo } from "../tracker.js";
import type { MlflowFeedData } from "./feed-worker.js";
import type { MlflowTarget } from "./target.js";

/** `finishTimeoutSec` is 120 by default. */
export interface MlflowTrackerOptions extends FeedTrackerOptions {
  /** By default MLFLOW_TRACKING_URI, else a local server. */
  trackingUri?: string | null;
  /** Folder of the local server. By default `mlflow`. */
  folder?: string;
  /** By default `woodshed`. */
  experiment?: string;
  tags?: Readonly<Record<string, string>>;
}

/**
 * Sends a run to MLflow through its REST interface, without Python. `woodshed registry sync` sends later what has not
 * arrived at the end of the run.
 */
export class MlflowTracker extends FeedTracker {
  readonly #options: MlflowTrackerOptions;

  constructor(options: MlflowTrackerOptions = {}) {
    super("MLflow", options, 120);
    this.#options = options;
  }

  protected prepare(run: RunInfo): Feeding {
    const { trackingUri = null, folder = DEFAULT_FOLDER, experiment = "woodshed", tags = {} } = this.#options;
    const target: MlflowTarget = { place: { trackingUri, folder }, experiment, tags };
    // Errors are thrown at the start, not after training.
    const uri = uriOf(target.place);
    if (uri === null) mlflowCommand();
    else readAddress(uri);
    return {
      ...{ code: "MLFLOW", module: bundlePath("tracking/mlflow/feed-worker") },
      data: { runFolder: run.folder, target } satisfies MlflowFeedData,
      howToSync: `send it later with \`npx woodshed registry sync ${shellWord(displayPath(run.folder))}\``,
    };
  }
}
