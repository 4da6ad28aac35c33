/** Records of runs that come from elsewhere and are no records, or hold what a recorder never writes. */
import { execFileSync } from "node:child_process";
import { copyFileSync, linkSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqlite } from "../src/sqlite.js";
import type { RunInfo } from "../src/tracking/tracker.js";
import { recordRun, TestDashboard } from "./support/dashboard.js";
import { editRecord } from "./support/edit-record.js";

let dashboard: TestDashboard;
beforeEach(() => {
  dashboard = new TestDashboard();
});
afterEach(() => dashboard[Symbol.asyncDispose]());

describe("a record that is not what it seems", () => {
  const cases: readonly (readonly [string, (run: RunInfo) => void])[] = [
    [
      "a view that runs for ever",
      (run) =>
        editRecord(
          run,
          "DROP TABLE events",
          "CREATE VIEW events AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x AS time_ms, 'info' AS level, 'm' AS message FROM c",
        ),
    ],
    [
      "a trigger",
      (run) =>
        editRecord(run, "CREATE TRIGGER t AFTER INSERT ON events BEGIN SELECT load_extension('x'); END"),
    ],
    [
      "a computed column",
      (run) =>
        editRecord(
          run,
          "DROP TABLE events",
          "CREATE TABLE events (time_ms INTEGER, level TEXT, message TEXT AS (hex(zeroblob(100000000))))",
        ),
    ],
    [
      "a virtual table",
      (run) =>
        editRecord(
          run,
          "DROP TABLE events",
          "CREATE VIRTUAL TABLE events USING fts5(time_ms, level, message)",
        ),
    ],
    [
      "a table of metrics without its key",
      (run) =>
        editRecord(
          run,
          "DROP TABLE metrics",
          "CREATE TABLE metrics (name TEXT, step INTEGER, value REAL, time_ms INTEGER /* PRIMARY KEY (name, step) */)",
          "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 100000) INSERT INTO metrics SELECT 'm' || x, x, 1, 1 FROM c",
        ),
    ],
    ["no tables", (run) => editRecord(run, "DROP TABLE metrics", "DROP TABLE run")],
    ["no row of a run", (run) => editRecord(run, "DELETE FROM run")],
    ["a newer version", (run) => editRecord(run, "PRAGMA user_version = 99")],
    ["another program", (run) => editRecord(run, "PRAGMA application_id = 5")],
    ["a configuration that is no JSON", (run) => editRecord(run, "UPDATE run SET config_json = '{'")],
    [
      "a huge configuration",
      (run) => editRecord(run, `UPDATE run SET config_json = '{"a":"' || hex(zeroblob(10000000)) || '"}'`),
    ],
    [
      "bad pages",
      (run) => {
        const file = join(run.folder, "run.sqlite");
        const database = openSqlite(file);
        database.exec("CREATE TABLE padding AS SELECT zeroblob(100000) AS x");
        const pageSize = database.pragma("page_size", { simple: true }) as number;
        database.close();
        damage(file, pageSize);
      },
    ],
    ["a text", (run) => writeFileSync(join(run.folder, "run.sqlite"), "hello ".repeat(2000))],
  ];

  it("is listed as unreadable, and the others are shown", async () => {
    const changed = new Map<string, string>();
    for (const [what, change] of cases) {
      const run = await recordRun(dashboard.folder, { loss: [1] });
      change(run);
      changed.set(run.id, what);
    }
    const good = await recordRun(dashboard.folder, { loss: [1] });
    await dashboard.start();
    const list = await dashboard.list();
    expect(list.runs.map(({ id }) => changed.get(id) ?? id)).toEqual([good.id]);
    expect(list.unreadable.map(({ path }) => changed.get(path)).sort()).toEqual([...changed.values()].sort());
    for (const { path, message } of list.unreadable)
      expect([changed.get(path), message]).toEqual([changed.get(path), expect.stringMatching(/./)]);
  });

  it("values of other types, strange names, and many metrics", async () => {
    const run = await recordRun(dashboard.folder, { loss: [1, 2] });
    const script = "<img src=x onerror=alert(1)>";
    editRecord(
      run,
      "INSERT INTO metrics VALUES ('loss', 2, 'text', 0)",
      "INSERT INTO metrics VALUES ('loss', 3, x'00', 'soon')",
      "INSERT INTO metrics VALUES ('loss', 4, 9e999, 1e300)",
      "INSERT INTO metrics VALUES ('loss', -5, 1, 0)",
      "INSERT INTO metrics VALUES ('loss', 9223372036854775807, 1, 0)",
      "INSERT INTO metrics VALUES ('loss', 9007199254740991, 1, 0)",
      `INSERT INTO metrics VALUES ('${script}', 1, 1, 0), ('__proto__', 1, 7, 0), ('', 1, 1, 0)`,
      `INSERT INTO metrics VALUES (hex(zeroblob(1000000)), 1, 1, 0)`,
      "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 30000) INSERT INTO metrics SELECT 'm' || x, 1, 1, 0 FROM c",
      `UPDATE run SET name = '${script}', versions_json = '[1]', command_json = '{"a":1}', host = 5, started_ms = 'x'`,
      `UPDATE run SET config_json = '{"__proto__":{"polluted":1},"a":${"[".repeat(500)}${"]".repeat(500)},"api_key":"SECRET"}'`,
      "INSERT INTO events VALUES ('x', 'fatal', 5)",
    );
    await dashboard.start();
    const [row] = await dashboard.rows();
    expect(row!.name).toBe(script);
    expect(Object.hasOwn(row!.config, "__proto__.polluted")).toBe(true);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect(Object.entries(row!.last).length).toBeLessThanOrEqual(1000);
    const detail = await dashboard.detail(row!.key);
    expect(detail.metrics.length).toBeLessThanOrEqual(10_000);
    expect(JSON.stringify(detail)).not.toContain("SECRET");
    for (const query of [
      "loss",
      "loss&buckets=1",
      "loss&from=0&to=10",
      "__proto__",
      encodeURIComponent(script),
    ])
      expect((await dashboard.ask(`/api/curves?series=${row!.key}:${query}`)).status).toBe(200);
    const stages = await dashboard.ask(`/api/runs/${row!.key}/stages`);
    expect([stages.status, stages.body.includes("SECRET")]).toEqual([200, false]);
  });

  it("a folder that links to itself, deep folders, and thousands of files", async () => {
    const good = await recordRun(dashboard.folder, { loss: [1] });
    symlinkSync(dashboard.folder, join(dashboard.folder, "again"));
    symlinkSync("/", join(dashboard.folder, "root"));
    mkdirSync(join(dashboard.folder, ...Array.from({ length: 100 }, () => "deep")), { recursive: true });
    const twin = join(dashboard.folder, "<img src=x onerror=alert(1)>");
    mkdirSync(twin);
    copyFileSync(join(good.folder, "run.sqlite"), join(twin, "run.sqlite"));
    const linked = join(dashboard.folder, "linked");
    mkdirSync(linked);
    linkSync(join(good.folder, "run.sqlite"), join(linked, "run.sqlite"));
    await dashboard.start();
    expect((await dashboard.rows()).length).toBe(3);
  });
});

/** Overwrites all pages but the first, which has the schema. */
function damage(file: string, pageSize: number): void {
  const database = openSqlite(file);
  const count = database.pragma("page_count", { simple: true }) as number;
  database.close();
  const script = `const fs = require("fs"); const f = fs.openSync(process.argv[1], "r+");
    fs.writeSync(f, Buffer.alloc(${(count - 1) * pageSize}, 0xff), 0, ${(count - 1) * pageSize}, ${pageSize});`;
  execFileSync(process.execPath, ["-e", script, file]);
}
