/** Runs side by side: `/compare?runs=KEY,KEY,...`; the first is what the others are compared with. */
import { useSignal } from "@preact/signals";
import type { RunDetail, RunRow } from "../../../../../src/dashboard/api.js";
import { ChartControls, chartView, sharedRange } from "../../charts/controls.js";
import { Curves } from "../../charts/curves.js";
import { type MetricChart, metricGroups, siblingsOf } from "../../charts/metric-groups.js";
import { runLabels } from "../../charts/run-labels.js";
import { getJson } from "../../data/client.js";
import { runs as allRuns, rowOf } from "../../data/runs.js";
import { useApi } from "../../data/use-api.js";
import { EmptyBox, ErrorBox, Waiting } from "../../shell/boxes.js";
import { param, setParams } from "../../shell/router.js";
import { colorPlaces, Swatch } from "../../shell/run-color.js";
import { ConfigDifferences } from "./config-differences.js";
import { ClipDifferences, MetricTable } from "./deltas.js";
import "./compare.css";
import { leafTitle } from "../../format/names.js";
import { formatNumber } from "../../format/numbers.js";

/** More lines than these tell nothing. */
const MOST_RUNS = 50;

export default function ComparePage() {
  const keys = [...new Set(param("runs").split(","))]
    .filter((key) => /^[0-9a-f]{12}$/.test(key))
    .slice(0, MOST_RUNS);
  const list = allRuns.value;
  if (list === null) return <Waiting height={600} />;
  const rows = keys.flatMap((key) => rowOf(key) ?? []);
  if (rows.length < 2)
    return list.numUnread > 0 && keys.length > 1 ? (
      <Waiting height={600} />
    ) : (
      <EmptyBox title="Choose two runs or more to compare">
        <p>
          Select them in the <a href="/">table of runs</a>.
        </p>
      </EmptyBox>
    );
  return <Compare rows={rows} />;
}

function Compare({ rows }: { rows: readonly RunRow[] }) {
  const keys = rows.map(({ key }) => key);
  const labels = runLabels(keys);
  const places = colorPlaces(keys);
  const news = rows.map(({ generation, status, best }) => `${generation} ${status} ${best?.step}`).join();
  const { data: details, error } = useApi(`${keys} ${news}`, (signal) =>
    Promise.all(keys.map((key) => getJson<RunDetail>(`/api/runs/${key}`, signal))),
  );
  const asked = param("with");
  const second = keys.indexOf(asked) > 0 ? asked : keys[1]!;
  const [one, other] = [keys[0], second].map((key) => details?.find((detail) => detail.key === key));
  const betterOf = (metric: string): "min" | "max" | null =>
    details?.flatMap(({ metrics }) => metrics).find(({ name }) => name === metric)?.better ?? null;
  return (
    <div class="compare">
      <RunChips rows={rows} labels={labels} places={places} />
      {error !== null && <ErrorBox title="The runs could not be read" message={error.message} />}
      {details === null ? <Waiting height={320} /> : <Charts details={details} rows={rows} />}
      <section>
        <h2>Metrics</h2>
        <MetricTable rows={rows} labels={labels} places={places} betterOf={betterOf} />
      </section>
      <section class="clips">
        <h2>Clip by clip</h2>
        {keys.length > 2 && (
          <label class="small muted">
            {labels.get(keys[0]!)} with{" "}
            <select value={second} onChange={({ currentTarget }) => setParams({ with: currentTarget.value })}>
              {keys.slice(1).map((key) => (
                <option key={key} value={key}>
                  {labels.get(key)}
                </option>
              ))}
            </select>
          </label>
        )}
        {one !== undefined && other !== undefined && (
          <ClipDifferences first={one} second={other} labels={labels} />
        )}
      </section>
      <section>
        <h2>Configuration</h2>
        <ConfigDifferences rows={rows} labels={labels} places={places} />
      </section>
    </div>
  );
}

interface ChipsProps {
  rows: readonly RunRow[];
  labels: ReadonlyMap<string, string>;
  places: ReadonlyMap<string, number>;
}

