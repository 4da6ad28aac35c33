import { overrideConfig } from "../../config/load.js";
import type { Config } from "../../config/schema.js";
import { TrackingError } from "../../errors.js";
import { RunStore } from "../store/store.js";
import { MlflowFeed } from "./feed.js";
import { type MlflowTarget, targetOf } from "./target.js";

export interface SyncOptions {
  /** Replaces the recipe's tracking_uri. */
  trackingUri?: string;
  folder?: string;
  experiment?: string;
}

/** Returns the target of a run's recipe with these options on top; keys that an old recipe lacks get defaults. */
export function targetOfRun(config: Record<string, unknown>, options: SyncOptions): MlflowTarget {
  const target = targetOf(overrideConfig(config as unknown as Config, []));
  const { trackingUri = target.place.trackingUri, folder = target.place.folder } = options;
  return { ...target, place: { trackingUri, folder }, experiment: options.experiment ?? target.experiment };
}

/**
 * Sends the record of a finished run to MLflow and returns its page there.
 *
 * @throws TrackingError for a run that is still training
 * @throws RegistryError if not everything was delivered
 */
export async function syncRun(folder: string, options: SyncOptions): Promise<string> {
  using store = RunStore.open(folder);
  const { status, config, pid } = store.info();
  if (status === "running") {
    throw new TrackingError(
      "MLFLOW_RUNNING",
      `process ${pid} is still training this run; send it when the run is finished`,
    );
  }
  let page = "";
  const feed = new MlflowFeed(folder, targetOfRun(config, options), {
    onUrl: (url) => {
      page = url;
    },
  });
  feed.finish();
  await feed.run();
  return page;
}
