import type { Config } from "../../config/schema.js";
import { TrackingError } from "../../errors.js";
import { RunStore } from "../store/store.js";
import { requireApiKey, resolveBaseUrl } from "./credentials.js";
import { Feed } from "./feed.js";
import { type Destination, readFeedState } from "./feed-state.js";
import { destinationOf, optionsOf } from "./options.js";

export interface SyncOptions {
  /** In place of what the run's recipe says. */
  project?: string;
  entity?: string;
  baseUrl?: string;
  /** Sends it although it was delivered. */
  again?: boolean;
}

/** Before it is said that the server does not answer. */
const SILENCE_MS = 15_000;

/**
 * Sends a run that has ended to W&B, from its record.
 *
 * @throws ConfigError without an API key
 * @throws TrackingError for a run that goes on, or when not all could be delivered
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
      `process ${pid} is still training this run; sync it when it has ended`,
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
    // This machine's are not the run's.
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
  // The engine itself tries for many minutes, without a word.
  const timer = setTimeout(
    () =>
      onWarning(
        `${baseUrl} has not answered for ${SILENCE_MS / 1000} s; it is tried again (Ctrl-C ends this, and nothing is lost)`,
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

/** Of a run that was not logged to W&B. */
function recipeDestination({ logging }: Partial<Config>): Destination {
  return destinationOf(logging === undefined ? {} : optionsOf(logging.wandb, "online"));
}
