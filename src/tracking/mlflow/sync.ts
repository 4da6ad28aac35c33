import { overrideConfig } from "../../config/load.js";
import type { Config } from "../../config/schema.js";
import { TrackingError } from "../../errors.js";
import { RunStore } from "../store/store.js";
import { MlflowFeed } from "./feed.js";
import { type MlflowTarget, targetOf } from "./target.js";

export interface SyncOptions {
  /** In place of what the run's recipe says. */
  trackingUri?: string;
  folder?: string;
  experiment?: string;
}

/** Where a run's recipe sends it, with what was said otherwise; the recipe may be older than some of these keys. */
export function targetOfRun(config: Record<string, unknown>, options: SyncOptions): MlflowTarget {
  const target = targetOf(overrideConfig(config as unknown as Config, []));
  const { trackingUri = target.place.trackingUri, folder = target.place.folder } = options;
  return { ...target, place: { trackingUri, folder }, experiment: options.experiment ?? target.experiment };
}

/**
 * Sends a run that has ended to MLflow, from its record. Gives the page that it has there.
 *
 * @throws TrackingError for a run that goes on
 * @throws RegistryError when not all could be delivered
 */
export async function syncRun(folder: string, options: SyncOptions): Promise<string> {
  using store = RunStore.open(folder);
  const { status, config, pid } = store.info();
  if (status === "running") {
    throw new TrackingError(
      "MLFLOW_RUNNING",
      `process ${pid} is still training this run; send it when it has ended`,
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
