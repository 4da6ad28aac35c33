/** Names of metrics, for code that must not load libtorch. */
import type { Config } from "../config/schema.js";
import { taskSection } from "../config/sections/task.js";
import { CLASSIFICATION_METRICS } from "./classification/metrics.js";
import { REGRESSION_TASK_METRICS } from "./regression/metrics.js";
import { TAGGING_METRICS } from "./tagging/metrics.js";
import type { MetricDeclaration, TaskMetrics } from "./task.js";

const METRICS: Record<Config["task"]["name"], TaskMetrics> = {
  classification: CLASSIFICATION_METRICS,
  tagging: TAGGING_METRICS,
  regression: REGRESSION_TASK_METRICS,
};

/** Returns the metrics of a recipe's task. */
export function taskMetrics({ task }: Pick<Config, "task">): TaskMetrics {
  return METRICS[task.name];
}

/** Returns the metrics of the task in a recorded configuration, which may be of a version without tasks. */
export function recordedTaskMetrics({ task }: Readonly<Record<string, unknown>>): TaskMetrics {
  return taskMetrics({ task: taskSection.parse(task) });
}

/** Returns the declaration of a metric, named without its split; undefined if no task has it. */
export function declaredMetric(name: string): MetricDeclaration | undefined {
  return Object.values(METRICS)
    .flatMap(({ evaluation, training }) => [...evaluation, ...training])
    .find((metric) => metric.name === name);
}

/** Returns metrics with the loss last: a model is trained for it, and the others tell more. */
export function lossLast(metrics: readonly MetricDeclaration[]): MetricDeclaration[] {
  const isLoss = ({ name }: MetricDeclaration): boolean => name === "loss";
  return [...metrics.filter((metric) => !isLoss(metric)), ...metrics.filter(isLoss)];
}

/** Returns the names of an evaluation's metrics: those that can be monitored. */
export function evaluationMetricNames(config: Pick<Config, "task">, split = "validation"): string[] {
  return taskMetrics(config).evaluation.map(({ name }) => `${split}/${name}`);
}

/** Returns whether a metric belongs to the evaluations of the validation clips. */
export function isEvaluationMetric(name: string): boolean {
  return name.startsWith("validation/");
}

/** Returns the names of the means of a logging window and of an epoch. */
export function trainingMetricNames(config: Pick<Config, "task">): string[] {
  const names = ["loss", ...taskMetrics(config).training.map(({ name }) => name)];
  return [...names.map((name) => `train/${name}`), ...names.map((name) => `train/epoch_${name}`)];
}
