import { useMemo, useRef } from "preact/hooks";
import type { RunList, RunRow } from "../../../../../src/dashboard/api.js";
import { metricTitle } from "../../format/names.js";
import { formatAligned, formatCount } from "../../format/numbers.js";
import { formatAge, formatDuration } from "../../format/times.js";
import { setParams } from "../../shell/router.js";
import { Swatch } from "../../shell/run-color.js";
import { findLeader, type Leader } from "./arrange.js";
import { changesSince, keepVisit, readVisit, type Visit } from "./changes.js";
import { nowMs } from "./clock.js";
import { SoundCard } from "./sound-card.js";
import { Sparkline } from "./sparkline.js";
import { StatusMark } from "./status-mark.js";

const MOST_LIVE = 3;

/** The first five seconds: what trains, what is best, what is new, and one sound. */
export function LiveStrip({ list, places }: { list: RunList; places: ReadonlyMap<string, number> }) {
  const leader = useMemo(() => findLeader(list.runs), [list]);
  const live = list.runs.filter(({ status }) => status === "running");
  return (
    <div class="strip">
      <Live live={live} runs={list.runs} places={places} />
      <Best leader={leader} numRuns={list.runs.length} />
      <News list={list} leader={leader} />
      <SoundCard runs={list.runs} />
    </div>
  );
}

function Live({
  live,
  runs,
  places,
}: {
  live: readonly RunRow[];
  runs: readonly RunRow[];
  places: ReadonlyMap<string, number>;
}) {
  const newest = live.toSorted((a, b) => b.startedMs - a.startedMs);
  const last = runs.toSorted((a, b) => b.updatedMs - a.updatedMs)[0];
  return (
    <section class="tile live" aria-labelledby="live-title">
      <h2 id="live-title">{live.length === 0 ? "Nothing trains now" : `Training now: ${live.length}`}</h2>
      {newest.slice(0, MOST_LIVE).map((run) => (
        <LiveRun key={run.key} run={run} place={places.get(run.key)} />
      ))}
      {live.length === 0 && last !== undefined && (
        <p class="muted">
          <StatusMark run={last} /> <a href={`/runs/${last.key}`}>{last.id}</a> {last.status}{" "}
          {formatAge(last.endedMs ?? last.updatedMs, nowMs.value)}
        </p>
      )}
      {live.length > MOST_LIVE && (
        <button type="button" class="quiet" onClick={() => setParams({ q: "status:running" }, true)}>
          and {live.length - MOST_LIVE} more
        </button>
      )}
    </section>
  );
}

function LiveRun({ run, place }: { run: RunRow; place: number | undefined }) {
  const share = run.numSteps === null || run.numSteps === 0 ? null : Math.min(1, run.step / run.numSteps);
  const newest = run.monitor === null ? undefined : run.last[run.monitor.name];
  return (
    <article class="live-run">
      <header>
        <Swatch run={run.key} {...(place === undefined ? {} : { place })} />
        <a href={`/runs/${run.key}`}>{run.id}</a>
        <span class="live-value">
          <Sparkline
            values={run.sparkline}
            width={72}
            height={20}
            color={`run-${place === undefined || place === -1 ? "grey" : place}`}
          />
          {newest !== undefined && run.monitor !== null && (
            <span title={`newest ${run.monitor.name}`}>{formatAligned(newest)}</span>
          )}
        </span>
      </header>
      <div
        class={`progress ${run.problems.length > 0 ? "ill" : ""}`}
        role="progressbar"
        aria-label={`Progress of ${run.id}`}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(share === null ? {} : { "aria-valuenow": Math.round(100 * share) })}
      >
        <div style={{ width: `${100 * (share ?? 0)}%` }} />
      </div>
      <p class="muted small">{progressText(run)}</p>
      {run.problems.length > 0 && (
        <p class="problem small">
          <StatusMark run={run} /> {run.problems.join("; ")}
        </p>
      )}
    </article>
  );
}

