import { isOwnChoice } from "../components/component.js";
import { createOwn } from "../components/create.js";
import type { TaskState } from "../data/annotations.js";
import { Classification } from "./classification/index.js";
import type { TaskDefinition } from "./define.js";
import { Detection } from "./detection/index.js";
import type { OptionsOf, TaskChoice, WithTask } from "./options.js";
import { Regression } from "./regression/index.js";
import { Tagging } from "./tagging/index.js";
import type { Task } from "./task.js";

type Create<Choice extends TaskChoice> = (options: Choice, state: TaskState) => Task;

const CREATE: { [Name in TaskChoice["name"]]: Create<OptionsOf<Name>> } = {
  classification: Classification.create,
  tagging: Tagging.create,
  regression: Regression.create,
  detection: Detection.create,
};

/** Creates the task of a recipe. @param state fitted to the training clips */
export function createTask({ task }: WithTask, state: TaskState): Task {
  if (isOwnChoice(task)) {
    return createOwn<TaskDefinition, Task>(
      "task",
      task,
      (definition, options) => definition.create(options, state),
      checkTask,
    );
  }
  const create = CREATE[task.name] as Create<TaskChoice>;
  return create(task, state);
}

/** Methods that shared code calls without asking. */
const METHODS = [
  ...["head", "targetsOf", "trainingLoss", "statistics", "clipLosses", "activate", "calibrate", "calibrated"],
  ...["summarize", "sampleCells", "describeClip", "describe", "answer"],
] as const;

/** Returns the problem of what a module of the user's created; null if there is none. */
function checkTask(task: unknown): string | null {
  if (typeof task !== "object" || task === null) return "expected a Task";
  const found = task as Record<string, unknown>;
  const missing = METHODS.filter((name) => typeof found[name] !== "function");
  return missing.length === 0 ? null : `a Task needs the methods ${missing.join(", ")}`;
}
