/** How the annotations of each task are read, for code that must not load libtorch. */
import { isOwnChoice } from "../components/component.js";
import { findOwn, guarded, type OwnComponent } from "../components/create.js";
import { type AnnotationParts, completeAnnotations } from "../data/annotation-defaults.js";
import type { Annotations } from "../data/annotations.js";
import { SINGLE_LABEL } from "../data/single-label.js";
import { ConfigError } from "../errors.js";
import type { TaskDefinition } from "./define.js";
import { EVENTS } from "./detection/annotations.js";
import type { OptionsOf, TaskChoice, WithTask } from "./options.js";
import { NUMBERS } from "./regression/annotations.js";
import { TagAnnotations } from "./tagging/annotations.js";

type TaskName = TaskChoice["name"];

const ANNOTATIONS: { [Name in TaskName]: (options: OptionsOf<Name>) => Annotations } = {
  classification: () => SINGLE_LABEL,
  tagging: ({ secondary_labels }) => new TagAnnotations(secondary_labels),
  regression: () => NUMBERS,
  detection: () => EVENTS,
};

/** How annotations are copied: whole, whatever a recipe makes of them. */
const COPIED: Record<TaskName, Annotations> = {
  classification: SINGLE_LABEL,
  tagging: new TagAnnotations("keep"),
  regression: NUMBERS,
  detection: EVENTS,
};

/** Returns how the annotations of a recipe's task are read. */
export function annotationsOf({ task }: WithTask): Annotations {
  if (isOwnChoice(task)) {
    const own = findOwn<TaskDefinition>(task);
    return own === null ? SINGLE_LABEL : ownAnnotations(own, `task.use ${task.use}: annotations`);
  }
  const create = ANNOTATIONS[task.name] as (options: TaskChoice) => Annotations;
  return create(task);
}

/** @param place begins messages */
function ownAnnotations(own: OwnComponent<TaskDefinition>, place: string): Annotations {
  const { definition, options } = own;
  if (definition.annotations === undefined) return SINGLE_LABEL;
  const parts: Partial<AnnotationParts> | undefined = guarded(place, () => definition.annotations!(options));
  if (typeof parts?.column !== "string" || typeof parts.parse !== "function")
    throw new ConfigError(
      "COMPONENT",
      `${place}: expected { column: "name of the column", parse(row, source) { ... } }; other members have defaults`,
    );
  return completeAnnotations(parts as AnnotationParts);
}

/**
 * Returns how annotations are read to be copied into shards.
 *
 * @param task null for the one whose column the source has; single labels for a source without columns, such as a folder
 * @throws ConfigError for a source with the columns of several tasks
 */
export function copiedAnnotations(
  source: string,
  columns: readonly string[],
  task: TaskName | null,
): Annotations {
  if (task !== null) return COPIED[task];
  const found = Object.entries(COPIED).filter(([, { column }]) => columns.includes(column));
  if (found.length > 1)
    throw new ConfigError(
      "TASK",
      `${source}: has the columns ${found.map(([, { column }]) => column).join(" and ")}; choose one with ${found.map(([name]) => `--task ${name}`).join(" or ")}`,
    );
  return found[0]?.[1] ?? SINGLE_LABEL;
}
