import { betterDirection } from "../config/directions.js";
import { declaredMetric } from "./metrics.js";

/** Returns the better direction of a metric: as a task declares it, else by its name; undefined if neither tells. */
export function metricDirection(metric: string): "min" | "max" | undefined {
  const declared = declaredMetric(metric.slice(metric.lastIndexOf("/") + 1).replace(/^epoch_/, ""));
  return declared === undefined ? betterDirection(metric) : (declared.better ?? undefined);
}
