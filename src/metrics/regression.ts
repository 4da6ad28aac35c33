// N = clips, D = target dimensions.
import { concordance, deviations, meanSquare, pearson, spearman } from "./correlation.js";
import { mean } from "./mean.js";

/** Predictions and targets of a regression model, both row-major [N, D]. */
export interface RegressionRows {
  predicted: Float64Array;
  target: Float64Array;
  numDimensions: number;
}

export const REGRESSION_METRICS = ["mae", "rmse", "r2", "pearson", "spearman", "concordance"] as const;
export type RegressionMetric = (typeof REGRESSION_METRICS)[number];

/** Metrics that say how well predictions follow the target's changes: undefined where the target has none. */
export const CORRELATIONS: readonly RegressionMetric[] = ["pearson", "spearman", "concordance"];

export interface RegressionSummary {
  perDimension: Record<RegressionMetric, number[]>; // [D] each
  /**
   * Plain means over the dimensions, as scikit-learn's `uniform_average`. Those of correlations leave out dimensions with a
   * constant target. A constant prediction of a target that varies makes the means of Pearson and Spearman NaN: leaving
   * it out would reward a model that stops predicting a hard dimension.
   */
  mean: Record<RegressionMetric, number>;
  /** Dimensions whose target is the same for all clips. */
  constantTargets: number[];
}

/**
 * Returns all metrics of a regression model. Never throws; a NaN among the predictions or targets of a dimension makes all
 * metrics of that dimension NaN, and without clips or dimensions everything is NaN.
 *
 * | metric | as | constant target | constant prediction | one clip |
 * | --- | --- | --- | --- | --- |
 * | mae, rmse | scikit-learn 1.9's `mean_absolute_error`, `root_mean_squared_error` | defined | defined | defined |
 * | r2 | scikit-learn 1.9's `r2_score` | 1 if every prediction is exact, else 0 | defined | NaN |
 * | pearson, spearman | scipy 1.17's `pearsonr`, `spearmanr` | NaN | NaN | NaN |
 * | concordance | Lin 1989, population variances | 0; NaN if exact | 0 | 0; NaN if exact |
 */
export function summarizeRegression(rows: RegressionRows): RegressionSummary {
  const { numDimensions } = rows;
  const perDimension = mapMetrics((): number[] => []);
  const constantTargets: number[] = [];
  for (let d = 0; d < numDimensions; d++) {
    const [predicted, target] = [
      column(rows.predicted, numDimensions, d),
      column(rows.target, numDimensions, d),
    ];
    const values = measure(predicted, target);
    for (const name of REGRESSION_METRICS) perDimension[name].push(values[name]);
    if (target.every((value) => value === target[0])) constantTargets.push(d);
  }
  const varies = (_: number, d: number): boolean => !constantTargets.includes(d);
  return {
    perDimension,
    mean: mapMetrics((name) =>
      mean(CORRELATIONS.includes(name) ? perDimension[name].filter(varies) : perDimension[name]),
    ),
    constantTargets,
  };
}

function measure(predicted: Float64Array, target: Float64Array): Record<RegressionMetric, number> {
  const errors = predicted.map((value, i) => value - target[i]!);
  return {
    mae: mean(errors.map(Math.abs)),
    rmse: Math.sqrt(meanSquare(errors)),
    r2: r2(errors, target),
    pearson: pearson(predicted, target),
    spearman: spearman(predicted, target),
    concordance: concordance(predicted, target),
  };
}

/** The share of the target's variance that predictions explain, `1 - sum of errors^2 / sum of deviations^2`. */
function r2(errors: Float64Array, target: Float64Array): number {
  if (errors.length < 2) return Number.NaN;
  const unexplained = meanSquare(errors);
  const total = meanSquare(deviations(target));
  if (total !== 0 || Number.isNaN(unexplained)) return 1 - unexplained / total;
  return unexplained === 0 ? 1 : 0;
}

function column(values: Float64Array, width: number, place: number): Float64Array {
  return Float64Array.from({ length: values.length / width }, (_, row) => values[row * width + place]!);
}

function mapMetrics<Value>(of: (name: RegressionMetric) => Value): Record<RegressionMetric, Value> {
  return Object.fromEntries(REGRESSION_METRICS.map((name) => [name, of(name)])) as Record<
    RegressionMetric,
    Value
  >;
}
