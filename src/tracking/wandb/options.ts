import type { Config } from "../../config/schema.js";
import { ConfigError } from "../../errors.js";
import type { FeedTrackerOptions } from "../feed-tracker.js";
import type { Destination, UploadedFiles } from "./feed-state.js";

/** `finishTimeoutSec` is 60 by default. */
export interface WandBLoggerOptions extends FeedTrackerOptions {
  /** By default `woodshed`. */
  project?: string;
  /** A user or team; by default the account's own. */
  entity?: string | null;
  run?: WandBRunAttributes;
  uploads?: WandBUploads;
  /** `online` without an API key becomes `offline`, with a message. */
  mode?: "online" | "offline";
  /** Address of a private server; by default WANDB_BASE_URL or W&B's cloud. */
  baseUrl?: string | null;
  /** Interval between two readings of CPU, memory and GPU; null for none. By default 15. */
  systemMetricsSec?: number | null;
}

/** Attributes of the run in W&B; by default it has none. */
export interface WandBRunAttributes {
  group?: string | null;
  jobType?: string | null;
  notes?: string | null;
  tags?: readonly string[];
}

/** Files that are uploaded besides metrics and items. */
export interface WandBUploads {
  /** Checkpoints to upload. By default `none`. */
  checkpoints?: "none" | "best" | "all";
  /** Uploads the exported weights at the end. By default true. */
  weights?: boolean;
  /** Number of versions of a run's checkpoints and models that W&B keeps; null keeps all. By default 3. */
  keepVersions?: number | null;
  /** Sends the difference between the working tree and its commit. By default false. */
  diff?: boolean;
}

const MODES = ["online", "offline", "disabled"] as const;

/**
 * Returns the mode of a recipe's run: WANDB_MODE, else the recipe's.
 *
 * @throws ConfigError for an unknown WANDB_MODE
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

/** Converts a recipe's `logging.wandb` into options. */
export function optionsOf(wandb: Config["logging"]["wandb"], mode: "online" | "offline"): WandBLoggerOptions {
  const { project, entity, group, notes, tags } = wandb;
  return {
    ...{ project, entity, mode },
    run: { group, notes, tags, jobType: wandb.job_type },
    uploads: {
      checkpoints: wandb.checkpoints,
      weights: wandb.model,
      keepVersions: wandb.keep_versions,
      diff: wandb.diff,
    },
    baseUrl: wandb.base_url,
    systemMetricsSec: wandb.system_metrics_sec,
    finishTimeoutSec: wandb.finish_timeout_sec,
  };
}

/** Returns the destination of a run with these options and their defaults. */
export function destinationOf(options: WandBLoggerOptions): Destination {
  const { project = "woodshed", entity = null, run = {}, uploads = {}, baseUrl = null } = options;
  const { group = null, jobType = null, notes = null, tags = [] } = run;
  const { keepVersions = 3 } = uploads;
  return {
    ...{ project, entity, group, jobType, notes, keepVersions, baseUrl },
    tags: [...tags],
    files: filesOf(options),
  };
}

/** Returns the files to upload with these options and their defaults. */
export function filesOf({ uploads = {} }: WandBLoggerOptions): UploadedFiles {
  const { checkpoints = "none", weights = true } = uploads;
  return { checkpoints, weights };
}
