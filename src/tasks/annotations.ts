/** How the annotations of each task are read, for code that must not load libtorch. */
import type { Config } from "../config/schema.js";
import type { Annotations } from "../data/annotations.js";
import { SINGLE_LABEL } from "../data/single-label.js";
import { NUMBERS } from "./regression/annotations.js";
import { TagAnnotations } from "./tagging/annotations.js";

const ANNOTATIONS: Record<Config["task"]["name"], (task: Config["task"]) => Annotations> = {
  classification: () => SINGLE_LABEL,
  tagging: ({ secondary_labels }) => new TagAnnotations(secondary_labels === "positive"),
  regression: () => NUMBERS,
};

/** Returns how the annotations of a recipe's task are read. */
export function annotationsOf({ task }: Pick<Config, "task">): Annotations {
  return ANNOTATIONS[task.name](task);
}
