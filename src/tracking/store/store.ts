/** Reads a run's record, also while another process is training the run. */
import { hostname } from "node:os";
import { join } from "node:path";
import type Database from "better-sqlite3";
import { TrackingError } from "../../errors.js";
import type { Item, LoggedItem } from "../../items.js";
import { isSameProcess } from "../../process-identity.js";
import { type StageTimes, TIME_NAMES, type TimeName } from "../../timing/stages.js";
import type { FinishStatus, Provenance } from "../tracker.js";
import { explain, openDatabase, RUN_FILE, VERSION_OF, versionOf } from "./database.js";
import { HAS_LATER_STEPS } from "./metric-blocks.js";
import { METRIC_NAMES } from "./metric-names.js";

export interface Metric {
  step: number;
  name: string;
  value: number;
  /** Unix time in milliseconds. */
  timeMs: number;
}

/** The times of a step by stage, with those between it and the next step. */
export interface StepTimes {
  step: number;
  times: StageTimes;
}

export interface RunEvent {
  timeMs: number;
  level: EventLevel;
  message: string;
}

export type EventLevel = "info" | "warning" | "error";

export interface RunRecord extends Provenance {
  id: string;
  name: string;
  /** `interrupted` also if the record says running and its process no longer exists. */
  status: "running" | FinishStatus;
  pid: number;
  startedMs: number;
  /** null while running, and for a process that was killed. */
  endedMs: number | null;
  configHash: string;
  config: Record<string, unknown>;
  /** The summary passed to `finish`; null before. NaN and infinities read as null. */
  summary: Record<string, unknown> | null;
}

/** An item without its contents. */
export interface ItemHead extends Omit<LoggedItem, "item"> {
  kind: Item["kind"];
}

/** Reads a record without writing to it. */
export class RunStore implements Disposable {
  readonly folder: string;
  readonly #file: string;
  readonly #database: Database.Database;

  private constructor(folder: string, database: Database.Database) {
    this.folder = folder;
    this.#file = join(folder, RUN_FILE);
    this.#database = database;
  }

  /** @throws TrackingError if the folder holds no run, or one that cannot be read */
  static open(folder: string): RunStore {
    return new RunStore(folder, openDatabase(folder, "read"));
  }

  info(): RunRecord {
    const row = this.#all<RunRow>("SELECT * FROM run")[0];
    if (row === undefined) {
      throw new TrackingError(
        "TRACKING_NO_RUN",
        `${this.#file}: no run in it yet: it is starting just now, or was killed at its start. Try again in a few seconds; a run that was killed holds nothing.`,
      );
    }
    return {
      id: row.id,
      name: row.name,
      status: statusNow(row),
      command: JSON.parse(row.command_json),
      cwd: row.cwd,
      git: row.git_sha === null ? null : { sha: row.git_sha, isDirty: row.git_is_dirty === 1 },
      versions: JSON.parse(row.versions_json),
      host: row.host,
      pid: row.pid,
      startedMs: row.started_ms,
      endedMs: row.ended_ms,
      configHash: row.config_hash,
      config: JSON.parse(row.config_json),
      summary: row.summary_json === null ? null : JSON.parse(row.summary_json),
    };
  }

  /** Names of all metrics, sorted. */
  metricNames(): string[] {
    return this.#all<{ name: string }>(METRIC_NAMES).map(({ name }) => name);
  }

  /** All values of one metric by step, or of all metrics, by step and name. */
  metrics(name?: string): Metric[] {
    return name === undefined
      ? this.#metrics("ORDER BY step, name")
      : this.#metrics("WHERE name = ? ORDER BY step", name);
  }

  /** The value at the highest step. */
  last(name: string): Metric | undefined {
    return this.#metrics("WHERE name = ? ORDER BY step DESC LIMIT 1", name)[0];
  }

