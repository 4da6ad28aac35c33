import { join } from "node:path";
import type Database from "better-sqlite3";
import type { Item, LoggedItem } from "../../items.js";
import { explain, openDatabase, RUN_FILE, VERSION_OF, versionOf } from "./database.js";
import { METRIC_NAMES } from "./metric-names.js";

/** The metrics and items of one step. */
export interface Row {
  step: number;
  /** Unix time of the last metric in milliseconds. */
  timeMs: number;
  values: [name: string, value: number][];
  /** The items of the step. */
  items: LoggedItem[];
}

/**
 * Reads the steps of a run while it is training. The cost depends on the number of new steps, not on the length of
 * the run.
 */
export class StoreFollower {
  readonly #database: Database.Database;
  readonly #file: string;
  #step: number;

  /** Starts with the first step after `afterStep`. */
  constructor(folder: string, afterStep = -1) {
    this.#database = openDatabase(folder, "read");
    this.#file = join(folder, RUN_FILE);
    this.#step = afterStep;
  }

  /** The last step that was read. */
  get step(): number {
    return this.#step;
  }

  /**
   * Returns the new steps in order. The newest may still get metrics, such as those of its evaluation: it is returned
   * once a later one exists, or when `isOver`.
   */
  read(isOver: boolean): Row[] {
    // One snapshot: a metric whose first value is written between two queries would be missed for good.
    return explain(
      this.#file,
      this.#database.transaction(() => this.#read(isOver)),
    );
  }

  #read(isOver: boolean): Row[] {
    const names = this.#all<{ name: string }>(METRIC_NAMES).map(({ name }) => name);
    const newest = Math.max(
      ...names.map(
        (name) =>
          this.#all<{ step: number }>("SELECT max(step) AS step FROM metrics WHERE name = ?", name)[0]!.step,
      ),
      -1,
    );
    const end = isOver ? newest + 1 : newest;
    if (end <= this.#step) return [];
    const rows = new Map<number, Row>();
    for (const name of names) {
      for (const { step, value, timeMs } of this.#all<{ step: number; value: number | null; timeMs: number }>(
        "SELECT step, value, time_ms AS timeMs FROM metrics WHERE name = ? AND step > ? AND step < ?",
        name,
        this.#step,
        end,
      )) {
        let row = rows.get(step);
        if (row === undefined) {
          row = { step, timeMs, values: [], items: [] };
          rows.set(step, row);
        }
        row.timeMs = Math.max(row.timeMs, timeMs);
        row.values.push([name, value ?? Number.NaN]);
      }
    }
    for (const item of this.#items(end)) {
      let row = rows.get(item.step);
      if (row === undefined) {
        row = { step: item.step, timeMs: item.timeMs, values: [], items: [] };
        rows.set(item.step, row);
      }
      row.items.push(item);
    }
    const sorted = [...rows.values()].sort((a, b) => a.step - b.step);
    this.#step = Math.max(this.#step, sorted.at(-1)?.step ?? -1);
    return sorted;
  }

  #items(end: number): LoggedItem[] {
    if (versionOf(this.#database) < VERSION_OF.items) return [];
    const found = this.#all<{ step: number; name: string; timeMs: number; json: string }>(
      "SELECT step, name, time_ms AS timeMs, item_json AS json FROM items WHERE step > ? AND step < ? ORDER BY step, name",
      this.#step,
      end,
    );
    return found.map(({ json, ...place }) => ({ ...place, item: JSON.parse(json) as Item }));
  }

  /** Returns the files of all steps: a checkpoint is complete only long after its step. */
  files(): LoggedItem[] {
    if (versionOf(this.#database) < VERSION_OF.items) return [];
    const found = this.#all<{ step: number; name: string; timeMs: number; json: string }>(
      `SELECT step, name, time_ms AS timeMs, item_json AS json FROM items WHERE name LIKE 'files/%' ORDER BY time_ms`,
    );
    return found.map(({ json, ...place }) => ({ ...place, item: JSON.parse(json) as Item }));
  }

  close(): void {
    this.#database.close();
  }

  #all<Found>(sql: string, ...parameters: unknown[]): Found[] {
    return explain(this.#file, () => this.#database.prepare(sql).all(...parameters) as Found[]);
  }
}
