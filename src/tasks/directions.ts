import { declaredMetric } from "./metrics.js";

/** Returns the better direction of a metric: as a task declares it, else by its name; undefined if neither tells. */
export function metricDirection(metric: string): "min" | "max" | undefined {
  const leaf = metric.slice(metric.lastIndexOf("/") + 1);
  const declared = declaredMetric(leaf.replace(/^epoch_/, ""));
  return declared === undefined ? directionByName(leaf) : (declared.better ?? undefined);
}

/** The direction of a metric that no task declares, such as one that a user's program logged. */
function directionByName(leaf: string): "min" | "max" | undefined {
  if (/(^|_)(loss|error)$/.test(leaf)) return "min";
  if (/(^|_)(accuracy|f1|precision|recall|auc)$/.test(leaf)) return "max";
  return undefined;
}
