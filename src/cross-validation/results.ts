/** Metrics of the folds' runs, and their mean and deviation. */
import { RunStore } from "../tracking/store/store.js";
import type { Fold } from "./plan.js";

export interface FoldResult {
  fold: string;
  /** Folder of its run. */
  run: string;
  numClips: number;
  /** Epochs that its run trained. */
  numEpochs: number;
  /** Metrics of the test clips, named without the split; undefined ones are left out. */
  metrics: Readonly<Record<string, number>>;
  /** Losses by epoch, for a chart. */
  losses: Readonly<Record<"train" | "validation", readonly [epoch: number, loss: number][]>>;
}

const TEST = "test/";

/** Reads the result of a fold's finished run. */
export function resultOf({ name, clips }: Fold, run: string): FoldResult {
  using store = RunStore.open(run);
  const tested = store.metricNames().filter((metric) => metric.startsWith(TEST));
  const epochs = store.metrics("epoch");
  const byEpoch = (metric: string): [number, number][] =>
    store
      .metrics(metric)
      .map(({ step, value }) => [epochs.findLast((one) => one.step <= step)!.value, value]);
  return {
    ...{ fold: name, run, numClips: clips.length },
    numEpochs: epochs.at(-1)?.value ?? 0,
    metrics: Object.fromEntries(
      tested.flatMap((metric) => {
        const value = store.last(metric)!.value;
        return Number.isNaN(value) ? [] : [[metric.slice(TEST.length), value]];
      }),
    ),
    losses: { train: byEpoch("train/epoch_loss"), validation: byEpoch("validation/loss") },
  };
}

/** Mean and deviation of a metric over folds. */
export interface Spread {
  /** NaN if no fold defines the metric; null in JSON. */
  mean: number;
  /** Sample standard deviation (n - 1); NaN for one fold. */
  deviation: number;
  /** Folds for which the metric is defined. */
  numFolds: number;
}

export function spreadOf(results: readonly FoldResult[], metric: string): Spread {
  const values = results.flatMap(({ metrics }) => metrics[metric] ?? []);
  const { length: numFolds } = values;
  const mean = values.reduce((sum, value) => sum + value, 0) / numFolds;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: numFolds < 2 ? Number.NaN : Math.sqrt(squares / (numFolds - 1)), numFolds };
}
