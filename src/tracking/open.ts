import type { Config } from "../config/schema.js";
import type { Tracker } from "./tracker.js";
import { WandBLogger } from "./wandb/logger.js";

/** The trackers that a recipe asks for besides the run store. `say` gets lines for people. */
export function openTrackers({ logging }: Config, say: (message: string) => void): Tracker[] {
  const { wandb } = logging;
  if (!wandb.enabled) return [];
  const { project, entity, group, notes, tags, mode } = wandb;
  return [
    new WandBLogger({
      ...{ project, entity, group, notes, tags, mode, say },
      jobType: wandb.job_type,
      baseUrl: wandb.base_url,
      systemMetricsSec: wandb.system_metrics_sec,
      finishTimeoutSec: wandb.finish_timeout_sec,
    }),
  ];
}
