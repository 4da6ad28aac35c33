/** Names of metrics, for code that must not load libtorch. */
import { CLASSIFICATION_METRICS } from "./classification/metrics.js";
import type { MetricDeclaration, TaskMetrics } from "./task.js";

/** Metrics of a recipe's task. */
export function taskMetrics(): TaskMetrics {
  return CLASSIFICATION_METRICS;
}

/** Names of the metrics of an evaluation: those that can be monitored. */
export function evaluationMetricNames(split = "validation"): string[] {
  return taskMetrics().evaluation.map(({ name }) => `${split}/${name}`);
}

/** Means of a logging window and of an epoch. */
export function trainingMetricNames(): string[] {
  const names = ["loss", ...taskMetrics().training.map(({ name }: MetricDeclaration) => name)];
  return [...names.map((name) => `train/${name}`), ...names.map((name) => `train/epoch_${name}`)];
}
