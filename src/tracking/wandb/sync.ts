import type { Config } from "../../config/schema.js";
import { TrackingError } from "../../errors.js";
import { RunStore } from "../store/store.js";
import { requireApiKey, resolveBaseUrl } from "./credentials.js";
import { Feed } from "./feed.js";
import { type Destination, readFeedState } from "./feed-state.js";
import { destinationOf, optionsOf } from "./options.js";

export interface SyncOptions {
  /** Overrides the run's project. */
  project?: string;
  entity?: string;
  baseUrl?: string;
  /** Sends a run again that was delivered. */
  again?: boolean;
}

/** Time without an answer before a warning. */
const SILENCE_MS = 15_000;

/**
 * Sends a finished run to W&B from its record.
 *
 * @throws ConfigError without an API key
 * @throws TrackingError for a run that is still training, or if not everything could be delivered
 */
export async function syncRun(
  folder: string,
  options: SyncOptions,
  onWarning: (message: string) => void,
): Promise<{ url: string; wasDelivered: boolean }> {
  const state = readFeedState(folder);
  if (state?.isDelivered && state.url !== null && !options.again)
    return { url: state.url, wasDelivered: true };
  using store = RunStore.open(folder);
  const { status, config, pid } = store.info();
  if (status === "running") {
    throw new TrackingError(
      "WANDB_RUNNING",
      `process ${pid} is still training this run; sync it when that has finished`,
    );
  }
  const recorded = state?.destination ?? recipeDestination(config as Partial<Config>);
  const baseUrl = resolveBaseUrl(options.baseUrl ?? recorded.baseUrl);
  const apiKey = requireApiKey(baseUrl);
  let url = "";
  const target = {
    ...{ ...recorded, baseUrl, apiKey, pid: process.pid },
    project: options.project ?? recorded.project,
    entity: options.entity ?? recorded.entity,
    // This machine is not the one that the run trained on.
    systemMetricsSec: null,
  };
  const feed = new Feed(folder, target, {
    onUrl: (found) => {
      url = found;
      clearTimeout(timer);
    },
    onWarning,
  });
  feed.finish();
  // The engine retries silently for many minutes.
  const timer = setTimeout(
    () =>
      onWarning(
        `${baseUrl} has not answered for ${SILENCE_MS / 1000} s; retrying (check the network or a proxy, HTTPS_PROXY; Ctrl-C stops, and nothing is lost)`,
      ),
    SILENCE_MS,
  );
  try {
    await feed.run();
  } finally {
    clearTimeout(timer);
  }
  return { url, wasDelivered: false };
}

/** The destination of a run that was not logged to W&B. */
function recipeDestination({ logging }: Partial<Config>): Destination {
  return destinationOf(logging === undefined ? {} : optionsOf(logging.wandb, "online"));
}
