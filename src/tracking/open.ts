import type { Config } from "../config/schema.js";
import { JsonLinesLogger } from "./jsonl/logger.js";
import { TensorBoardLogger } from "./tensorboard/logger.js";
import type { Tracker } from "./tracker.js";
import { WandBLogger } from "./wandb/logger.js";

/** Lines for people. */
export interface Voices {
  say: (message: string) => void;
  warn: (message: string) => void;
}

/** The trackers that a recipe asks for besides the run store. */
export function openTrackers({ logging }: Config, voices: Voices): Tracker[] {
  const { wandb, jsonl, tensorboard } = logging;
  return [
    ...(wandb.enabled ? [openWandb(wandb, voices)] : []),
    ...(jsonl.enabled ? [new JsonLinesLogger({ items: jsonl.items, ...voices })] : []),
    ...(tensorboard.enabled ? [new TensorBoardLogger(voices)] : []),
  ];
}

/** Whether one of them shows samples and maps, which cost something to make. */
export function showsMedia({ logging: { wandb, jsonl, tensorboard } }: Config): boolean {
  return wandb.enabled || tensorboard.enabled || (jsonl.enabled && jsonl.items);
}

function openWandb(wandb: Config["logging"]["wandb"], voices: Voices): Tracker {
  const { project, entity, group, notes, tags, mode } = wandb;
  return new WandBLogger({
    ...{ project, entity, group, notes, tags, mode, ...voices },
    jobType: wandb.job_type,
    keepVersions: wandb.keep_versions,
    diff: wandb.diff,
    baseUrl: wandb.base_url,
    systemMetricsSec: wandb.system_metrics_sec,
    finishTimeoutSec: wandb.finish_timeout_sec,
  });
}
