import type { Summary } from "../tasks/task.js";

/** Metrics by name, such as `validation/loss`. */
export type Metrics = Record<string, number>;

/** Names a summary's metrics by its split. */
export function metricsOf(split: string, { metrics }: Summary): Metrics {
  return Object.fromEntries(Object.entries(metrics).map(([name, value]) => [`${split}/${name}`, value]));
}
