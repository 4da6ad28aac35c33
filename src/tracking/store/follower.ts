import { join } from "node:path";
import type Database from "better-sqlite3";
import type { Item, ShownItem } from "../items.js";
import { explain, openDatabase, RUN_FILE } from "./database.js";

/** What one step logged. */
export interface Row {
  step: number;
  /** When the latest of them was logged: Unix time in milliseconds. */
  timeMs: number;
  values: [name: string, value: number][];
  /** What is shown there besides. */
  items: ShownItem[];
}

/**
 * Reads what a run logs, step by step, while it goes on. What is read costs time by what is new, not by how long the
 * run is.
 */
export class StoreFollower {
  readonly #database: Database.Database;
  readonly #file: string;
  #step: number;

  /** Follows from the first step after `afterStep`. */
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
   * The steps that are new, in order. The newest one may get more metrics (an evaluation's follow its step), so it is
   * read only when a later one is there, or `isOver`.
   */
  read(isOver: boolean): Row[] {
    const names = this.#all<{ name: string }>(NAMES).map(({ name }) => name);
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

  #items(end: number): ShownItem[] {
    const found = this.#all<{ step: number; name: string; timeMs: number; json: string }>(
      "SELECT step, name, time_ms AS timeMs, item_json AS json FROM items WHERE step > ? AND step < ? ORDER BY step, name",
      this.#step,
      end,
    );
    return found.map(({ json, ...place }) => ({ ...place, item: JSON.parse(json) as Item }));
  }

  /** Files of any step: a checkpoint is whole only when its step is long past. */
  files(): ShownItem[] {
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

/** Every name by one look into the index each: DISTINCT would read the whole table. */
const NAMES = `
  WITH RECURSIVE names(name) AS (
    SELECT min(name) FROM metrics
    UNION ALL
    SELECT (SELECT min(metrics.name) FROM metrics WHERE metrics.name > names.name) FROM names
    WHERE names.name IS NOT NULL
  )
  SELECT name FROM names WHERE name IS NOT NULL`;
