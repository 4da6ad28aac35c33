import { CheckpointReader, findCheckpoint } from "../checkpoint/index.js";
import { overrideConfig } from "../config/load.js";
import { loadRecordedModules } from "../config/own-modules.js";
import type { Config } from "../config/schema.js";
import type { TaskState } from "../data/annotations.js";
import type { Calibration, Task } from "../tasks/task.js";
import { scope } from "../tensor/index.js";
import { type BuiltModel, buildModel } from "./build-model.js";
import { createTaskOf } from "./create-task.js";
import { chooseHardware, type Hardware } from "./hardware.js";

/** A trained model with all that prediction needs, in evaluation mode. */
export interface RestoredModel extends BuiltModel {
  labels: readonly string[];
  /** With the calibration of the checkpoint. */
  task: Task;
  /** null for a checkpoint without one. */
  calibration: Calibration | null;
  state: TaskState;
  config: Config;
  hardware: Hardware;
  /** The checkpoint's folder. */
  folder: string;
}

/**
 * Builds the model of a checkpoint and loads its weights.
 *
 * @param path a run's folder (its best checkpoint, else its last), or a checkpoint's
 * @param overrides dotted overrides of the checkpoint's own configuration
 * @throws CheckpointError for a damaged checkpoint, or weights that do not fit the configuration
 */
export function restoreModel(path: string, overrides: readonly string[] = []): RestoredModel {
  const reader = new CheckpointReader(findCheckpoint(path));
  reader.verify(reader.weightsFile);
  loadRecordedModules(reader.recipe, "model", reader.folder);
  const config = overrideConfig(reader.recipe.config, overrides);
  const hardware = chooseHardware(config.training);
  const { labels, numbers, calibration } = reader.recipe;
  const state = { labels, numbers };
  const task = createTaskOf(config, state).calibrated(calibration);
  const built = buildModel(config, task, hardware);
  scope(() => built.model.loadStateDict(reader.tensors(reader.weightsFile), reader.folder));
  built.model.eval();
  return { ...built, task, calibration, state, labels, config, hardware, folder: reader.folder };
}