/** `epoch 3 of 30 · 12 min left · 4.2 steps/s` */
function progressText(run: RunRow): string {
  const { epoch, numEpochs, step, numSteps, secondsLeft } = run;
  const at =
    epoch !== null
      ? `epoch ${epoch}${numEpochs === null ? "" : ` of ${numEpochs}`}`
      : `step ${formatCount(step)}${numSteps === null ? "" : ` of ${formatCount(numSteps)}`}`;
  if (secondsLeft === null || numSteps === null) return at;
  // The server takes the time since the newest step off.
  const planned = secondsLeft + Math.max(0, nowMs.value - run.updatedMs) / 1000;
  const pace = planned > 0 ? (numSteps - step) / planned : 0;
  return `${at} · ${formatDuration(secondsLeft)} left${pace > 0 ? ` · ${paceText(pace)}` : ""}`;
}

const paceText = (stepsPerSec: number): string =>
  stepsPerSec >= 1 ? `${formatAligned(stepsPerSec)} steps/s` : `${formatAligned(1 / stepsPerSec)} s/step`;

function Best({ leader, numRuns }: { leader: Leader | null; numRuns: number }) {
  return (
    <section class="tile" aria-labelledby="best-title">
      <h2 id="best-title">{leader === null ? "Best" : `Best ${metricTitle(leader.metric)}`}</h2>
      {leader === null ? (
        <p class="muted">No run has a value of its monitored metric yet.</p>
      ) : (
        <>
          <p class="big">{formatAligned(leader.value)}</p>
          <p>
            <a href={`/runs/${leader.run.key}`}>{leader.run.id}</a>
          </p>
          {leader.second !== null && leader.lead !== null && (
            <p class="muted small">
              {leader.lead === 0 ? "level with" : `${formatAligned(leader.lead)} better than`}{" "}
              <a href={`/runs/${leader.second.key}`}>{leader.second.id}</a>
            </p>
          )}
          {leader.numRuns < numRuns && (
            <p class="muted small">
              of {leader.numRuns} {leader.numRuns === 1 ? "run" : "runs"} with the same task, data and metric
            </p>
          )}
        </>
      )}
    </section>
  );
}

function News({ list, leader }: { list: RunList; leader: Leader | null }) {
  const visit = useRef<Visit | null | undefined>(undefined);
  if (visit.current === undefined) visit.current = readVisit(list.folder, Date.now());
  const last = visit.current;
  useMemo(() => {
    const best = leader === null ? null : { run: leader.run.key, value: leader.value };
    keepVisit(list.folder, last, { timeMs: Date.now(), best });
  }, [list]);
  return (
    <section class="tile" aria-labelledby="news-title">
      <h2 id="news-title">
        {last === null
          ? "Runs in this folder"
          : `Since ${formatAge(last.timeMs, nowMs.value).replace("just now", "a moment ago")}`}
      </h2>
      {last === null ? <Summary runs={list.runs} /> : <ChangeList list={list} leader={leader} visit={last} />}
    </section>
  );
}

function ChangeList({ list, leader, visit }: { list: RunList; leader: Leader | null; visit: Visit }) {
  const { started, finished, failed, newBest } = changesSince(visit, list.runs, leader);
  const lines: [string, readonly RunRow[]][] = [
    ["started", started],
    ["finished", finished],
    ["failed or interrupted", failed],
  ];
  const some = lines.filter(([, runs]) => runs.length > 0);
  if (some.length === 0 && newBest === null)
    return (
      <>
        <p>Nothing new.</p>
        <p class="muted">{formatCount(list.runs.length)} runs</p>
      </>
    );
  return (
    <ul class="news">
      {newBest !== null && (
        <li>
          <span class="star" aria-hidden="true">
            ★
          </span>{" "}
          new best: <a href={`/runs/${newBest.key}`}>{newBest.id}</a>
        </li>
      )}
      {some.map(([what, runs]) => (
        <li key={what}>
          <strong>{runs.length}</strong> {what}: <a href={`/runs/${runs[0]!.key}`}>{runs[0]!.id}</a>
          {runs.length > 1 && <span class="muted"> and {runs.length - 1} more</span>}
        </li>
      ))}
    </ul>
  );
}

function Summary({ runs }: { runs: readonly RunRow[] }) {
  const count = (status: RunRow["status"]): number => runs.filter((run) => run.status === status).length;
  const parts = (["running", "finished", "failed", "interrupted"] as const)
    .map((status) => ({ status, number: count(status) }))
    .filter(({ number }) => number > 0);
  return (
    <>
      <p class="big">{formatCount(runs.length)}</p>
      <p class="muted">{parts.map(({ status, number }) => `${number} ${status}`).join(", ")}</p>
    </>
  );
}
