import { join } from "node:path";
import { readAddress } from "../../registry/mlflow/address.js";
import { findMlflow } from "../../registry/server/install.js";
import { DEFAULT_FOLDER, uriOf } from "../../registry/server/open.js";
import { shellWord } from "../../shell-word.js";
import { type Feeding, FeedTracker, type FeedTrackerOptions } from "../feed-tracker.js";
import type { RunInfo } from "../tracker.js";
import type { MlflowFeedData } from "./feed-worker.js";
import type { MlflowTarget } from "./target.js";

/** `finishTimeoutSec` is 120 by default. */
export interface MlflowTrackerOptions extends FeedTrackerOptions {
  /** By default MLFLOW_TRACKING_URI, else a server of one's own. */
  trackingUri?: string | null;
  /** Of one's own server. By default `mlflow`. */
  folder?: string;
  /** By default `woodshed`. */
  experiment?: string;
  tags?: Readonly<Record<string, string>>;
}

/**
 * MLflow, over its REST interface and without Python. `woodshed registry sync` later sends whatever has not arrived
 * when a run ends.
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
    const uri = uriOf(target.place);
    if (uri === null) findMlflow();
    else readAddress(uri);
    return {
      ...{ code: "MLFLOW", module: join("mlflow", "feed-worker.js") },
      data: { runFolder: run.folder, target } satisfies MlflowFeedData,
      howToSync: `send it later with \`npx woodshed registry sync ${shellWord(run.folder)}\``,
    };
  }
}
