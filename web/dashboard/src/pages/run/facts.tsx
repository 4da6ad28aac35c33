/** The first look: is it healthy, how far is it, what is its best, where its time goes. */
import type { RunDetail, RunRow } from "../../../../../src/dashboard/api.js";
import { runLabels } from "../../charts/run-labels.js";
import { runs } from "../../data/runs.js";
import { formatCount, formatNumber } from "../../format/numbers.js";
import { formatDuration } from "../../format/times.js";
import { COPY } from "../../shell/copy.js";
import { resumeCommand } from "./resume-command.js";

export function Facts({ row, detail }: { row: RunRow; detail: RunDetail | null }) {
  return (
    <div class="facts-side">
      <div class="facts">
        <Progress row={row} />
        <Best row={row} stepsPerEpoch={detail?.stepsPerEpoch ?? null} />
        <div class="fact">
          <h2>Where its time goes</h2>
          <p class="fact-text">
            {detail === null
              ? ""
              : (verdictText(detail.verdict) ??
                (row.status === "running" ? "not known yet" : "not recorded"))}
          </p>
          <p class="small">
            <a href={`/runs/${row.key}/profile`}>Profile</a>
          </p>
        </div>
        <div class="fact">
          <h2>Model</h2>
          <p class="fact-text">{detail === null ? "" : (detail.model ?? "not recorded")}</p>
          <p class="small muted">
            trained on {row.host}
            {row.git !== null &&
              `, git ${row.git.sha.slice(0, 7)}${row.git.isDirty ? " with uncommitted changes" : ""}`}
          </p>
        </div>
      </div>
      {detail !== null && <Resume row={row} detail={detail} />}
      {row.problems.length > 0 && (
        <ul class="problems" aria-label="Problems">
          {row.problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The command that resumes a run which ended early. */
function Resume({ row, detail }: { row: RunRow; detail: RunDetail }) {
  const hasEnded = row.status === "interrupted" || row.status === "failed";
  if (!hasEnded || COPY !== null || detail.checkpoints.length === 0 || runs.value === null) return null;
  const command = resumeCommand(detail.command, `${runs.value.folder}/${row.path}`);
  if (command === null) return null;
  return (
    <p class="resume small">
      <span class="muted">To resume it:</span> <code>{command}</code>
    </p>
  );
}

function Progress({ row }: { row: RunRow }) {
  const { status, step, numSteps, epoch, numEpochs, secondsLeft, startedMs, endedMs } = row;
  const share = numSteps === null || numSteps === 0 ? null : Math.min(1, step / numSteps);
  const tookSec = ((endedMs ?? row.updatedMs) - startedMs) / 1000;
  return (
    <div class="fact">
      <h2>Status</h2>
      <p class={`fact-value status-text ${status}`}>
        {status}
        {share !== null && status !== "finished" && ` · ${Math.floor(100 * share)} %`}
      </p>
      <progress
        class={status}
        max={1}
        value={status === "finished" ? 1 : (share ?? 0)}
        aria-label="Progress of the training"
      />
      <p class="small muted">
        step {formatCount(step)}
        {numSteps !== null && ` of ${formatCount(numSteps)}`}
        {epoch !== null && numEpochs !== null && `, epoch ${Math.ceil(epoch)} of ${numEpochs}`}
        {" · "}
        {secondsLeft === null ? `${formatDuration(tookSec)} taken` : `${formatDuration(secondsLeft)} left`}
      </p>
    </div>
  );
}

function Best({ row, stepsPerEpoch }: { row: RunRow; stepsPerEpoch: number | null }) {
  const { monitor, best } = row;
  if (monitor === null || best === null)
    return (
      <div class="fact">
        <h2>Best</h2>
        <p class="fact-text">{row.status === "running" ? "no evaluation yet" : "no evaluation"}</p>
      </div>
    );
  const before = bestBefore(row, runs.value?.runs ?? []);
  return (
    <div class="fact">
      <h2>Best {monitor.name.replace("/", " ").replaceAll("_", " ")}</h2>
      <p class="fact-value">{formatNumber(best.value)}</p>
      <p class="small muted">
        at step {formatCount(best.step)}
        {stepsPerEpoch !== null && `, epoch ${Math.round((10 * best.step) / stepsPerEpoch) / 10}`}
      </p>
      {before !== null && <Change row={row} before={before} />}
    </div>
  );
}

function Change({ row, before }: { row: RunRow; before: RunRow }) {
  const difference = row.best!.value! - before.best!.value!;
  const isBetter = row.monitor!.better === "max" ? difference > 0 : difference < 0;
  const name = runLabels([row.key, before.key]).get(before.key)!;
  return (
    <p class="small">
      <span class={isBetter ? "better" : "muted"}>
        {difference === 0
          ? "the same as"
          : `${formatNumber(Math.abs(difference))} ${isBetter ? "better" : "worse"} than`}
      </span>{" "}
      <a
        href={`/compare?runs=${row.key},${before.key}`}
        title={`Compare with ${before.id}, the best run before it`}
      >
        {name}
      </a>
      , the best before it
    </p>
  );
}

/** The best of the runs that began before, on the same data and judged by the same metric. */
export function bestBefore(row: RunRow, all: readonly RunRow[]): RunRow | null {
  const keys = ["task.name", "data.dataset", "data.train", "data.validation", "data.test", "data.fold"];
  const sign = row.monitor?.better === "max" ? 1 : -1;
  const others = all.filter(
    (other) =>
      other.key !== row.key &&
      other.startedMs < row.startedMs &&
      other.monitor?.name === row.monitor?.name &&
      typeof other.best?.value === "number" &&
      keys.every((key) => JSON.stringify(other.config[key]) === JSON.stringify(row.config[key])),
  );
  if (typeof row.best?.value !== "number") return null;
  return others.reduce<RunRow | null>(
    (best, other) => (best === null || sign * (other.best!.value! - best.best!.value!) > 0 ? other : best),
    null,
  );
}

function verdictText(verdict: string | null): string | null {
  return verdict === null ? null : verdict.charAt(0).toUpperCase() + verdict.slice(1);
}
