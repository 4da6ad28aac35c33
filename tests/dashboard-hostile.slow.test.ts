/** Folders of runs that come from elsewhere: their records and files must not make the dashboard read or run anything else. */
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encodeWav16 } from "../src/audio/wav.js";
import { encodeColumns } from "../src/columns.js";
import type { ClipList } from "../src/dashboard/api.js";
import type { Item, PredictionsItem } from "../src/items.js";
import { signHere } from "../src/machine-signature.js";
import type { PredictedClip } from "../src/predictions.js";
import { openSqlite } from "../src/sqlite.js";
import type { RunInfo } from "../src/tracking/tracker.js";
import { recordRun, TestDashboard } from "./support/dashboard.js";

let dashboard: TestDashboard;
/** Holds what nobody may read. */
let outside: string;
const WAV = encodeWav16(
  Float32Array.from({ length: 8000 }, (_, i) => Math.sin(i / 10)),
  8000,
);

beforeEach(() => {
  dashboard = new TestDashboard();
  outside = mkdtempSync(join(tmpdir(), "woodshed-outside-"));
  writeFileSync(join(outside, "id_rsa"), "SECRET KEY");
  writeFileSync(join(outside, "secret.wav"), WAV);
  writeFileSync(join(outside, "secret.json"), JSON.stringify({ source: null, clips: [] }));
});
afterEach(async () => {
  await dashboard[Symbol.asyncDispose]();
  rmSync(outside, { recursive: true });
});

/** Changes a record by hand. */
function edit(run: RunInfo, ...statements: string[]): void {
  const database = openSqlite(join(run.folder, "run.sqlite"));
  for (const sql of statements) database.exec(sql);
  database.close();
}

async function ask(path: string): Promise<{ status: number; text: string }> {
  const { status, body } = await dashboard.ask(path);
  expect(body.toString()).not.toContain("SECRET");
  return { status, text: body.toString() };
}

/** A run with a table of media, and the predictions item. */
async function runWith(items: Readonly<Record<string, Item>>): Promise<RunInfo> {
  return recordRun(dashboard.folder, { loss: [1] }, {}, (recorder) => {
    for (const [name, item] of Object.entries(items)) recorder.show(0, name, item);
  });
}

const table = (paths: readonly string[], type: "audio" | "image" = "audio"): Item => ({
  kind: "table",
  columns: [{ name: "sound", type }],
  rows: paths.map((path) => [path]),
});

const predictions = (part: Partial<PredictionsItem>): PredictionsItem => ({
  ...{
    kind: "predictions",
    columns: "media/p.columns",
    embeddings: null,
    clips: "media/c.json",
    signature: null,
  },
  ...part,
});

