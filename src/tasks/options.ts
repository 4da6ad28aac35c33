/** The options of each task, for code that must not load libtorch. */
import type { ComponentTable, Named, OwnChoice } from "../components/component.js";
import { classificationOptions } from "./classification/options.js";
import { detectionOptions } from "./detection/options.js";
import { regressionOptions } from "./regression/options.js";
import { taggingOptions } from "./tagging/options.js";

export const TASKS = {
  classification: { options: classificationOptions },
  tagging: { options: taggingOptions },
  regression: { options: regressionOptions },
  detection: { options: detectionOptions },
} as const satisfies ComponentTable;

/** The task of a recipe: its name, and its options. */
export type TaskChoice = Named<typeof TASKS>;

/** Options of one task. */
export type OptionsOf<Name extends TaskChoice["name"]> = Extract<TaskChoice, { name: Name }>;

/** Part of a recipe: what creating its task needs. */
export interface WithTask {
  readonly task: TaskChoice | OwnChoice;
}
