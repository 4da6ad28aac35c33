/** The results of runs that a dashboard has panels for. */
import { lossLast, recordedTaskMetrics } from "../../../tasks/metrics.js";
import type { ItemDeclaration, MetricDeclaration } from "../../../tasks/task.js";

/** A metric with its title: `macro F1`. */
export interface ShownMetric {
  name: string;
  title: string;
}

export interface ShownResults {
  /** Metrics of evaluations, the loss last. */
  metrics: readonly ShownMetric[];
  /** Metrics of training besides the loss. */
  training: readonly ShownMetric[];
  /** Figures and tables of evaluations, the most telling first. */
  items: readonly ItemDeclaration[];
}

/** A run of the dashboard. */
export interface ShownRun {
  config: Readonly<Record<string, unknown>>;
  /** Names of its items: `validation/roc`. */
  items: readonly string[];
}

/** Returns the results that the tasks of runs declare; without runs, those of a configuration. */
export function resultsOf(
  runs: readonly ShownRun[],
  config: Readonly<Record<string, unknown>> = {},
): ShownResults {
  const declared = (runs.length === 0 ? [{ config }] : runs).map((run) => recordedTaskMetrics(run.config));
  const logged = new Set(runs.flatMap(({ items }) => items));
  return {
    metrics: titled(lossLast(declared.flatMap(({ evaluation }) => evaluation))),
    training: titled(declared.flatMap(({ training }) => training)),
    items: unique(declared.flatMap(({ items }) => items)).flatMap((item) => itemsIn(logged, item)),
  };
}

/** Returns the item, or one for each target of the runs. */
function itemsIn(logged: ReadonlySet<string>, item: ItemDeclaration): ItemDeclaration[] {
  const found: ItemDeclaration[] = [];
  for (let i = 1; logged.has(`validation/${item.name}_${i}`); i++)
    found.push({ ...item, name: `${item.name}_${i}`, title: `${item.title} ${i}` });
  return found.length === 0 ? [item] : found;
}

function titled(metrics: readonly MetricDeclaration[]): ShownMetric[] {
  return unique(metrics).map(({ name, title, longTitle = title }) => ({ name, title: longTitle }));
}

function unique<Named extends { name: string }>(all: readonly Named[]): Named[] {
  return all.filter((one, i) => all.findIndex(({ name }) => name === one.name) === i);
}
