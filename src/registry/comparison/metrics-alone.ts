import { ConfigError } from "../../errors.js";
import { resample } from "../../tasks/resample.js";
import type { Task, TaskComparison } from "../../tasks/task.js";

/** Compares two models of a task that has no comparison of its own. */
export const METRICS_ALONE: TaskComparison<Task> = {
  choose({ a, b }, clips, labels) {
    if (labels === "shared")
      throw new ConfigError(
        "LABELS",
        `--labels shared: models of the task ${a.task.name} do not choose among labels; leave it out`,
      );
    if (a.labels.length !== b.labels.length || a.labels.some((label) => !b.labels.includes(label)))
      throw new ConfigError(
        "LABELS",
        `a (${a.name}) has the outputs ${a.labels.join(", ")}, b (${b.name}) has ${b.labels.join(", ")}: models of the task ${a.task.name} are compared if their outputs are the same`,
      );
    return {
      clips,
      report: (records) => ({
        metrics: { a: resample(a.task, records.a), b: resample(b.task, records.b) },
        ...{ note: "", verdict: null, breakdown: null, disagreements: [], json: () => ({}) },
      }),
    };
  },
};
