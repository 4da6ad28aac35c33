/** The metrics that are drawn in one chart, and their heading. */

import { leafTitle } from "../format/names.js";

export interface MetricChart {
  title: string;
  /** `train/loss` and `validation/loss` share a chart. */
  metrics: readonly string[];
}

export interface MetricGroup {
  title: string;
  charts: readonly MetricChart[];
}

const SPLITS = ["train", "validation", "test"];

/** The metrics of the evaluation splits with one name, such as those of `loss`: train first. */
export function siblingsOf(metric: string, all: readonly string[]): string[] {
  const [split, leaf] = partsOf(metric);
  if (!SPLITS.includes(split)) return [metric];
  const siblings = SPLITS.map((other) => `${other}/${leaf}`).filter((name) => all.includes(name));
  return siblings.length === 0 ? [metric] : siblings;
}

/**
 * Groups metrics by prefix. Those of train, validation and test with the same name are one chart, in the group of the first prefix
 * that is more than a split: `validation/f1/dog` is in the group `f1`.
 */
export function metricGroups(all: readonly string[], without: ReadonlySet<string>): MetricGroup[] {
  const groups = new Map<string, Map<string, string[]>>();
  for (const metric of all) {
    if (without.has(metric)) continue;
    const [split, leaf] = partsOf(metric);
    const isSplit = SPLITS.includes(split);
    const inner = leaf.includes("/") ? leaf.slice(0, leaf.indexOf("/")) : "";
    const isOfTraining = isSplit && siblingsOf(metric, all).every((name) => name.startsWith("train/"));
    const group = isSplit
      ? inner === ""
        ? isOfTraining
          ? "training"
          : "evaluation"
        : inner
      : split || "other";
    const charts = groups.get(group) ?? new Map<string, string[]>();
    groups.set(group, charts);
    const title = leafTitle(isSplit && inner !== "" ? leaf.slice(inner.length + 1) : leaf);
    charts.set(title, [...(charts.get(title) ?? []), metric]);
  }
  const order = ["evaluation", "training"];
  const rank = (title: string): number =>
    order.includes(title) ? order.indexOf(title) : ["system", "time"].includes(title) ? 9 : 5;
  return [...groups]
    .map(([title, charts]) => ({
      title,
      charts: [...charts].map(([name, metrics]) => ({ title: name, metrics: bySplit(metrics) })),
    }))
    .sort((a, b) => rank(a.title) - rank(b.title) || (a.title < b.title ? -1 : 1));
}

const bySplit = (metrics: readonly string[]): string[] =>
  [...metrics].sort((a, b) => SPLITS.indexOf(partsOf(a)[0]) - SPLITS.indexOf(partsOf(b)[0]));

function partsOf(metric: string): [prefix: string, leaf: string] {
  const at = metric.indexOf("/");
  return at === -1 ? ["", metric] : [metric.slice(0, at), metric.slice(at + 1)];
}
