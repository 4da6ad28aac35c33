import type { Config } from "../config/schema.js";
import { JsonLinesLogger } from "./jsonl/logger.js";
import { TensorBoardLogger } from "./tensorboard/logger.js";
import type { Tracker } from "./tracker.js";
import { WandBLogger } from "./wandb/logger.js";
import { modeOf, optionsOf } from "./wandb/options.js";

/** Lines for people. */
export interface Voices {
  say: (message: string) => void;
  warn: (message: string) => void;
}

/** The trackers that a recipe asks for besides the run store. */
export function openTrackers({ logging }: Config, voices: Voices): Tracker[] {
  const { wandb, jsonl, tensorboard } = logging;
  const mode = modeOf(wandb);
  return [
    ...(mode === "disabled" ? [] : [new WandBLogger({ ...optionsOf(wandb, mode), ...voices })]),
    ...(jsonl.enabled ? [new JsonLinesLogger({ items: jsonl.items, ...voices })] : []),
    ...(tensorboard.enabled ? [new TensorBoardLogger(voices)] : []),
  ];
}

/** Whether one of them shows samples and maps, which cost something to make. */
export function showsMedia({ logging: { wandb, jsonl, tensorboard } }: Config): boolean {
  return modeOf(wandb) !== "disabled" || tensorboard.enabled || (jsonl.enabled && jsonl.items);
}
