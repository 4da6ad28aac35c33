import { hostname } from "node:os";
import type Database from "better-sqlite3";
import { TrackingError } from "../../errors.js";
import type { Item } from "../../items.js";
import { isSameProcess, processStart } from "../../process-identity.js";
import { shellWord } from "../../shell-word.js";
import { TIME_NAMES } from "../../timing/stages.js";
import type { FinishStatus, RunInfo } from "../tracker.js";
import { explain } from "./database.js";
import { BlockBuilder, HAS_LATER_STEPS } from "./metric-blocks.js";
import type { EventLevel, Metric, StepTimes } from "./store.js";

/** Writes a record by prepared statements; every failure is a TrackingError that names the file. */
export class Writer {
  readonly file: string;
  readonly #database: Database.Database;
  readonly #blocks: BlockBuilder;
  readonly #insertAll: (rows: readonly Metric[], steps: readonly StepTimes[]) => void;

  constructor(database: Database.Database, file: string) {
    this.#database = database;
    this.file = file;
    // Another process that writes (there should be none) must not delay training.
    database.pragma("busy_timeout = 50");
    const insert = database.prepare(
      "INSERT OR REPLACE INTO metrics (step, name, value, time_ms) VALUES (?, ?, ?, ?)",
    );
    this.#blocks = new BlockBuilder(database);
    const insertTimes = database.prepare(
      `INSERT INTO step_times VALUES (?${", ?".repeat(TIME_NAMES.length)}) ON CONFLICT (step) DO UPDATE SET
       ${TIME_NAMES.map((name) => `${name} = ${name} + excluded.${name}`).join(", ")}`,
    );
    this.#insertAll = database.transaction((rows: readonly Metric[], steps: readonly StepTimes[]) => {
      for (const { step, times } of steps) insertTimes.run(step, ...times);
      for (const { step, name, value, timeMs } of rows) {
        // A value of untyped code that is not a number must not block those after it. SQLite has no -0.
        const number = Number(value) + 0;
        this.#blocks.add(name, step, number, timeMs);
        insert.run(step, name, number, timeMs);
      }
    });
  }

  begin(run: RunInfo): void {
    const claim = this.#database.transaction(() =>
      run.resumedAtStep === null ? this.#insert(run) : this.#resume(run),
    );
    explain(this.file, claim);
  }

  metrics(rows: readonly Metric[], steps: readonly StepTimes[]): void {
    try {
      explain(this.file, () => this.#insertAll(rows, steps));
    } catch (error) {
      this.#blocks.reset();
      throw error;
    }
  }

  item(step: number, name: string, item: Item): void {
    explain(this.file, () =>
      this.#database
        .prepare("INSERT OR REPLACE INTO items (step, name, time_ms, item_json) VALUES (?, ?, ?, ?)")
        .run(step, name, Date.now(), JSON.stringify(item)),
    );
  }

  /** Returns the items of a name, by step. */
  items(name: string): Item[] {
    const read = this.#database.prepare("SELECT item_json AS json FROM items WHERE name = ? ORDER BY step");
    return explain(this.file, () =>
      (read.all(name) as { json: string }[]).map(({ json }) => JSON.parse(json) as Item),
    );
  }

  event(level: EventLevel, message: string): void {
    explain(this.file, () => this.#insertEvent(level, message));
  }

  end(status: FinishStatus, summary: Readonly<Record<string, unknown>>): void {
    explain(this.file, () =>
      this.#database
        .prepare("UPDATE run SET status = ?, ended_ms = ?, summary_json = ?")
        .run(status, Date.now(), JSON.stringify(summary)),
    );
  }

  /** Leaves one file, which can be copied alone and read from a read-only folder. */
  close(): void {
    try {
      this.#database.pragma("journal_mode = DELETE");
    } catch {
      // Another process is reading: the write-ahead log stays beside the file, which is complete with it.
    }
    this.#database.close();
  }

  #insert(run: RunInfo): void {
    const { command, cwd, git, versions, host } = run.provenance;
    this.#database
      .prepare(
        `INSERT INTO run (id, name, status, command_json, cwd, git_sha, git_is_dirty, versions_json, host, pid,
                          process_start, started_ms, config_hash, config_json)
         VALUES (?, ?, 'running', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        run.id,
        run.name,
        JSON.stringify(command),
        cwd,
        git?.sha ?? null,
        git === null ? null : Number(git.isDirty),
        JSON.stringify(versions),
        host,
        process.pid,
        processStart(process.pid) ?? "",
        Date.now(),
        run.configHash,
        JSON.stringify(run.config),
      );
  }

  /** The record describes the start of the run; each resume is an event. */
  #resume(run: RunInfo): void {
    this.#refuseLiveRun();
    this.#database
      .prepare(
        `UPDATE run SET status = 'running', ended_ms = NULL, summary_json = NULL, host = ?, pid = ?, process_start = ?,
           generation = generation + 1`,
      )
      .run(run.provenance.host, process.pid, processStart(process.pid) ?? "");
    this.#database.prepare("DELETE FROM metrics WHERE step > ?").run(run.resumedAtStep);
    this.#database.prepare(`DELETE FROM metric_blocks WHERE ${HAS_LATER_STEPS}`).run(run.resumedAtStep);
    this.#database.prepare("DELETE FROM items WHERE step > ?").run(run.resumedAtStep);
    this.#database.prepare("DELETE FROM step_times WHERE step > ?").run(run.resumedAtStep);
    const command = run.provenance.command.map(shellWord).join(" ");
    const versions = Object.entries(run.provenance.versions).map(([name, version]) => `${name} ${version}`);
    this.#insertEvent(
      "info",
      `resumed at step ${run.resumedAtStep} by ${command} (configuration ${run.configHash}; ${versions.join(", ")})`,
    );
  }

  /** Prevents two processes from mixing their metrics in one record. */
  #refuseLiveRun(): void {
    const row = this.#database.prepare("SELECT status, host, pid, process_start AS start FROM run").get() as
      | { status: string; host: string; pid: number; start: string }
      | undefined;
    if (row?.status !== "running" || row.host !== hostname() || row.pid === process.pid) return;
    if (isSameProcess(row.pid, row.start)) {
      throw new TrackingError(
        "TRACKING_RUN_IS_LIVE",
        `${this.file}: process ${row.pid} is still training this run. Wait for it or stop it, then resume.`,
      );
    }
  }

  #insertEvent(level: EventLevel, message: string): void {
    this.#database
      .prepare("INSERT INTO events (time_ms, level, message) VALUES (?, ?, ?)")
      .run(Date.now(), level, message);
  }
}
