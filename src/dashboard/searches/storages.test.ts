import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type Database from "better-sqlite3";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createStudy, float } from "../../search/index.js";
import { NOTE_FILE, writeNote } from "../../search/storage-note.js";
import { openSqlite } from "../../sqlite.js";
import { Searches } from "./searches.js";

const root = mkdtempSync(join(tmpdir(), "woodshed-storages-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
vi.stubEnv("WOODSHED_HOME", join(root, "home"));
afterAll(() => vi.unstubAllEnvs());

let place: string;
let runs: string;
let count = 0;
beforeEach(() => {
  place = join(root, String(count++));
  runs = join(place, "runs");
  mkdirSync(runs, { recursive: true });
});

const open = (): Searches => new Searches({ folder: runs, keyOf: (path) => basename(path) });

/** A study of Optuna's in SQLite, with a trial that ended for each value. */
async function makeStudy(file: string, studyName: string, values: readonly number[]): Promise<void> {
  await using study = await createStudy({
    ...{ studyName, storage: `sqlite:///${file}`, sampler: { name: "random" }, space: { rate: float(0, 1) } },
  });
  const before = (await study.trials()).length;
  await study.optimize(
    async (trial) => {
      await trial.report(Number.NaN, 0);
      await trial.report(1, 1);
      return values[trial.number - before]!;
    },
    { nTrials: before + values.length },
  );
  // It names this process, which lives.
  rmSync(`${file}.owner`);
}

const made = join(root, "made.db");
beforeAll(async () => {
  await makeStudy(made, "made", [1, 2]);
  // Optuna's process leaves its log: into the file with it, which is copied alone.
  const database = openSqlite(made);
  database.pragma("wal_checkpoint(TRUNCATE)");
  database.close();
});

/** A copy of a study of Optuna's by another name, with two trials of the values 1 and 2; returns its database. */
function copyStudy(file: string, studyName: string): Database.Database {
  copyFileSync(made, file);
  const database = openSqlite(file, { timeout: 0 });
  database.prepare("UPDATE studies SET study_name = ?").run(studyName);
  return database;
}

test("studies in one database are listed each; what was added, changed and deleted shows, and no file is left beside it", async () => {
  const file = join(runs, "all.db");
  await makeStudy(file, "first", [3, 2]);
  await makeStudy(file, "second", [1]);
  mkdirSync(join(runs, "second"));
  const before = readdirSync(runs);
  const searches = open();
  const { searches: rows, unread } = await searches.list();
  expect(unread).toEqual([]);
  expect(rows.map(({ key, name, path, best, status }) => [key, name, path, best, status])).toEqual(
    expect.arrayContaining([
      ["all.db#first", "first", "all.db", { trial: 1, value: 2 }, "finished"],
      ["second", "second", "second", { trial: 0, value: 1 }, "finished"],
    ]),
  );
  const all = (await searches.detail("all.db#first"))!;
  expect(all.trials[0]).toMatchObject({ steps: [0, 1], values: [null, 1] });
  expect(readdirSync(runs)).toEqual(before);

  await makeStudy(file, "first", [0.5]);
  const news = (await searches.detail("all.db#first", all.version))!;
  expect([news.since, news.trials.map(({ number, value }) => [number, value])]).toEqual([
    all.version,
    [[2, 0.5]],
  ]);
  expect((await searches.detail("all.db#first", news.version))!.trials).toEqual([]);

  // The id of a deleted study is given to the next one.
  rmSync(file);
  await makeStudy(file, "first", [9]);
  const other = (await searches.detail("all.db#first", news.version))!;
  expect([other.since, other.trials.map(({ value }) => value)]).toEqual([-1, [9]]);
});

test.each(["WAL", "DELETE"])(
  "a trial that runs is read as it goes, and its writer does not wait: %s",
  async (mode) => {
    const file = join(runs, "live.db");
    const writer = copyStudy(file, "live");
    writer.pragma(`journal_mode = ${mode}`);
    const searches = open();
    writer.exec(`INSERT INTO trials (number, study_id, state, datetime_start)
    VALUES (2, 1, 'RUNNING', '2026-11-28 10:00:00.123456')`);
    const report = writer.prepare(`INSERT INTO trial_intermediate_values
    (trial_id, step, intermediate_value, intermediate_value_type) VALUES (3, ?, ?, 'FINITE')`);
    const first = (await searches.detail("live.db#live"))!;
    expect([first.trials[2]!.state, first.trials[2]!.startedMs]).toEqual([
      "running",
      Date.UTC(2026, 10, 28, 10, 0, 0, 123),
    ]);
    for (let step = 0; step < 3; step++) {
      report.run(step, step / 2);
      const { trials, version } = (await searches.detail("live.db#live", first.version))!;
      expect(trials.map(({ number, values }) => [number, values])).toEqual([
        [2, [0, 0.5, 1].slice(0, step + 1)],
      ]);
      expect((await searches.detail("live.db#live", version))!.trials).toEqual([]);
    }
    // In the middle of a transaction of the writer, readers see the state before it.
    writer.exec("BEGIN IMMEDIATE; UPDATE trials SET state = 'FAIL' WHERE number = 2");
    expect((await searches.detail("live.db#live"))!.trials[2]!.state).toBe("running");
    if (mode === "DELETE") {
      // While it writes its pages, readers are locked out: they keep what they know.
      writer.exec("COMMIT; BEGIN EXCLUSIVE; UPDATE trials SET state = 'RUNNING' WHERE number = 2");
      expect((await searches.detail("live.db#live"))!.trials[2]!.state).toBe("running");
      writer.exec("UPDATE trials SET state = 'FAIL' WHERE number = 2");
    }
    writer.exec("COMMIT");
    expect((await searches.detail("live.db#live"))!.trials[2]!.state).toBe("failed");
    writer.close();
  },
);

test("storages of Optuna 3 and 4: local times, and a list of constraints", async () => {
  const file = join(runs, "old.db");
  const database = copyStudy(file, "old");
  database.exec(`UPDATE version_info SET library_version = '3.6.1';
    UPDATE trials SET datetime_start = '2024-05-01 12:00:00.000001';
    INSERT INTO trial_system_attributes (trial_id, key, value_json) VALUES (1, 'constraints', '[-1.0, 0.5]')`);
  database.close();
  const { trials, best } = (await open().detail("old.db#old"))!;
  expect(trials.map(({ startedMs, isFeasible }) => [startedMs, isFeasible])).toEqual([
    [new Date(2024, 4, 1, 12).getTime(), false],
    [new Date(2024, 4, 1, 12).getTime(), true],
  ]);
  expect(best).toEqual({ trial: 1, value: 2 });
});

test("a database that is not readable says so with a command; other programs' databases are no searches", async () => {
  const file = join(runs, "damaged.db");
  const database = copyStudy(file, "a study");
  const spoil = (sql: string): void => void database.exec(sql);
  const other = openSqlite(join(runs, "other.db"));
  other.exec("CREATE TABLE notes (text)");
  other.close();
  writeFileSync(join(runs, "text.db"), "no database");
  mkdirSync(join(runs, "folder.db"));
  symlinkSync(file, join(runs, "linked.db"));
  execFileSync("mkfifo", [join(runs, "pipe.db")]);
  expect((await open().list()).searches).toHaveLength(1);
  spoil("ALTER TABLE trial_values RENAME COLUMN value_type TO another");
  const { searches, unread } = await open().list();
  expect([searches, unread]).toEqual([
    [],
    [
      {
        ...{ key: "damaged.db#damaged.db", name: "damaged.db", path: "damaged.db" },
        storage: `sqlite:///${file}`,
        reason: expect.stringContaining("no column trial_values.value_type"),
        command: expect.stringMatching(/optuna-dashboard sqlite:\/\/\/.*damaged\.db$/),
      },
    ],
  ]);
  await expect(open().detail("damaged.db#damaged.db")).rejects.toThrow(/optuna storage upgrade/);
  // A view in place of a table would run its maker's statements.
  spoil(`DROP TABLE trial_values; CREATE VIEW trial_values AS
    WITH RECURSIVE endless(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM endless)
    SELECT i AS trial_id, 0 AS objective, i AS value, 'FINITE' AS value_type FROM endless`);
  expect((await open().list()).unread[0]!.reason).toContain("no table trial_values");
  database.close();
});

test("hostile values are shown as text or left out", async () => {
  const file = join(runs, "hostile.db");
  const database = copyStudy(file, "../../etc");
  database.exec(`INSERT INTO trials (number, study_id, state)
      VALUES (2, 1, '<script>'), (-9, 1, 'COMPLETE'), (1e30, 1, x'00'), (2, 1, 'FAIL');
    INSERT INTO trial_params (trial_id, param_name, param_value, distribution_json) VALUES
      (1, '__proto__', 9e999, '{"name": "FloatDistribution", "attributes": {"low": 0, "high": 1}}'), (1, 'none', 1, 'no JSON');
    INSERT INTO trial_user_attributes (trial_id, key, value_json) VALUES (1, 'run', '"../../../etc"');
    INSERT INTO trial_system_attributes (trial_id, key, value_json) VALUES (1, 'retry_history', '[-1, 1e30, null]')`);
  database.close();
  const { searches } = await open().list();
  const [row] = searches;
  expect([row!.name, row!.path]).toEqual(["../../etc", "hostile.db"]);
  const { trials } = (await open().detail(row!.key))!;
  expect(trials.map(({ number, state, run }) => [number, state, run])).toEqual([
    [-9, "complete", null],
    [0, "complete", null],
    [1, "complete", null],
    [2, "failed", null],
  ]);
  expect(Object.entries(trials[1]!.parameters).at(-1)).toEqual(["__proto__", null]);
});

test("a search notes where its storage is; a file elsewhere is read if this machine noted it", async () => {
  const file = join(place, "elsewhere.db");
  copyStudy(file, "noted").close();
  const folder = join(runs, "noted");
  mkdirSync(folder);
  writeNote(folder, "noted", `sqlite:///${file}`);
  expect((await open().list()).searches.map(({ key, best }) => [key, best?.value])).toEqual([["noted", 1]]);
  // The database has a log by its header, and none is made for a look.
  expect(readdirSync(place)).toEqual(["elsewhere.db", "runs"]);
  // The note of another machine: its key is another.
  vi.stubEnv("WOODSHED_HOME", join(root, "another home"));
  const { searches, unread } = await open().list();
  vi.stubEnv("WOODSHED_HOME", join(root, "home"));
  expect(searches).toEqual([]);
  expect(unread[0]!.reason).toContain("another machine started the search");
  rmSync(file);
  expect((await open().list()).unread[0]!.reason).toContain("moved or removed");
});

test("storages on servers, and searches without a note, are named with the command that shows them", async () => {
  const noteOf = (name: string, storage: string): void => {
    mkdirSync(join(runs, name));
    writeNote(join(runs, name), name, storage);
  };
  noteOf("on-postgres", "postgresql://me:s3cret@db/optuna");
  noteOf("on-redis", "redis://:s3cret@cache:6379/0");
  mkdirSync(join(runs, "unknown", "trials"), { recursive: true });
  mkdirSync(join(runs, "unknown", "tones-t0000-20261128-100000-abcd"));
  mkdirSync(join(runs, "damaged"));
  writeFileSync(join(runs, "damaged", NOTE_FILE), "{}");
  const { searches, unread } = await open().list();
  expect(searches).toEqual([]);
  expect(unread.map(({ key, storage, command }) => [key, storage, command.split(" && ")[1]])).toEqual([
    ["on-postgres", "postgresql://me:***@db/optuna", "optuna-dashboard 'postgresql://me:***@db/optuna'"],
    ["on-redis", "redis://:***@cache:6379/0", "optuna-dashboard 'redis://:***@cache:6379/0'"],
    ["unknown", null, "optuna-dashboard STORAGE"],
  ]);
  expect(JSON.stringify(unread)).not.toContain("s3cret");
  await expect(open().detail("on-postgres")).rejects.toThrow(/stored on a server/);
  expect(await open().detail("damaged")).toBeNull();
  expect(existsSync(join(runs, "unknown", NOTE_FILE))).toBe(false);
});
