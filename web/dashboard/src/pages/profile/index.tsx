import type { ProfileAnswer, RunDetail, StagesMeta } from "../../../../../src/dashboard/api.js";
import { getColumns, getJson } from "../../data/client.js";
import { rowOf } from "../../data/runs.js";
import { useApi } from "../../data/use-api.js";
import { EmptyBox, ErrorBox, Waiting } from "../../shell/boxes.js";
import type { PageProps } from "../../shell/pages.js";
import { param, setParams } from "../../shell/router.js";
import { FlameChart } from "./flame-chart.js";
import { Stages } from "./stages.js";
import { SystemCharts } from "./system.js";
import "./profile.css";
import { formatNumber } from "../../format/numbers.js";

/** Where the time of a run goes: the verdict first, then what it is based on, the trace last. */
export default function ProfilePage({ run }: PageProps) {
  const row = rowOf(run);
  const [trace, step] = [param("trace"), param("step")];
  // A run that trains changes at each step; its profile is read again every 50.
  const news = `${row?.generation} ${row?.status} ${Math.floor((row?.step ?? 0) / 50)}`;
  const query = new URLSearchParams({ ...(trace ? { trace } : {}), ...(step ? { step } : {}) });
  const { data, error } = useApi(`${run} ${query} ${news}`, (signal) =>
    getJson<ProfileAnswer>(`/api/runs/${run}/profile?${query}`, signal),
  );
  const stages = useApi(`${run} ${news}`, (signal) =>
    getColumns<StagesMeta>(`/api/runs/${run}/stages?points=300`, signal),
  );
  const detail = useApi(`${run} ${row?.generation} ${row?.status}`, (signal) =>
    getJson<RunDetail>(`/api/runs/${run}`, signal),
  );
  if (data === null)
    return error === null ? (
      <Waiting height={600} />
    ) : (
      <ErrorBox title="The profile could not be read" message={error.message} />
    );
  if (data.stepMs === null && data.trace === null)
    return (
      <EmptyBox title="Nothing to profile yet">
        <p>The times of steps appear here as the run trains. Runs of earlier versions have none.</p>
      </EmptyBox>
    );
  return (
    <div class="profile">
      <Verdict profile={data} />
      {stages.data !== null && (
        <section>
          <h2>
            Stages <span class="muted">milliseconds of a step</span>
          </h2>
          <Stages file={stages.data} means={data.stages} />
        </section>
      )}
      {detail.data !== null && <SystemCharts run={run} metrics={detail.data.metrics} news={news} />}
      {data.trace === null ? (
        <p class="muted">
          There is no trace. To record operators of a few steps:{" "}
          <code>npx woodshed train RECIPE profiling.enabled=true</code>
        </p>
      ) : (
        <Trace profile={data} />
      )}
    </div>
  );
}

function Verdict({ profile }: { profile: ProfileAnswer }) {
  const { findings, changes, stepMs, clipsPerSec } = profile;
  const [first, ...others] = findings;
  return (
    <section class="verdict">
      <h1>{first === undefined ? "No bottleneck is known yet" : sentence(first.title)}</h1>
      <p class="muted">
        {first !== undefined && `${first.extent}. `}
        {stepMs !== null && `${formatNumber(stepMs, 3)} ms a step, `}
        {clipsPerSec !== null && `${formatNumber(clipsPerSec, 3)} clips a second`}
      </p>
      {first !== undefined && (
        <ul>
          {first.evidence.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {changes.length > 0 && (
        <>
          <h2>
            Try <span class="muted">expected, all else equal</span>
          </h2>
          <ul class="changes">
            {changes.map(({ key, value, gain, why, isSafe }) => (
              <li key={key}>
                <code>
                  {key}={String(value)}
                </code>{" "}
                <strong>+{Math.round(100 * (gain - 1))} %</strong>{" "}
                <span class="muted">
                  {why}
                  {isSafe ? "" : "; affects results"}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {others.length > 0 && (
        <details>
          <summary>{others.length === 1 ? "1 more finding" : `${others.length} more findings`}</summary>
          <dl>
            {others.map(({ title, extent, evidence }) => (
              <div key={title}>
                <dt>
                  {sentence(title)} <span class="muted">{extent}</span>
                </dt>
                <dd>{evidence.join("; ")}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </section>
  );
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function Trace({ profile }: { profile: ProfileAnswer }) {
  const { traces, trace, operators, modules, peak, flame, flameProblem } = profile;
  return (
    <>
      <section>
        <div class="trace-head">
          <h2>
            Trace <span class="muted">calls of one step</span>
          </h2>
          {traces.length > 1 && (
            <select
              aria-label="Trace"
              value={trace!}
              onChange={({ currentTarget }) => setParams({ trace: currentTarget.value, step: null })}
            >
              {traces.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          )}
          {flame !== null && (
            <select
              aria-label="Step"
              value={String(flame.step)}
              onChange={({ currentTarget }) => setParams({ step: currentTarget.value })}
            >
              {flame.steps.map((step) => (
                <option key={step} value={String(step)}>
                  step {step}
                </option>
              ))}
            </select>
          )}
        </div>
        {flame === null ? (
          <p class="muted">{flameProblem ?? "This trace has tables only."}</p>
        ) : (
          <FlameChart key={`${trace} ${flame.step}`} flame={flame} />
        )}
      </section>
      <div class="tables">
        <Table
          title="Operators"
          note="by self time, over the trace"
          head={["operator", "calls", "self ms", "total ms"]}
          rows={operators
            .slice(0, 25)
            .map(({ name, calls, selfMs, totalMs, deviceMs }) => [name, calls, selfMs + deviceMs, totalMs])}
        />
        <Table
          title="Modules"
          note="over the trace"
          head={["module", "forward ms", "backward ms", "kept MB"]}
          rows={[...modules]
            .sort((a, b) => b.forwardMs + b.backwardMs - a.forwardMs - a.backwardMs)
            .slice(0, 25)
            .map(({ name, type, forwardMs, backwardMs, keptBytes }) => [
              type === "" ? name : `${name} (${type})`,
              forwardMs,
              backwardMs,
              keptBytes / 1e6,
            ])}
        />
      </div>
      {peak !== null && (
        <p class="muted">
          Memory was highest at {formatNumber(peak.bytes / 1e6, 3)} MB: {peak.module}, {peak.stage},{" "}
          {peak.operator}
        </p>
      )}
    </>
  );
}

interface TableProps {
  title: string;
  note: string;
  head: readonly string[];
  rows: readonly (readonly (string | number)[])[];
}

function Table({ title, note, head, rows }: TableProps) {
  if (rows.length === 0) return null;
  return (
    <section>
      <h2>
        {title} <span class="muted">{note}</span>
      </h2>
      <section
        class="wide-table"
        aria-label={title}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs the focus of the keyboard.
        tabIndex={0}
      >
        <table>
          <thead>
            <tr>
              {head.map((text, i) => (
                <th key={text} class={i === 0 ? "" : "number"}>
                  {text}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={String(row[0])}>
                {row.map((value, i) => (
                  <td
                    key={head[i]}
                    class={i === 0 ? "name" : "number"}
                    title={i === 0 ? String(value) : undefined}
                  >
                    {typeof value === "number" ? formatNumber(value, 3) : value}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
