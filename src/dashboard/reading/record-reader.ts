import { hostname } from "node:os";
import { join } from "node:path";
import type Database from "better-sqlite3";
import { TrackingError } from "../../errors.js";
import { isSameProcess } from "../../process-identity.js";
import type { PointColumns } from "../../tracking/store/buckets.js";
import { explain, openDatabase, RUN_FILE, VERSION_OF, versionOf } from "../../tracking/store/database.js";
import { blockSpan, MOST_BLOCK_BYTES, MOST_LEVEL } from "../../tracking/store/metric-blocks.js";
import { METRIC_NAMES } from "../../tracking/store/metric-names.js";
import type { RunStatus } from "../api.js";

/** Limits for a record that comes from anywhere: what is longer is not Woodshed's. */
const MOST_NAMES = 10_000;
const MOST_JSON = 4_000_000;

export interface Point {
  step: number;
  /** NaN where it is not a number. */
  value: number;
  timeMs: number;
}

/** Buckets of a stretch of steps: see metric-blocks.ts. */
export interface Block {
  start: number;
  /** See `appendBlock`. */
  bytes: Uint8Array;
}

export interface RunFacts {
  id: string;
  name: string;
  /** The recorded one: a run that was killed still says `running`. */
  status: RunStatus;
  command: unknown;
  git: { sha: string; isDirty: boolean } | null;
  versions: unknown;
  host: string;
  /** The process that writes the record; null if it is on another machine. */
  process: { pid: number; start: string } | null;
  startedMs: number;
  endedMs: number | null;
  config: unknown;
}

/**
 * Reads a record for the dashboard. Open it for one short read and close it: an idle connection keeps the recorder from leaving a
 * single file at the end of the run, and a long read lets its log grow. Values are checked: types in SQLite are hints.
 */
export class RecordReader implements Disposable {
  readonly #database: Database.Database;
  readonly #file: string;
  readonly #version: number;
  readonly #prepared = new Map<string, Database.Statement>();

  /** @throws TrackingError for a folder without a record, and for one that cannot be read */
  constructor(folder: string) {
    this.#file = join(folder, RUN_FILE);
    this.#database = openDatabase(folder, "read");
    this.#version = explain(this.#file, () => versionOf(this.#database));
  }

