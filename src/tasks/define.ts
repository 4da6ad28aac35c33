import type { z } from "zod";
import type { Frozen } from "../components/component.js";
import type { Definition } from "../components/definition.js";
import type { AnnotationParts } from "../data/annotation-defaults.js";
import type { TaskState } from "../data/annotations.js";
import type { Task, TaskMetrics } from "./task.js";

/** A task of your own. */
export interface TaskDefinition<Options extends z.ZodObject = z.ZodObject>
  extends Definition<"task", Options> {
  /** All metrics and items of the task, known before anything runs. */
  metrics: TaskMetrics;
  /** How the annotations of clips are read: a column, `parse`, and what differs from labels; by default as in classification. */
  annotations?(options: Frozen<z.output<Options>>): AnnotationParts;
  /** Creates the task. @param state fitted to the training clips */
  create(options: Frozen<z.output<Options>>, state: TaskState): Task;
}

/** Defines a task, which a module exports by default and a recipe names: `task: { use: ./transcribe.ts, blank: 0 }`. */
export function defineTask<Options extends z.ZodObject>(
  parts: Omit<TaskDefinition<Options>, "kind">,
): TaskDefinition<Options> {
  return { kind: "task", ...parts };
}
