/** The options of each task, for code that must not load libtorch. */
import type { ComponentTable, Named, OwnChoice } from "../components/component.js";
import { classificationOptions } from "./classification/options.js";
import { regressionOptions } from "./regression/options.js";
import { ADDED_TAGGING, taggingOptions } from "./tagging/options.js";

export const TASKS = {
  classification: { options: classificationOptions },
  tagging: { options: taggingOptions, added: ADDED_TAGGING },
  regression: { options: regressionOptions },
} as const satisfies ComponentTable;

/** The task of a recipe: its name, and its options. */
export type TaskChoice = Named<typeof TASKS>;

/** Options of one task. */
export type OptionsOf<Name extends TaskChoice["name"]> = Extract<TaskChoice, { name: Name }>;

/** Part of a recipe: what creating its task needs. */
export interface WithTask {
  readonly task: TaskChoice | OwnChoice;
}