describe("a record that names files outside of its folder", () => {
  it("media are files of the run's own folder, of their kind, or nothing", async () => {
    const run = await runWith({});
    const up = `../../${basename(outside)}`;
    mkdirSync(join(run.folder, "media"));
    const media = (name: string): string => join(run.folder, "media", name);
    writeFileSync(media("good.wav"), WAV);
    symlinkSync(join(outside, "secret.wav"), media("link.wav"));
    symlinkSync(outside, join(run.folder, "media", "folder"));
    symlinkSync("/dev/zero", media("device.wav"));
    execFileSync("mkfifo", [media("fifo.wav")]);
    mkdirSync(media("directory.wav"));
    writeFileSync(media("page.svg"), "<svg onload='alert(1)'/>");
    writeFileSync(media("page.html"), "<script>alert(1)</script>");
    writeFileSync(media("page.wav"), "<script>alert(1)</script>");
    truncateSync(media("page.html"), 20);
    writeFileSync(media("huge.wav"), "RIFF");
    truncateSync(media("huge.wav"), 5_000_000_000);
    const paths = [
      ...[
        "media/link.wav",
        "media/folder/secret.wav",
        "media/device.wav",
        "media/fifo.wav",
        "media/directory.wav",
      ],
      ...["media/page.svg", "media/page.html", "media/page.wav", "media/huge.wav", "media/none.wav"],
      ...[
        `${up}/id_rsa`,
        `${up}/secret.wav`,
        "../../.ssh/id_rsa",
        join(outside, "secret.wav"),
        "/etc/passwd",
      ],
      ...["..\\..\\secret.wav", "media/good.wav\0.png", "run.sqlite", "config.yaml", "", "."],
    ];
    edit(
      run,
      `INSERT INTO items VALUES (1, 't', 0, '${JSON.stringify(table(["media/good.wav", ...paths]))}')`,
    );
    await dashboard.start();
    const [{ key } = { key: "" }] = await dashboard.rows();
    const address = `/api/runs/${key}/media?name=t&step=1&column=0`;
    const good = await dashboard.ask(`${address}&row=0`);
    expect([good.status, good.headers["content-type"], good.body.length]).toEqual([
      200,
      "audio/wav",
      WAV.length,
    ]);
    const statuses: unknown[] = [];
    for (const row of paths.keys())
      statuses.push([paths[row], (await ask(`${address}&row=${row + 1}`)).status]);
    for (const [path, status] of statuses as [string, number][])
      expect([path, [403, 404, 413, 422].includes(status)]).toEqual([path, true]);
    for (const place of ["row=99&column=0", "row=0&column=5"])
      expect((await ask(`/api/runs/${key}/media?name=t&step=1&${place}`)).status).toBe(404);
  });

  it("items of other kinds than they say, and items of any JSON", async () => {
    const run = await runWith({ figure: { kind: "figure", data: [], layout: {} } });
    const texts = [
      "null",
      "[]",
      "1",
      '"text"',
      "{",
      '{"kind":5}',
      '{"kind":"table"}',
      '{"kind":"table","columns":[null],"rows":[null]}',
      '{"kind":"table","columns":"x","rows":[["a"]]}',
      '{"kind":"predictions"}',
      '{"__proto__":{"kind":"table"}}',
      `{"kind":"table","rows":${"[".repeat(5000)}${"]".repeat(5000)}}`,
    ];
    for (const [i, text] of texts.entries())
      edit(run, `INSERT INTO items VALUES (${i + 1}, 't', 0, '${text}')`);
    for (const [i, text] of texts.entries())
      edit(run, `INSERT INTO items VALUES (${i + 1}, 'validation/predictions', 0, '${text}')`);
    edit(
      run,
      "INSERT INTO items VALUES (99, 't', 'soon', x'00ff')",
      "INSERT INTO items VALUES (100, 't', 0, 7)",
    );
    await dashboard.start();
    const [{ key } = { key: "" }] = await dashboard.rows();
    for (const step of [...texts.keys(), 98, 99])
      for (const rest of ["item?", "media?row=0&column=0&"]) {
        const { status } = await ask(`/api/runs/${key}/${rest}name=t&step=${step + 1}`);
        expect([step, rest, [200, 404, 422].includes(status)]).toEqual([step, rest, true]);
      }
    for (const step of texts.keys())
      expect([403, 404, 422]).toContain(
        (await ask(`/api/runs/${key}/predictions?split=validation&step=${step + 1}`)).status,
      );
    expect([403, 404, 422]).toContain((await ask(`/api/runs/${key}/clips?split=validation`)).status);
    expect((await dashboard.detail(key)).items.length).toBeGreaterThan(20);
  });

  it("clips of a run of this machine play; of another one they need --data, and stay inside of it", async () => {
    const data = join(outside, "data");
    mkdirSync(join(data, "sub"), { recursive: true });
    writeFileSync(join(data, "a.wav"), WAV);
    writeFileSync(join(data, "sub", "b.wav"), WAV);
    symlinkSync(join(outside, "secret.wav"), join(data, "link.wav"));
    const clip = (file: string | null, part: Partial<PredictedClip> = {}): PredictedClip => ({
      ...{ name: "clip", file, startSec: 0, durationSec: null, label: "a" },
      ...part,
    });
    const clips = [
      clip(join(data, "a.wav")),
      clip(join(outside, "secret.wav")),
      clip("/home/other/set/sub/b.wav"),
      clip(join(data, "link.wav")),
      clip(join(data, "..", "secret.wav")),
      clip("/etc/passwd"),
      clip(null),
      clip(join(data, "a.wav"), { startSec: 1e6 }),
      clip(join(data, "a.wav"), { startSec: 0.25, durationSec: 0.5 }),
    ];
    const bytes = Buffer.from(JSON.stringify({ source: null, clips }));
    const write = (run: RunInfo): void => {
      mkdirSync(join(run.folder, "media"));
      writeFileSync(join(run.folder, "media", "c.json"), bytes);
      const columns = encodeColumns({ meta: { kind: "other" }, columns: [] });
      writeFileSync(join(run.folder, "media", "p.columns"), columns);
    };
    const statuses = async (key: string): Promise<number[]> =>
      Promise.all(
        clips.map(async (_, i) => (await ask(`/api/runs/${key}/sound?split=validation&clip=${i}`)).status),
      );
    const foreign = await runWith({ "validation/predictions": predictions({ signature: "0".repeat(64) }) });
    write(foreign);
    await dashboard.start();
    const foreignKey = (await dashboard.rows())[0]!.key;
    expect(await statuses(foreignKey)).toEqual(clips.map(() => 403));
    const list = await dashboard.json<ClipList>(`/api/runs/${foreignKey}/clips?split=validation`);
    expect(list.silentBecause).toMatch(/another machine.*--data FOLDER/);
    expect(JSON.stringify(list)).not.toContain("/etc/passwd");
    await dashboard.close();

    await dashboard.start({ dataFolders: [data] });
    expect(await statuses(foreignKey)).toEqual([200, 403, 200, 403, 403, 403, 403, 416, 200]);
    expect(
      (await dashboard.json<ClipList>(`/api/runs/${foreignKey}/clips?split=validation`)).silentBecause,
    ).toBeNull();
    await dashboard.close();

    const own = await runWith({ "validation/predictions": predictions({ signature: signHere(bytes) }) });
    write(own);
    await dashboard.start();
    const ownKey = (await dashboard.rows()).find(({ id }) => id === own.id)!.key;
    expect((await statuses(ownKey)).slice(0, 3)).toEqual([200, 200, 403]);
    const half = await dashboard.ask(`/api/runs/${ownKey}/sound?split=validation&clip=8`);
    expect(half.body.length).toBe(44 + 8000);
    const part = await dashboard.ask(`/api/runs/${ownKey}/sound?split=validation&clip=0`, {
      Range: "bytes=44-143",
    });
    expect([part.status, part.headers["content-range"], part.body.length]).toEqual([
      206,
      `bytes 44-143/${44 + 16_000}`,
      100,
    ]);
    for (const Range of ["bytes=99999999-", "bytes=-0"])
      expect(
        (await dashboard.ask(`/api/runs/${ownKey}/sound?split=validation&clip=0`, { Range })).status,
      ).toBe(416);
    for (const Range of ["bytes=5-2", "lines=1", "bytes=0-1,3-4", "bytes=a-b", "bytes=-"])
      expect([200, 416]).toContain(
        (await dashboard.ask(`/api/runs/${ownKey}/sound?split=validation&clip=0`, { Range })).status,
      );
    // Another list under the same name is not the signed one.
    writeFileSync(
      join(own.folder, "media", "c.json"),
      JSON.stringify({ source: null, clips: [clip("/etc/passwd")] }),
    );
    expect((await ask(`/api/runs/${ownKey}/sound?split=validation&clip=0`)).status).toBe(403);
  });

  it("a WAV that claims 4 GB, and files that are no audio", async () => {
    const lying = Buffer.from(WAV);
    lying.writeUInt32LE(0xfffffff0, 4);
    lying.writeUInt32LE(0xffffff00, 40);
    writeFileSync(join(outside, "lying.wav"), lying);
    const files = ["lying.wav", "secret.json", "."].map((name) => join(outside, name));
    const clips = files.map((file) => ({ name: "c", file, startSec: 0, durationSec: null, label: "a" }));
    const bytes = Buffer.from(JSON.stringify({ source: null, clips }));
    const run = await runWith({ "validation/predictions": predictions({ signature: signHere(bytes) }) });
    mkdirSync(join(run.folder, "media"));
    writeFileSync(join(run.folder, "media", "c.json"), bytes);
    await dashboard.start();
    const [{ key } = { key: "" }] = await dashboard.rows();
    for (const [i] of files.entries()) {
      const { status, text } = await ask(`/api/runs/${key}/sound?split=validation&clip=${i}`);
      expect([200, 403, 413, 422]).toContain(status);
      expect(text.length).toBeLessThan(100_000);
    }
  });

  it.each(["media", "checkpoints", "run.sqlite", "console.jsonl"])("a link in place of %s", async (name) => {
    const run = await runWith({ t: table(["media/secret.wav"]) });
    rmSync(join(run.folder, name), { recursive: true, force: true });
    mkdirSync(join(outside, "step-0000001"));
    writeFileSync(join(outside, "step-0000001", "checkpoint.json"), "{}");
    const target = name.includes(".") ? join(outside, "id_rsa") : outside;
    symlinkSync(target, join(run.folder, name));
    await dashboard.start();
    const rows = await dashboard.rows();
    expect(rows.length).toBe(name === "run.sqlite" ? 0 : 1);
    for (const { key } of rows) {
      expect(
        (await ask(`/api/runs/${key}/media?name=t&step=0&row=0&column=0`)).status,
      ).toBeGreaterThanOrEqual(403);
      expect((await dashboard.detail(key)).checkpoints).toEqual([]);
      const { status, text } = await ask(`/api/runs/${key}/console`);
      expect([status, text.includes("text")]).toEqual([name === "console.jsonl" ? 403 : 200, false]);
    }
  });
});