  /** Runs `read` on one snapshot. */
  snapshot<T>(read: () => T): T {
    return explain(this.#file, () => this.#database.transaction(read)());
  }

  facts(): RunFacts {
    const limited = (column: string): string =>
      `CASE WHEN length(${column}) <= ${MOST_JSON} THEN ${column} END AS ${column}`;
    const [row] = this.all(
      `SELECT id, name, status, ${limited("command_json")}, git_sha, git_is_dirty, ${limited("versions_json")}, host, pid,
         process_start, started_ms, ended_ms, ${limited("config_json")} FROM run LIMIT 1`,
    );
    if (row === undefined)
      throw new TrackingError(
        "TRACKING_NO_RUN",
        `${this.#file}: no run in it yet: it is starting just now, or was killed at its start.`,
      );
    const host = textOf(row["host"]);
    const status = textOf(row["status"]) as RunStatus;
    return {
      id: textOf(row["id"]),
      name: textOf(row["name"]),
      status: ["running", "finished", "failed", "interrupted"].includes(status) ? status : "interrupted",
      command: this.#json(row["command_json"]),
      git:
        typeof row["git_sha"] === "string"
          ? { sha: textOf(row["git_sha"]), isDirty: row["git_is_dirty"] === 1 }
          : null,
      versions: this.#json(row["versions_json"]),
      host,
      process:
        host === hostname() && status === "running"
          ? { pid: numberOf(row["pid"]), start: textOf(row["process_start"]) }
          : null,
      startedMs: timeOf(row["started_ms"]),
      endedMs: row["ended_ms"] === null ? null : timeOf(row["ended_ms"]),
      config: this.#json(row["config_json"]),
    };
  }

  generation(): number {
    if (this.#version < VERSION_OF.generation) return 0;
    return countOf(this.all("SELECT generation FROM run LIMIT 1")[0]?.["generation"]);
  }

  metricNames(): string[] {
    return this.all(`${METRIC_NAMES} LIMIT ${MOST_NAMES}`).flatMap(({ name }) =>
      typeof name === "string" && name.length <= 512 ? [name] : [],
    );
  }

  /** The points of a metric from one step to another, inclusive; by step. */
  points(name: string, from: number, to: number, limit: number): Point[] {
    return this.#points(
      "WHERE name = ? AND step >= ? AND step <= ? ORDER BY step LIMIT ?",
      name,
      from,
      to,
      limit,
    );
  }

  /** Returns what `points` does, for many of them. */
  pointColumns(name: string, from: number, to: number, limit: number): PointColumns {
    const rows = explain(this.#file, () =>
      this.#database
        .prepare(
          "SELECT step, value, time_ms FROM metrics WHERE name = ? AND step >= ? AND step <= ? ORDER BY step LIMIT ?",
        )
        .raw()
        .all(name, from, to, limit),
    ) as unknown[][];
    const [step, value, timeMs] = [0, 1, 2].map(() => new Float64Array(rows.length)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    let size = 0;
    for (const row of rows) {
      if (!isStep(row[0])) continue;
      step[size] = row[0];
      value[size] = numberOf(row[1]);
      timeMs[size++] = timeOf(row[2]);
    }
    return {
      step: step.subarray(0, size),
      value: value.subarray(0, size),
      timeMs: timeMs.subarray(0, size),
    };
  }

  /** The most frequent level, up to `most`, of a metric's blocks in these steps; null if fewer than `least` have it. */
  blockLevel(name: string, from: number, to: number, most: number, least: number): number | null {
    if (this.#version < VERSION_OF.blocks) return null;
    const [found] = this.all(
      `SELECT level, count(*) AS count FROM metric_blocks
       WHERE name = ? AND start >= ? AND start <= ? AND typeof(level) = 'integer' AND level BETWEEN 0 AND ?
       GROUP BY level ORDER BY count DESC LIMIT 1`,
      ...[name, from, to, Math.min(most, MOST_LEVEL)],
    );
    return found !== undefined && countOf(found["count"]) >= least ? countOf(found["level"]) : null;
  }

  /** Blocks of a metric and a level that lie in the steps `from` to `to`; by step. */
  blocks(name: string, level: number, from: number, to: number, limit: number): Block[] {
    const rows = explain(this.#file, () =>
      this.#database
        .prepare(
          `SELECT start, CASE WHEN length(buckets) <= ${MOST_BLOCK_BYTES} THEN buckets END FROM metric_blocks
           WHERE name = ? AND start >= ? AND start <= ? AND level = ? ORDER BY start LIMIT ?`,
        )
        .raw()
        .all(name, from, to - blockSpan(level) + 1, level, limit),
    ) as unknown[][];
    return rows.flatMap(([start, bytes]) =>
      isStep(start) && bytes instanceof Uint8Array ? [{ start, bytes }] : [],
    );
  }

  /** The newest points, the newest first. */
  newest(name: string, limit: number): Point[] {
    return this.#points("WHERE name = ? ORDER BY step DESC LIMIT ?", name, limit);
  }

  /** The best point of the steps `from` to `to`; of equal ones the earliest. NaN is never best. Reads all of them. */
  best(name: string, better: "min" | "max", from: number, to: number): Point | null {
    const order = better === "min" ? "ASC" : "DESC";
    return (
      this.#points(
        `WHERE name = ? AND step >= ? AND step <= ? AND typeof(value) IN ('real', 'integer')
         ORDER BY value ${order}, step LIMIT 1`,
        ...[name, from, to],
      )[0] ?? null
    );
  }

  /** The last step of a metric; -1 for none. */
  lastStep(name: string): number {
    const [row] = this.all(
      `SELECT step FROM metrics WHERE name = ? AND step BETWEEN 0 AND ${Number.MAX_SAFE_INTEGER} AND typeof(step) = 'integer'
       ORDER BY step DESC LIMIT 1`,
      name,
    );
    return isStep(row?.["step"]) ? row["step"] : -1;
  }

  /** The last step that has a value of a metric. */
  lastStepWith(name: string, value: number): number | null {
    const [row] = this.all("SELECT max(step) AS step FROM metrics WHERE name = ? AND value = ?", name, value);
    return typeof row?.["step"] === "number" ? row["step"] : null;
  }

  get hasItems(): boolean {
    return this.#version >= VERSION_OF.items;
  }

  get hasStepTimes(): boolean {
    return this.#version >= VERSION_OF.stepTimes;
  }

  all(sql: string, ...parameters: unknown[]): { [column: string]: unknown }[] {
    return explain(this.#file, () => {
      let statement = this.#prepared.get(sql);
      if (statement === undefined) {
        statement = this.#database.prepare(sql);
        this.#prepared.set(sql, statement);
      }
      return statement.all(...parameters) as { [column: string]: unknown }[];
    });
  }

  close(): void {
    this.#database.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #points(rest: string, ...parameters: unknown[]): Point[] {
    return this.all(`SELECT step, value, time_ms FROM metrics ${rest}`, ...parameters).flatMap((row) =>
      isStep(row["step"])
        ? [{ step: row["step"], value: numberOf(row["value"]), timeMs: timeOf(row["time_ms"]) }]
        : [],
    );
  }

  /** @throws TrackingError for JSON that was cut or is longer than any of Woodshed's */
  #json(text: unknown): unknown {
    try {
      // A text that is too long is NULL here, which JSON.parse would accept.
      if (typeof text !== "string") throw new TypeError("expected a text");
      return JSON.parse(text);
    } catch (cause) {
      throw new TrackingError(
        "TRACKING_CORRUPT_STORE",
        `${this.#file}: its description of the run is not JSON, or longer than ${MOST_JSON / 1e6} MB; the file is damaged.`,
        { cause },
      );
    }
  }
}

/** The status now: a killed process leaves `running`. On another machine that cannot be detected. */
export function statusNow({ status, process }: Pick<RunFacts, "status" | "process">): RunStatus {
  if (status !== "running" || process === null) return status;
  return isSameProcess(process.pid, process.start) ? "running" : "interrupted";
}

export const isStep = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
export const numberOf = (value: unknown): number => (typeof value === "number" ? value : Number.NaN);
/** Texts of a record are shown: a long one is cut. */
export const textOf = (value: unknown, longest = 1000): string =>
  typeof value === "string" ? value.slice(0, longest) : "";
export const timeOf = (value: unknown): number =>
  typeof value === "number" && Math.abs(value) <= 8.64e15 ? value : 0;
const countOf = (value: unknown): number => (isStep(value) ? value : 0);
export const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
