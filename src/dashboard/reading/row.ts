/** Reads what the table of runs shows of a run. */
import { closeSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { CONSOLE_FILE } from "../../tracking/console.js";
import type { Json, MetricValue, RunRow } from "../api.js";
import { bestPoint } from "./best-point.js";
import { flatConfig, hideSecrets } from "./flat-config.js";
import { finiteOrNull, type Point, RecordReader, type RunFacts, textOf, timeOf } from "./record-reader.js";

/** A row without what depends on the time of the question and on other runs. */
export interface RecordRow extends Omit<RunRow, "key" | "path" | "search"> {
  process: RunFacts["process"];
  /** Without news for longer than this, a running run has a problem. */
  patienceMs: number;
}

const MOST_LAST = 1000;
const SPARKLINE_POINTS = 64;
const MOST_RESUMES = 64;
/** Points by which the pace is measured, which include evaluations and saves. */
const PACE_POINTS = 200;
const LEAST_PATIENCE_MS = 120_000;

export function readRow(folder: string): RecordRow {
  using record = new RecordReader(folder);
  return record.snapshot(() => rowOf(record, folder));
}

export function rowOf(record: RecordReader, folder: string): RecordRow {
  const facts = record.facts();
  const config = flatConfig(facts.config);
  const names = record.metricNames();
  const shown = names
    .filter((name) => !name.startsWith("system/") && !name.startsWith("time/"))
    .slice(0, MOST_LAST);
  const newest = new Map(shown.flatMap((name) => record.newest(name, 1).map((point) => [name, point])));
  const points = [...newest.values()];
  const monitor = monitorOf(config, names);
  const best = monitor === null ? null : bestPoint(record, monitor.name, monitor.better);
  const stepsPerEpoch = stepsPerEpochOf(record, config, folder);
  const numEpochs = numberAt(config, "training.epochs");
  const numSteps = stepsPerEpoch === null || numEpochs === null ? null : stepsPerEpoch * numEpochs;
  const step = points.reduce((most, point) => Math.max(most, point.step), 0);
  const epoch = newest.get("epoch")?.value ?? Number.NaN;
  const msPerStep = paceOf(record, ["epoch", "train/loss", "loss", ...shown]);
  const events = record.all("SELECT max(time_ms) AS time FROM events")[0]?.["time"];
  const items = record.hasItems ? record.all("SELECT max(time_ms) AS time FROM items")[0]?.["time"] : 0;
  const tags = config["logging.wandb.tags"];
  return {
    ...{ id: facts.id, name: facts.name, status: facts.status, process: facts.process },
    ...{ startedMs: facts.startedMs, endedMs: facts.endedMs },
    updatedMs: Math.max(
      facts.startedMs,
      facts.endedMs ?? 0,
      timeOf(events),
      timeOf(items),
      points.reduce((most, { timeMs }) => Math.max(most, timeMs), 0),
    ),
    generation: record.generation(),
    ...{ step, numSteps, numEpochs },
    resumes: resumesOf(record),
    epoch: finiteOrNull(epoch),
    secondsLeft:
      numSteps === null || msPerStep === null ? null : (Math.max(0, numSteps - step) * msPerStep) / 1000,
    patienceMs: Math.max(LEAST_PATIENCE_MS, 20 * longestPause(record, ["train/loss", "loss", "epoch"])),
    problems: problemsOf(record, facts, newest),
    monitor,
    best: best === null ? null : metricValue(best),
    last: Object.fromEntries([...newest].map(([name, { value }]) => [name, finiteOrNull(value)])),
    sparkline: monitor === null ? [] : sparklineOf(record, monitor.name),
    config,
    tags: Array.isArray(tags) ? tags.filter((tag): tag is string => typeof tag === "string") : [],
    notes: textOf(config["logging.wandb.notes"], 10_000),
    ...{ host: facts.host, git: facts.git },
  };
}

const metricValue = ({ value, step }: Point): MetricValue => ({ value: finiteOrNull(value), step });

export function numberAt(config: Readonly<Record<string, Json>>, key: string): number | null {
  const value = config[key];
  return typeof value === "number" ? value : null;
}

/** The metric that chooses checkpoints; for a training loop of one's own, which may have none, the loss. */
function monitorOf(config: Readonly<Record<string, Json>>, names: readonly string[]): RunRow["monitor"] {
  const name = config["checkpoint.monitor"];
  const mode = config["checkpoint.mode"];
  if (typeof name === "string" && name.length <= 512 && (mode === "min" || mode === "max"))
    return { name, better: mode };
  const loss = ["validation/loss", "loss", "train/loss"].find((one) => names.includes(one));
  return loss === undefined ? null : { name: loss, better: "min" };
}

/** The first epoch's last step; before it ends, computed from the number of clips that the run printed. */
export function stepsPerEpochOf(
  record: RecordReader,
  config: Readonly<Record<string, Json>>,
  folder: string,
): number | null {
  const first = record.points("epoch", 0, Number.MAX_SAFE_INTEGER, 1)[0];
  const last = record.newest("epoch", 1)[0];
  if (first !== undefined && last !== undefined && last.value > first.value) {
    const step = record.lastStepWith("epoch", first.value);
    if (step !== null && step > 0) return step;
  }
  const batch = numberAt(config, "training.batch_size");
  const numClips = printedClips(folder);
  if (batch === null || numClips === null || numberAt(config, "training.batch_sec") !== null) return null;
  return Math.ceil(numClips / batch) || null;
}

function printedClips(folder: string): number | null {
  try {
    const file = openSync(join(folder, CONSOLE_FILE), "r");
    try {
      const bytes = Buffer.alloc(4096);
      const text = bytes.toString("utf8", 0, readSync(file, bytes));
      const count = /"data +([\d,]+) training clips/.exec(text)?.[1]?.replaceAll(",", "");
      return count === undefined ? null : Number(count) || null;
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}

function paceOf(record: RecordReader, names: readonly string[]): number | null {
  for (const name of names) {
    const points = record.newest(name, PACE_POINTS);
    const [last, first] = [points[0], points.at(-1)];
    if (last === undefined || first === undefined || last.step === first.step) continue;
    const ms = (last.timeMs - first.timeMs) / (last.step - first.step);
    if (ms > 0) return ms;
  }
  return null;
}

/** The longest time between newest points: an evaluation between them is no problem. */
function longestPause(record: RecordReader, names: readonly string[]): number {
  for (const name of names) {
    const points = record.newest(name, PACE_POINTS);
    if (points.length < 2) continue;
    return points.reduce(
      (most, { timeMs }, i) => Math.max(most, (points[i - 1]?.timeMs ?? timeMs) - timeMs),
      0,
    );
  }
  return 0;
}

function problemsOf(record: RecordReader, facts: RunFacts, newest: ReadonlyMap<string, Point>): string[] {
  const lossName = ["train/loss", "loss", "validation/loss"].find((name) => newest.has(name));
  const loss = lossName === undefined ? undefined : newest.get(lossName);
  const isLost = loss !== undefined && !Number.isFinite(loss.value);
  const [error] = record.all("SELECT message FROM events WHERE level = 'error' ORDER BY rowid DESC LIMIT 1");
  return [
    ...(isLost ? [`${lossName} is NaN or infinite at step ${loss.step}`] : []),
    ...(facts.status === "failed" || (error !== undefined && facts.status === "running")
      ? [hideSecrets(textOf(error?.["message"], 500)) || "the run failed"]
      : []),
  ];
}

function resumesOf(record: RecordReader): number[] {
  const rows = record.all(
    `SELECT message FROM events WHERE message LIKE 'resumed at step %' ORDER BY rowid DESC LIMIT ${MOST_RESUMES}`,
  );
  return rows.toReversed().flatMap(({ message }) => {
    const step = /^resumed at step (\d{1,15})/.exec(textOf(message))?.[1];
    return step === undefined ? [] : [Number(step)];
  });
}

function sparklineOf(record: RecordReader, name: string): (number | null)[] {
  const points = record.points(name, 0, Number.MAX_SAFE_INTEGER, SPARKLINE_POINTS + 1);
  if (points.length <= SPARKLINE_POINTS) return points.map(({ value }) => finiteOrNull(value));
  const first = points[0]!.step;
  const last = record.newest(name, 1)[0]!.step;
  const steps = Array.from(
    { length: SPARKLINE_POINTS },
    (_, i) => first + Math.floor(((last - first) * i) / (SPARKLINE_POINTS - 1)),
  );
  return steps.flatMap((step) =>
    record.points(name, step, Number.MAX_SAFE_INTEGER, 1).map(({ value }) => finiteOrNull(value)),
  );
}
