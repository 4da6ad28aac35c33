import { join } from "node:path";
import { openSqlite } from "../../src/sqlite.js";
import type { RunInfo } from "../../src/tracking/tracker.js";

/** Changes a run's record by hand. */
export function editRecord(run: RunInfo, ...statements: string[]): void {
  const database = openSqlite(join(run.folder, "run.sqlite"));
  for (const sql of statements) database.exec(sql);
  database.close();
}
