/** A run at a glance, and everything that it recorded. */
import { useSignal } from "@preact/signals";
import type { RunDetail, StagesMeta } from "../../../../../src/dashboard/api.js";
import { ChartControls, chartView, sharedRange } from "../../charts/controls.js";
import { Curves } from "../../charts/curves.js";
import { type MetricGroup, metricGroups, siblingsOf } from "../../charts/metric-groups.js";
import { getColumns, getJson } from "../../data/client.js";
import { rowOf } from "../../data/runs.js";
import { useApi } from "../../data/use-api.js";
import { leafTitle } from "../../format/names.js";
import { EmptyBox, ErrorBox, Waiting } from "../../shell/boxes.js";
import type { PageProps } from "../../shell/pages.js";
import { Stages } from "../profile/stages.js";
import { ConsoleTail } from "./console-tail.js";
import { Facts } from "./facts.js";
import { Hardest } from "./hardest.js";
import { Checkpoints, Configuration, Events } from "./lists.js";
import "../profile/profile.css";
import "./run.css";

const LARGE = 320;
const SMALL = 200;

export default function RunPage({ run }: PageProps) {
  const row = rowOf(run);
  // Read again as the run goes on, once for each evaluation and every 50 steps.
  const news = `${row?.generation} ${row?.status} ${row?.best?.step} ${Object.keys(row?.last ?? {}).length} ${Math.floor((row?.step ?? 0) / 50)}`;
  const { data: detail, error } = useApi(`${run} ${news}`, (signal) =>
    getJson<RunDetail>(`/api/runs/${run}`, signal),
  );
  // Not read yet.
  if (row === undefined) return <Waiting height={600} />;
  return (
    <div class="run-page">
      <div class="run-top">
        <Facts row={row} detail={detail} />
        {detail === null ? <Waiting height={190} /> : <Hardest detail={detail} />}
      </div>
      {error !== null && <ErrorBox title="Part of the run could not be read" message={error.message} />}
      {detail === null ? <Waiting height={LARGE} /> : <Record detail={detail} />}
      <ConsoleTail run={run} news={`${row.updatedMs}`} />
    </div>
  );
}

function Record({ detail }: { detail: RunDetail }) {
  const names = detail.metrics.map(({ name }) => name);
  const monitor = rowOf(detail.key)?.monitor?.name;
  const large = largeCharts(names, monitor);
  const taken = new Set(["epoch", ...large.flatMap(({ metrics }) => metrics)]);
  const groups = metricGroups(names, taken);
  const { x, smoothing, isLog } = chartView();
  const isRunning = detail.status === "running";
  const common = { x, smoothing, isLog, range: sharedRange };
  return (
    <>
      <ChartControls lastStep={detail.step} />
      {large.length === 0 &&
        (isRunning ? (
          <EmptyBox title="No metrics yet">They appear as the run logs them.</EmptyBox>
        ) : (
          <EmptyBox title="No metrics">
            The run ended before it logged any: see its events and its output below.
          </EmptyBox>
        ))}
      <div class="chart-grid large">
        {large.map(({ title, metrics }) => (
          <Curves
            key={title}
            title={title}
            height={LARGE}
            series={metrics.map((metric) => ({ run: detail.key, metric }))}
            {...common}
          />
        ))}
      </div>
      {groups.map((group) => (
        <Group key={group.title} run={detail.key} group={group} view={common} />
      ))}
      <div class="run-columns">
        <Checkpoints detail={detail} />
        <StageTimes detail={detail} />
        <Configuration detail={detail} />
        <Events events={detail.events} />
      </div>
    </>
  );
}

/** Loss and the monitored metric; accuracy or the like where the loss is monitored. */
function largeCharts(names: readonly string[], monitor: string | undefined) {
  const leafOf = (name: string): string => name.slice(name.indexOf("/") + 1);
  const second =
    monitor !== undefined && leafOf(monitor) !== "loss"
      ? monitor
      : names.find((name) => name.startsWith("validation/") && leafOf(name) !== "loss");
  const loss = names.find((name) => leafOf(name) === "loss");
  return [loss, second]
    .filter((name) => name !== undefined && names.includes(name))
    .map((name) => ({ title: leafTitle(leafOf(name!)), metrics: siblingsOf(name!, names) }));
}

type View = ReturnType<typeof chartView> & { range: typeof sharedRange };

/** Charts that are mounted once their group is open. */
function Group({ run, group, view }: { run: string; group: MetricGroup; view: View }) {
  const isOpen = useSignal(false);
  return (
    <details
      class="metric-group"
      open={isOpen.value}
      onToggle={({ currentTarget }) => {
        isOpen.value = currentTarget.open;
      }}
    >
      <summary>
        {group.title} <span class="muted">{group.charts.length}</span>
      </summary>
      {isOpen.value && (
        <div class="chart-grid">
          {group.charts.map(({ title, metrics }) => (
            <Curves
              key={title}
              title={title}
              height={SMALL}
              series={metrics.map((metric) => ({ run, metric }))}
              {...view}
            />
          ))}
        </div>
      )}
    </details>
  );
}

function StageTimes({ detail }: { detail: RunDetail }) {
  const { data } = useApi(
    `${detail.key} ${detail.generation} ${detail.status} ${Math.floor(detail.step / 50)}`,
    (signal) => getColumns<StagesMeta>(`/api/runs/${detail.key}/stages?points=300`, signal),
  );
  const means = (data?.meta.stages ?? []).flatMap((name) => {
    const values = Array.from(data!.columns.find((column) => column.name === name)?.values ?? []);
    const ms = values.reduce((sum, value) => sum + (Number.isFinite(value) ? value : 0), 0) / values.length;
    return ms > 0 ? [{ name, ms }] : [];
  });
  return (
    <section class="profile">
      <h2>
        Time of a step <span class="muted">by stage, ms</span>
      </h2>
      {data === null || means.length === 0 ? (
        <p class="muted">{detail.status === "running" ? "Not recorded yet." : "Not recorded."}</p>
      ) : (
        <Stages file={data} means={means.sort((a, b) => b.ms - a.ms)} />
      )}
    </section>
  );
}
