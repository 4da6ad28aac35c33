import { useMemo } from "preact/hooks";
import type { RunRow } from "../../../../../src/dashboard/api.js";
import { Curves } from "../../charts/curves.js";
import { metricTitle } from "../../format/names.js";
import type { Group } from "./arrange.js";

const MOST_CHARTS = 4;
/** Has room for the labels of the ten runs that are selected at first. */
const HEIGHT = 240;

/** Curves of the selected runs: the monitored metric first. */
export function RunCharts({ rows, groups }: { rows: readonly RunRow[]; groups: readonly Group[] | null }) {
  const charts = useMemo(() => chartsOf(rows), [rows]);
  const groupOf = useMemo(
    () =>
      groups === null
        ? undefined
        : new Map(groups.flatMap(({ value, runs }) => runs.map(({ key }) => [key, value] as const))),
    [groups],
  );
  const keys = rows.map(({ key }) => key);
  if (rows.length === 0) return <p class="muted no-charts">Select runs to see their curves.</p>;
  if (charts.length === 0) return <p class="muted no-charts">The selected runs have no metrics yet.</p>;
  return (
    <>
      {charts.map((metric) => (
        <Curves
          key={metric}
          title={metricTitle(metric)}
          series={rows
            .filter(({ last }) => Object.hasOwn(last, metric))
            .map(({ key }) => ({ run: key, metric }))}
          height={HEIGHT}
          runs={keys}
          {...(groupOf === undefined ? {} : { groups: groupOf })}
        />
      ))}
    </>
  );
}

/** The monitored metric, then losses and accuracies, then what most runs have. */
function chartsOf(rows: readonly RunRow[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { last } of rows) for (const name in last) counts.set(name, (counts.get(name) ?? 0) + 1);
  const monitors = new Set(rows.map(({ monitor }) => monitor?.name));
  const rank = (name: string): number => {
    if (monitors.has(name)) return 0;
    const usual = ["validation/loss", "train/loss", "validation/accuracy", "train/accuracy"].indexOf(name);
    if (usual >= 0) return 1 + usual;
    return name.startsWith("validation/") ? 5 : name.startsWith("train/") ? 6 : 7;
  };
  return [...counts]
    .filter(([name]) => rank(name) < 7)
    .sort(([a, numA], [b, numB]) => rank(a) - rank(b) || numB - numA)
    .slice(0, MOST_CHARTS)
    .map(([name]) => name);
}
