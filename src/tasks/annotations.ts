/** How the annotations of each task are read, for code that must not load libtorch. */
import type { Annotations } from "../data/annotations.js";
import { SINGLE_LABEL } from "../data/single-label.js";
import type { OptionsOf, TaskChoice, WithTask } from "./options.js";
import { NUMBERS } from "./regression/annotations.js";
import { TagAnnotations } from "./tagging/annotations.js";

const ANNOTATIONS: { [Name in TaskChoice["name"]]: (options: OptionsOf<Name>) => Annotations } = {
  classification: () => SINGLE_LABEL,
  tagging: ({ secondary_labels }) => new TagAnnotations(secondary_labels === "positive"),
  regression: () => NUMBERS,
};

/** Returns how the annotations of a recipe's task are read. */
export function annotationsOf({ task }: WithTask): Annotations {
  const create = ANNOTATIONS[task.name] as (options: TaskChoice) => Annotations;
  return create(task);
}
