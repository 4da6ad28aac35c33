import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type Database from "better-sqlite3";
import { afterEach, expect, it, vi } from "vitest";
import { openSqlite } from "../../sqlite.js";
import { RUN_FILE } from "./database.js";
import { createRunFolder } from "./folder.js";
import { StoreFollower } from "./follower.js";
import { collectProvenance } from "./provenance.js";
import { RunRecorder } from "./recorder.js";

const root = mkdtempSync(join(tmpdir(), "woodshed-follower-"));
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

it("does not miss a metric that is first written between two queries", () => {
  const folder = createRunFolder(root, "test");
  const recorder = new RunRecorder();
  recorder.start({
    ...{ id: basename(folder), name: "test", folder, config: {}, configHash: "" },
    ...{ provenance: collectProvenance(), resumedAtStep: null, trackerIds: {} },
  });
  const writer = openSqlite(join(folder, RUN_FILE));
  const insert = writer.prepare("INSERT INTO metrics (step, name, value, time_ms) VALUES (?, ?, ?, 0)");
  insert.run(7, "train/loss", 1);
  const follower = new StoreFollower(folder);

  // Written after the query of the names: the last metric of step 7, which is new, and the first one of the next step.
  const statements = openSqlite(":memory:").constructor.prototype as Database.Database;
  const { prepare } = statements;
  let isWritten = false;
  vi.spyOn(statements, "prepare").mockImplementation(function (this: Database.Database, sql: string) {
    if (sql.startsWith("SELECT max(step)") && !isWritten) {
      isWritten = true;
      insert.run(7, "time/evaluation_sec", 2);
      insert.run(14, "train/loss", 3);
    }
    return prepare.call(this, sql);
  });
  const rows = [...follower.read(false), ...follower.read(true)];
  expect(isWritten).toBe(true);
  expect(Object.fromEntries(rows.map(({ step, values }) => [step, Object.fromEntries(values)]))).toEqual({
    7: { "time/evaluation_sec": 2, "train/loss": 1 },
    14: { "train/loss": 3 },
  });
  follower.close();
  writer.close();
});
