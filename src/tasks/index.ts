import type { TaskState } from "../data/annotations.js";
import { Classification } from "./classification/index.js";
import type { OptionsOf, TaskChoice, WithTask } from "./options.js";
import { Regression } from "./regression/index.js";
import { Tagging } from "./tagging/index.js";
import type { Task } from "./task.js";

type Create<Choice extends TaskChoice> = (options: Choice, state: TaskState) => Task;

const CREATE: { [Name in TaskChoice["name"]]: Create<OptionsOf<Name>> } = {
  classification: Classification.create,
  tagging: Tagging.create,
  regression: Regression.create,
};

/** Creates the task of a recipe. @param state fitted to the training clips */
export function createTask({ task }: WithTask, state: TaskState): Task {
  const create = CREATE[task.name] as Create<TaskChoice>;
  return create(task, state);
}
