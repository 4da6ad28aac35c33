import type { Config } from "../config/schema.js";
import type { TaskState } from "../data/annotations.js";
import { ConfigError } from "../errors.js";
import { createTask } from "../tasks/index.js";
import type { Task } from "../tasks/task.js";

/**
 * Creates the task of a recipe.
 *
 * @throws ConfigError for overlapping windows of a task with frames: those of a recording are the frames of its windows side by
 *   side
 */
export function createTaskOf(config: Config, state: TaskState): Task {
  const task = createTask(config, state);
  const { prediction_hop_sec, clip_sec } = config.data;
  if (task.hasFrames && prediction_hop_sec !== null && prediction_hop_sec < clip_sec) {
    throw new ConfigError(
      "CONFIG_CONFLICT",
      `data.prediction_hop_sec is ${prediction_hop_sec}, and the task ${task.name} puts the frames of windows side by side; set it to null (woodshed detect --hop overlaps windows)`,
    );
  }
  return task;
}
