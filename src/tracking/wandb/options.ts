import type { Config } from "../../config/schema.js";
import { ConfigError } from "../../errors.js";
import type { FeedTrackerOptions } from "../feed-tracker.js";
import type { Destination } from "./feed-state.js";

/** `finishTimeoutSec` is 60 by default. */
export interface WandBLoggerOptions extends FeedTrackerOptions {
  /** By default `woodshed`. */
  project?: string;
  /** A user or team; by default the account's own. */
  entity?: string | null;
  group?: string | null;
  jobType?: string | null;
  notes?: string | null;
  tags?: readonly string[];
  /** `online` without an API key is `offline`, and says so. */
  mode?: "online" | "offline";
  /** Of a private server; by default WANDB_BASE_URL or W&B's cloud. */
  baseUrl?: string | null;
  /** Seconds from one reading of CPU, memory and GPU to the next; null for none. By default 15. */
  systemMetricsSec?: number | null;
  /** Newest versions of a run's checkpoints and models that W&B keeps; null keeps all. By default 3. */
  keepVersions?: number | null;
  /** Sends the difference between the working tree and its commit. By default false. */
  diff?: boolean;
}

const MODES = ["online", "offline", "disabled"] as const;

/**
 * How a recipe's run is logged: as WANDB_MODE says, else as the recipe does.
 *
 * @throws ConfigError for a WANDB_MODE that is none
 */
export function modeOf(
  wandb: Config["logging"]["wandb"],
  env: NodeJS.ProcessEnv = process.env,
): (typeof MODES)[number] {
  if (!wandb.enabled) return "disabled";
  const given = env["WANDB_MODE"] || wandb.mode;
  const mode = MODES.find((name) => name === given);
  if (mode !== undefined) return mode;
  throw new ConfigError("WANDB_MODE", `WANDB_MODE: expected ${MODES.join(", ")}, got "${given}"`);
}

/** As a recipe's `logging.wandb` has them. */
export function optionsOf(wandb: Config["logging"]["wandb"], mode: "online" | "offline"): WandBLoggerOptions {
  const { project, entity, group, notes, tags } = wandb;
  return {
    ...{ project, entity, group, notes, tags, mode },
    jobType: wandb.job_type,
    keepVersions: wandb.keep_versions,
    diff: wandb.diff,
    baseUrl: wandb.base_url,
    systemMetricsSec: wandb.system_metrics_sec,
    finishTimeoutSec: wandb.finish_timeout_sec,
  };
}

/** Where a run goes that is logged with these options, and with the defaults of those that are left out. */
export function destinationOf(options: WandBLoggerOptions): Destination {
  const { project = "woodshed", entity = null, group = null, jobType = null, notes = null } = options;
  const { tags = [], keepVersions = 3, baseUrl = null } = options;
  return { project, entity, group, jobType, notes, tags: [...tags], keepVersions, baseUrl };
}
