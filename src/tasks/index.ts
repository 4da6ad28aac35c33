import type { Config } from "../config/schema.js";
import type { TaskState } from "../data/annotations.js";
import { Classification } from "./classification/index.js";
import { Regression } from "./regression/index.js";
import { Tagging } from "./tagging/index.js";
import type { Task } from "./task.js";

type Create = (config: Config, state: TaskState) => Task;

const TASKS: Record<Config["task"]["name"], Create> = {
  classification: Classification.create,
  tagging: Tagging.create,
  regression: Regression.create,
};

/** Creates the task of a recipe. @param state fitted to the training clips */
export function createTask(config: Config, state: TaskState): Task {
  return TASKS[config.task.name](config, state);
}