function RunChips({ rows, labels, places }: ChipsProps) {
  const keys = rows.map(({ key }) => key);
  return (
    <ul class="chips" aria-label="Runs that are compared">
      {rows.map(({ key, id, status, monitor, best }, i) => (
        <li key={key}>
          <Swatch run={key} place={places.get(key)!} />
          <a href={`/runs/${key}`} title={id}>
            {labels.get(key)}
          </a>
          {best !== null && (
            <span title={monitor?.name}>
              <b>{formatNumber(best.value)}</b>
            </span>
          )}
          <span class={`status ${i === 0 ? "" : status}`}>
            {i === 0 ? "baseline" : status === "finished" ? "" : status}
          </span>
          {i > 0 && (
            <button
              type="button"
              class="quiet"
              aria-label={`Make ${labels.get(key)} the baseline`}
              title="Make it the baseline"
              onClick={() => setParams({ runs: [key, ...keys.filter((one) => one !== key)].join() }, true)}
            >
              ↑
            </button>
          )}
          {keys.length > 2 && (
            <button
              type="button"
              class="quiet"
              aria-label={`Remove ${labels.get(key)}`}
              title="Remove"
              onClick={() => setParams({ runs: keys.filter((one) => one !== key).join() }, true)}
            >
              ×
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

function Charts({ details, rows }: { details: readonly RunDetail[]; rows: readonly RunRow[] }) {
  const isOpen = useSignal(false);
  const names = commonMetrics(details);
  const monitors = [...new Set(rows.flatMap(({ monitor }) => monitor?.name ?? []))];
  const leading = ["validation/loss", ...monitors].filter((name) => names.includes(name));
  const large: MetricChart[] = [];
  for (const name of leading) {
    if (large.some(({ metrics }) => metrics.includes(name))) continue;
    const leaf = name.slice(name.indexOf("/") + 1);
    large.push({
      title: leafTitle(leaf),
      metrics: siblingsOf(name, names).filter((one) => !one.startsWith("test/")),
    });
  }
  const taken = new Set(["epoch", ...large.flatMap(({ metrics }) => metrics)]);
  const others = metricGroups(names, taken).flatMap(({ title, charts }) =>
    charts.map((chart) => ({
      ...chart,
      title: ["evaluation", "training"].includes(title) ? chart.title : `${title} ${chart.title}`,
    })),
  );
  const isGrouped = param("mean") === "1";
  const groups = isGrouped ? new Map(rows.map(({ key, name }) => [key, name])) : undefined;
  const view = {
    ...chartView(),
    range: sharedRange,
    runs: rows.map(({ key }) => key),
    ...(groups ? { groups } : {}),
  };
  const seriesOf = ({ metrics }: MetricChart) =>
    details.flatMap(({ key, metrics: own }) =>
      metrics
        .filter((metric) => own.some(({ name }) => name === metric))
        .map((metric) => ({ run: key, metric })),
    );
  const hasGroups = new Set(rows.map(({ name }) => name)).size < rows.length;
  return (
    <>
      <div class="compare-controls">
        <ChartControls lastStep={Math.max(...rows.map(({ step }) => step))} />
        {hasGroups && (
          <label class="small muted">
            <input
              type="checkbox"
              checked={isGrouped}
              onChange={({ currentTarget }) => setParams({ mean: currentTarget.checked ? "1" : null })}
            />{" "}
            Mean and range of runs with the same name
          </label>
        )}
      </div>
      {names.length === 0 && <EmptyBox title="These runs have no metric in common" />}
      <div class="chart-grid large">
        {large.map((chart) => (
          <Curves key={chart.title} title={chart.title} height={320} series={seriesOf(chart)} {...view} />
        ))}
      </div>
      {others.length > 0 && (
        <details
          open={isOpen.value}
          onToggle={({ currentTarget }) => {
            isOpen.value = currentTarget.open;
          }}
        >
          <summary>
            Other metrics <span class="muted">{others.length}</span>
          </summary>
          {isOpen.value && (
            <div class="chart-grid">
              {others.map((chart) => (
                <Curves
                  key={chart.title}
                  title={chart.title}
                  height={200}
                  series={seriesOf(chart)}
                  {...view}
                />
              ))}
            </div>
          )}
        </details>
      )}
    </>
  );
}

/** Those that two runs or more have. */
function commonMetrics(details: readonly RunDetail[]): string[] {
  const counts = new Map<string, number>();
  for (const { name } of details.flatMap(({ metrics }) => metrics))
    counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].filter(([, count]) => count > 1).map(([name]) => name);
}