describe("a record that is not what it seems", () => {
  const cases: readonly (readonly [string, (run: RunInfo) => void])[] = [
    [
      "a view that runs for ever",
      (run) =>
        edit(
          run,
          "DROP TABLE events",
          "CREATE VIEW events AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x AS time_ms, 'info' AS level, 'm' AS message FROM c",
        ),
    ],
    [
      "a trigger",
      (run) => edit(run, "CREATE TRIGGER t AFTER INSERT ON events BEGIN SELECT load_extension('x'); END"),
    ],
    [
      "a computed column",
      (run) =>
        edit(
          run,
          "DROP TABLE events",
          "CREATE TABLE events (time_ms INTEGER, level TEXT, message TEXT AS (hex(zeroblob(100000000))))",
        ),
    ],
    [
      "a virtual table",
      (run) =>
        edit(run, "DROP TABLE events", "CREATE VIRTUAL TABLE events USING fts5(time_ms, level, message)"),
    ],
    [
      "a table of metrics without its key",
      (run) =>
        edit(
          run,
          "DROP TABLE metrics",
          "CREATE TABLE metrics (name TEXT, step INTEGER, value REAL, time_ms INTEGER /* PRIMARY KEY (name, step) */)",
          "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 100000) INSERT INTO metrics SELECT 'm' || x, x, 1, 1 FROM c",
        ),
    ],
    ["no tables", (run) => edit(run, "DROP TABLE metrics", "DROP TABLE run")],
    ["no row of a run", (run) => edit(run, "DELETE FROM run")],
    ["a newer version", (run) => edit(run, "PRAGMA user_version = 99")],
    ["another program", (run) => edit(run, "PRAGMA application_id = 5")],
    ["a configuration that is no JSON", (run) => edit(run, "UPDATE run SET config_json = '{'")],
    [
      "a huge configuration",
      (run) => edit(run, `UPDATE run SET config_json = '{"a":"' || hex(zeroblob(10000000)) || '"}'`),
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
    edit(
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
    expect((await ask(`/api/runs/${row!.key}/stages`)).status).toBe(200);
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
