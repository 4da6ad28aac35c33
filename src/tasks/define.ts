import type { z } from "zod";
import type { Frozen } from "../components/component.js";
import type { Definition } from "../components/definition.js";
import type { Annotations, TaskState } from "../data/annotations.js";
import type { Task, TaskMetrics } from "./task.js";

/** A task of your own. */
export interface TaskDefinition<Options extends z.ZodObject = z.ZodObject>
  extends Definition<"task", Options> {
  /** All metrics and items of the task, known before anything runs. */
  metrics: TaskMetrics;
  /** How the annotations of clips are read; by default one label a clip, as in classification. */
  annotations?(options: Frozen<z.output<Options>>): Annotations;
  /** Creates the task. @param state fitted to the training clips */
  create(options: Frozen<z.output<Options>>, state: TaskState): Task;
}

/** Defines a task, which a module exports by default and a recipe names: `task: { use: ./transcribe.ts, blank: 0 }`. */
export function defineTask<Options extends z.ZodObject>(
  parts: Omit<TaskDefinition<Options>, "kind">,
): TaskDefinition<Options> {
  return { kind: "task", ...parts };
}