  /** The smallest or largest value; of equal ones the earliest. NaN is never best. */
  best(name: string, mode: "min" | "max"): Metric | undefined {
    const order = mode === "min" ? "ASC" : "DESC";
    return this.#metrics(
      `WHERE name = ? AND value IS NOT NULL ORDER BY value ${order}, step LIMIT 1`,
      name,
    )[0];
  }

  events(): RunEvent[] {
    return this.#all<RunEvent>("SELECT time_ms AS timeMs, level, message FROM events ORDER BY rowid");
  }

  /** A number that a resume and a rewind raise: rows that were read before may be gone. */
  generation(): number {
    if (!this.#has("generation")) return 0;
    return this.#all<{ generation: number }>("SELECT generation FROM run")[0]?.generation ?? 0;
  }

  /** The items after `afterStep`, by step and name. */
  items(afterStep = -1): LoggedItem[] {
    return this.#items("WHERE step > ? ORDER BY step, name", afterStep);
  }

  /** The item of a name at a step. */
  item(step: number, name: string): LoggedItem | undefined {
    return this.#items("WHERE step = ? AND name = ?", step, name)[0];
  }

  /** All items, by step and name, without reading their contents. */
  itemHeads(): ItemHead[] {
    if (!this.#has("items")) return [];
    return this.#all<ItemHead>(
      `SELECT step, name, time_ms AS timeMs,
         CASE WHEN item_json LIKE '{"kind":"%' THEN substr(item_json, 10, instr(substr(item_json, 10), '"') - 1)
              ELSE json_extract(item_json, '$.kind') END AS kind
       FROM items ORDER BY step, name`,
    );
  }

  /** The times of every step in order; empty for records of older versions. */
  stepTimes(): StepTimes[] {
    if (!this.#has("stepTimes")) return [];
    const rows = this.#all<Record<TimeName | "step", number>>("SELECT * FROM step_times ORDER BY step");
    return rows.map((row) => ({
      step: row.step,
      times: Float64Array.from(TIME_NAMES, (name) => row[name]),
    }));
  }

  /** Deletes every metric and item after `step`, for a run that resumes from an older checkpoint. Not for a live run. */
  rewind(step: number): void {
    const database = openDatabase(this.folder, "write");
    try {
      explain(this.#file, () => {
        const removeAfter = database.transaction(() => {
          for (const table of ["metrics", "items", "step_times"])
            database.prepare(`DELETE FROM ${table} WHERE step > ?`).run(step);
          database.prepare(`DELETE FROM metric_blocks WHERE ${HAS_LATER_STEPS}`).run(step);
          database.prepare("UPDATE run SET generation = generation + 1").run();
        });
        removeAfter();
      });
    } finally {
      database.close();
    }
  }

  close(): void {
    this.#database.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** True if the file's version has a part: a run may be resumed by a later version while it is open here. */
  #has(part: keyof typeof VERSION_OF): boolean {
    return explain(this.#file, () => versionOf(this.#database)) >= VERSION_OF[part];
  }

  #items(rest: string, ...parameters: unknown[]): LoggedItem[] {
    if (!this.#has("items")) return [];
    const sql = `SELECT step, name, time_ms AS timeMs, item_json AS json FROM items ${rest}`;
    const rows = this.#all<Omit<LoggedItem, "item"> & { json: string }>(sql, ...parameters);
    return rows.map(({ json, ...place }) => ({ ...place, item: JSON.parse(json) as Item }));
  }

  #metrics(rest: string, ...parameters: unknown[]): Metric[] {
    const sql = `SELECT step, name, value, time_ms AS timeMs FROM metrics ${rest}`;
    const rows = this.#all<Omit<Metric, "value"> & { value: number | null }>(sql, ...parameters);
    return rows.map((row) => ({ ...row, value: row.value ?? Number.NaN }));
  }

  #all<Row>(sql: string, ...parameters: unknown[]): Row[] {
    return explain(this.#file, () => this.#database.prepare(sql).all(...parameters) as Row[]);
  }
}

interface RunRow {
  id: string;
  name: string;
  status: RunRecord["status"];
  command_json: string;
  cwd: string;
  git_sha: string | null;
  git_is_dirty: number | null;
  versions_json: string;
  host: string;
  pid: number;
  process_start: string;
  started_ms: number;
  ended_ms: number | null;
  config_hash: string;
  config_json: string;
  summary_json: string | null;
}

/** A killed process leaves the status `running`; on another machine that cannot be detected. */
function statusNow(row: RunRow): RunRecord["status"] {
  const isOurs = row.host === hostname();
  if (row.status !== "running" || !isOurs || isSameProcess(row.pid, row.process_start)) return row.status;
  return "interrupted";
}
