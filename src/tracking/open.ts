import type { Config } from "../config/schema.js";
import { JsonLinesLogger } from "./jsonl/logger.js";
import { targetOf } from "./mlflow/target.js";
import { MlflowTracker } from "./mlflow/tracker.js";
import { TensorBoardLogger } from "./tensorboard/logger.js";
import type { Tracker } from "./tracker.js";
import { WandBLogger } from "./wandb/logger.js";
import { modeOf, optionsOf } from "./wandb/options.js";

/** Receivers of lines for the user. */
export interface MessageHandlers {
  say: (message: string) => void;
  warn: (message: string) => void;
}

/** Creates the trackers that a recipe enables, without the run store. */
export function openTrackers(config: Config, handlers: MessageHandlers): Tracker[] {
  const { wandb, jsonl, tensorboard } = config.logging;
  const mode = modeOf(wandb);
  return [
    ...(mode === "disabled" ? [] : [new WandBLogger({ ...optionsOf(wandb, mode), ...handlers })]),
    ...(jsonl.enabled ? [new JsonLinesLogger({ items: jsonl.items, ...handlers })] : []),
    ...(tensorboard.enabled ? [new TensorBoardLogger(handlers)] : []),
    ...(config.registry.mlflow.enabled ? [openMlflow(config, handlers)] : []),
  ];
}

/** Maximum time that the end of a run waits for the slowest tracker. */
export function finishTimeoutMs({ logging, registry }: Config): number {
  return 1000 * Math.max(logging.wandb.finish_timeout_sec, registry.mlflow.finish_timeout_sec) + 5000;
}

function openMlflow(config: Config, handlers: MessageHandlers): Tracker {
  const { place, experiment, tags } = targetOf(config);
  const { finish_timeout_sec: finishTimeoutSec } = config.registry.mlflow;
  return new MlflowTracker({ ...place, experiment, tags, finishTimeoutSec, ...handlers });
}
