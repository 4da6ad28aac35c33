/** Runs: the table, one run, and news of them. */
import type { Item } from "../../items.js";

export type RunStatus = "running" | "finished" | "failed" | "interrupted";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The value of a metric, at a step. */
export interface MetricValue {
  value: number | null;
  step: number;
}

/** A row of the table of runs: all that it needs without opening the run. */
export interface RunRow {
  /** Identifies the run in addresses: 12 hexadecimal digits, the same as long as its folder keeps its path. */
  key: string;
  /** Its id: the name of its folder. */
  id: string;
  /** The configuration's `name`, which runs share. */
  name: string;
  /** Path of its folder, relative to the folder that the dashboard shows. */
  path: string;
  status: RunStatus;
  /** Unix time in milliseconds. */
  startedMs: number;
  endedMs: number | null;
  /** The time of its newest metric, item or event. */
  updatedMs: number;
  /** Raised by a resume and a rewind, which remove rows: what was read before may be gone. */
  generation: number;
  step: number;
  /** The steps from which it resumed, in the order of the resumes: what was recorded after them was removed. */
  resumes: readonly number[];
  /** Steps of the whole run; null if unknown. */
  numSteps: number | null;
  epoch: number | null;
  numEpochs: number | null;
  /** Seconds left, by the pace of its last steps; null unless it is running. */
  secondsLeft: number | null;
  /** Reasons for a look: a loss that is NaN, an error, no news for long. Empty if it is healthy. */
  problems: readonly string[];
  /** The metric that chooses the best checkpoint, and its best value. */
  monitor: { name: string; better: "min" | "max" } | null;
  best: MetricValue | null;
  /** The newest value of each metric that is not of the system or of times. */
  last: Readonly<Record<string, number | null>>;
  /** The monitored metric over the run, at most 64 points; for a sparkline. */
  sparkline: readonly (number | null)[];
  /** The configuration with keys such as `optimization.learning_rate`. */
  config: Readonly<Record<string, Json>>;
  tags: readonly string[];
  notes: string;
  host: string;
  git: { sha: string; isDirty: boolean } | null;
  /** The search or cross-validation that started it; null for a run of its own. */
  search: { key: string; name: string; trial: number } | null;
}

export interface RunList {
  runs: readonly RunRow[];
  /** The folder, for people. */
  folder: string;
  /** The next question's `since`. */
  version: string;
  /** False if `runs` has only those that changed since the version that was asked for. */
  isWhole: boolean;
  /** Keys of runs that were removed since then. */
  gone: readonly string[];
  /** Runs that were not read yet, and folders that look like runs and cannot be read. */
  numUnread: number;
  unreadable: readonly { path: string; message: string }[];
}

/** One metric of a run. */
export interface MetricName {
  name: string;
  /** For people: `validation accuracy`. */
  title: string;
  better: "min" | "max" | null;
}

export interface ItemHead {
  step: number;
  name: string;
  kind: Item["kind"];
  timeMs: number;
  /** Of predictions: the step of the evaluated weights, where it is another than the item's. */
  weightsStep?: number;
}

export interface RunDetail extends RunRow {
  metrics: readonly MetricName[];
  /** Without their contents, by step and name. */
  items: readonly ItemHead[];
  /** Evaluations with predictions, by split; steps ascending. */
  evaluations: Readonly<Record<string, readonly number[]>>;
  events: readonly { timeMs: number; level: "info" | "warning" | "error"; message: string }[];
  checkpoints: readonly {
    name: string;
    step: number;
    bytes: number;
    isBest: boolean;
    isLast: boolean;
    metrics: Readonly<Record<string, number | null>>;
  }[];
  command: readonly string[];
  versions: Readonly<Record<string, string>>;
  /** Batches of an epoch, so that a step has an epoch; null if unknown. */
  stepsPerEpoch: number | null;
  /** Where its time goes, from the times of its stages: `data: reading from disk (61 % of each step); ...`; null if unknown. */
  verdict: string | null;
  /** The model: `Cnn, 456,553 parameters`. */
  model: string | null;
}

export interface ItemAnswer {
  step: number;
  name: string;
  timeMs: number;
  item: Item;
}

export interface ConsoleLines {
  lines: readonly { timeMs: number; stream: "stdout" | "stderr"; text: string }[];
  /** The next question's `after`. */
  next: number;
}

/**
 * Events of `/api/stream`, at most 4 in a second for each run. `id` is a position: a browser that reconnects sends it as
 * `Last-Event-ID` and gets `run` for what changed since.
 */
export interface StreamEvents {
  /** A run began, ended, or has news: read it, and the tails of its curves, again. */
  run: Pick<RunRow, "key" | "status" | "generation" | "step" | "updatedMs">;
  /** Metrics of a followed run: values since the last event, from its last step, inclusive. */
  metrics: { run: string; generation: number; series: Readonly<Record<string, readonly MetricValue[]>> };
  /** Rows after a step were removed: what was read of later ones is gone. -1: all that was read may be gone. */
  rewind: { run: string; generation: number; step: number };
  /** Runs came or went: read the list again. */
  list: Record<string, never>;
}
