import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { packageRoot } from "../../package-root.js";
import { openSqlite } from "../../sqlite.js";
import { readRegistry } from "./registry-database.js";

// Made once by MLflow 3.17 itself: tests/fixtures/mlflow-registry.sql is the registry's part of its database.
const SQL = join(packageRoot, "tests/fixtures/mlflow-registry.sql");

const root = mkdtempSync(join(tmpdir(), "woodshed-registry-database-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folder: string;
let count = 0;
beforeEach(() => {
  folder = join(root, String(count++));
  mkdirSync(folder);
});

/** Creates a database in the folder by MLflow's statements, then by some more. */
function makeDatabase(more = "", path = join(folder, "mlflow.db")): void {
  const database = openSqlite(path);
  database.pragma("foreign_keys = OFF");
  database.exec(`${readFileSync(SQL, "utf8")}\n${more}`);
  database.close();
}

test("models, versions, aliases, tags and metrics are read, without those that were deleted", () => {
  makeDatabase(`INSERT INTO model_versions SELECT name, 3, creation_time, last_updated_time, description, user_id,
    'Deleted_Internal', source, run_id, status, status_message, run_link, storage_location, workspace FROM model_versions
    WHERE version = 1`);
  const [model, ...others] = readRegistry(folder)!;
  expect([model!.name, others]).toEqual(["quickstart", []]);
  expect(model!.versions.map(({ version, aliases, status }) => [version, aliases, status])).toEqual([
    ["2", ["champion"], "READY"],
    ["1", ["challenger"], "READY"],
  ]);
  const [newest] = model!.versions;
  expect(newest!.runId).toBe("quickstart-20261128-053105-x2r6");
  expect(newest!.metrics["validation/loss"]).toBeCloseTo(0.82436, 5);
  expect(newest!.tags["stage"]).toBe("production");
  expect(newest!.digest).toMatch(/^[0-9a-f]{64}$/);
  expect(newest!.createdMs).toBeGreaterThan(1.7e12);
});

test("a folder without a registry has none", () => {
  expect(readRegistry(folder)).toBeNull();
  expect(readRegistry(join(folder, "missing"))).toBeNull();
});

test("hostile databases are refused, or shown as text", () => {
  const problem = (make: () => void): string => {
    rmSync(join(folder, "mlflow.db"), { recursive: true, force: true });
    make();
    try {
      return JSON.stringify(readRegistry(folder));
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(problem(() => writeFileSync(join(folder, "mlflow.db"), "no database"))).toContain("not a database");
  expect(problem(() => mkdirSync(join(folder, "mlflow.db")))).toContain("not a file");
  makeDatabase("", join(folder, "elsewhere.db"));
  expect(problem(() => symlinkSync(join(folder, "elsewhere.db"), join(folder, "mlflow.db")))).toContain(
    "not a file",
  );
  const endless = "WITH RECURSIVE endless(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM endless)";
  expect(
    problem(() =>
      makeDatabase(`DROP TABLE registered_models;
        CREATE VIEW registered_models AS ${endless} SELECT i AS name, i AS creation_time, i AS description FROM endless`),
    ),
  ).toContain("no table registered_models");
  const values = problem(() =>
    makeDatabase(`INSERT INTO registered_models VALUES ('<script>', 'soon', 1, x'00ff', 'default');
      INSERT INTO model_versions (name, version, creation_time, current_stage, status)
        VALUES ('<script>', 'x', 9e999, NULL, zeroblob(10)), ('no model', 1, 1, NULL, 'READY');
      INSERT INTO model_version_tags VALUES ('__proto__', 'polluted', '<script>', 'x', 'default'),
        ('woodshed.metrics', '{"a": "b", "__proto__": 1', '<script>', 'x', 'default'),
        ('woodshed.run_id', '../../etc', '<script>', 'x', 'default')`),
  );
  const [hostile] = (
    JSON.parse(values) as { name: string; versions: { tags: object; createdMs: number }[] }[]
  ).slice(-1);
  expect(hostile!.name).toBe("<script>");
  expect(hostile!.versions[0]!.createdMs).toBe(0);
  expect(Object.keys(hostile!.versions[0]!.tags)).toContain("__proto__");
  expect(({} as { polluted?: string }).polluted).toBeUndefined();
});
