/** The metrics of a trial, read from the record of its run. */
import type { Config } from "../config/schema.js";
import { isEvaluationMetric, trainingMetricNames } from "../tasks/metrics.js";
import { RunStore } from "../tracking/store/store.js";
import type { Direction } from "./study.js";

/** A metric to optimize. */
export interface Objective {
  metric: string;
  direction: Direction;
}

/** Bounds on a metric. */
export interface Constraint {
  metric: string;
  max?: number | undefined;
  min?: number | undefined;
}

/** Metrics of training steps, or of the run as a whole. */
export function measuredMetricNames(config: Pick<Config, "task">): string[] {
  return [
    ...trainingMetricNames(config),
    "train/gradient_norm",
    "train/clips_per_sec",
    "train/data_wait_fraction",
    "model/num_parameters",
  ];
}

export interface Measured {
  status: string;
  /** One for each objective, all from the evaluation at which the first objective was best. */
  values: number[];
  /** By name; satisfied where 0 or less. */
  constraints: Record<string, number>;
  /** The first objective by epoch; empty where evaluations do not measure it. */
  evaluations: { epoch: number; value: number }[];
  numEvaluations: number;
}

/** Measures a run; null before its first evaluation. @throws TrackingError for a folder that holds no run */
export function measureRun(
  folder: string,
  objectives: readonly Objective[],
  constraints: readonly Constraint[],
): Measured | null {
  using store = RunStore.open(folder);
  const evaluations = store.metrics("validation/loss");
  if (evaluations.length === 0) return null;
  const valueAt = (metric: string, step: number): number => {
    if (metric === "model/num_parameters") {
      const model = store.items().find(({ item }) => item.kind === "model")?.item;
      return model?.kind === "model" ? model.numParameters : Number.NaN;
    }
    return store.metrics(metric).findLast((one) => one.step <= step)?.value ?? Number.NaN;
  };
  const [first] = objectives;
  const sign = first!.direction === "maximize" ? -1 : 1;
  const cost = (step: number): number => {
    const value = sign * valueAt(first!.metric, step);
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
  };
  const costs = evaluations.map(({ step }) => ({ step, cost: cost(step) }));
  const best = costs.reduce((least, one) => (one.cost < least.cost ? one : least)).step;
  return {
    status: store.info().status,
    values: objectives.map(({ metric }) => valueAt(metric, best)),
    constraints: Object.fromEntries(
      constraints.flatMap(({ metric, max, min }) => {
        const value = valueAt(metric, best);
        return [
          ...(max === undefined ? [] : [[`${metric} <= ${max}`, value - max]]),
          ...(min === undefined ? [] : [[`${metric} >= ${min}`, min - value]]),
        ];
      }),
    ),
    evaluations: !isEvaluationMetric(first!.metric)
      ? []
      : evaluations.map(({ step }) => ({
          // From 0, as Optuna counts; records of earlier versions count epochs from 0 as well.
          epoch: valueAt("epoch", step) - store.metrics("epoch")[0]!.value,
          value: valueAt(first!.metric, step),
        })),
    numEvaluations: evaluations.length,
  };
}
