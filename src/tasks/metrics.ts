/** Names of metrics, for code that must not load libtorch, and threads that start faster without zod. */
import type { OwnChoice } from "../components/component.js";
import { loadedDefinition, loadedOfKind } from "../components/loaded.js";
import { ConfigError } from "../errors.js";
import { CLASSIFICATION_METRICS } from "./classification/metrics.js";
import type { TaskDefinition } from "./define.js";
import { DETECTION_METRICS } from "./detection/metrics.js";
import type { TaskChoice } from "./options.js";
import { REGRESSION_TASK_METRICS } from "./regression/metrics.js";
import { TAGGING_METRICS } from "./tagging/metrics.js";
import type { MetricDeclaration, TaskMetrics } from "./task.js";

const METRICS: Record<TaskChoice["name"], TaskMetrics> = {
  classification: CLASSIFICATION_METRICS,
  tagging: TAGGING_METRICS,
  regression: REGRESSION_TASK_METRICS,
  detection: DETECTION_METRICS,
};

/** Part of a recipe. */
interface WithTaskName {
  readonly task: Pick<TaskChoice, "name"> | OwnChoice;
}

/** Metrics of a task whose module is not loaded: its configuration is read without running its code. */
const UNKNOWN_METRICS: TaskMetrics = {
  evaluation: [{ name: "loss", title: "loss", better: "min" }],
  training: [],
  items: [],
};

function ownMetrics(code: string): TaskMetrics {
  return (loadedDefinition(code) as TaskDefinition | undefined)?.metrics ?? UNKNOWN_METRICS;
}

/** Returns the metrics of a recipe's task. */
export function taskMetrics({ task }: WithTaskName): TaskMetrics {
  return "code" in task ? ownMetrics(task.code) : METRICS[task.name];
}

/** Returns the metrics of the task in a recorded configuration, which may be of a version without tasks. */
export function recordedTaskMetrics({ task }: Readonly<Record<string, unknown>>): TaskMetrics {
  const { name = "classification", code } = (task ?? {}) as { name?: unknown; code?: unknown };
  if (typeof code === "string") return ownMetrics(code);
  if (!isTaskName(name))
    throw new ConfigError(
      "TASK",
      `task.name: expected one of ${Object.keys(METRICS).join(", ")}, got "${String(name)}"`,
    );
  return METRICS[name];
}

/** Returns the declaration of a metric, named without its split; undefined if no task has it. */
export function declaredMetric(name: string): MetricDeclaration | undefined {
  return [...Object.values(METRICS), ...loadedOfKind("task").map((task) => (task as TaskDefinition).metrics)]
    .flatMap(({ evaluation, training }) => [...evaluation, ...training])
    .find((metric) => metric.name === name);
}

/** Returns metrics with the loss last: a model is trained for it, and the others tell more. */
export function lossLast(metrics: readonly MetricDeclaration[]): MetricDeclaration[] {
  const isLoss = ({ name }: MetricDeclaration): boolean => name === "loss";
  return [...metrics.filter((metric) => !isLoss(metric)), ...metrics.filter(isLoss)];
}

/** Returns the names of an evaluation's metrics: those that can be monitored. */
export function evaluationMetricNames(config: WithTaskName, split = "validation"): string[] {
  return taskMetrics(config).evaluation.map(({ name }) => `${split}/${name}`);
}

/** Returns whether a metric belongs to the evaluations of the validation clips. */
export function isEvaluationMetric(name: string): boolean {
  return name.startsWith("validation/");
}

/** Returns the names of the means of a logging window and of an epoch. */
export function trainingMetricNames(config: WithTaskName): string[] {
  const names = ["loss", ...taskMetrics(config).training.map(({ name }) => name)];
  return [...names.map((name) => `train/${name}`), ...names.map((name) => `train/epoch_${name}`)];
}

function isTaskName(name: unknown): name is TaskChoice["name"] {
  return typeof name === "string" && Object.hasOwn(METRICS, name);
}
