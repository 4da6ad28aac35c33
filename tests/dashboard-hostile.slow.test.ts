/** Folders of runs that come from elsewhere: their records and files must not make the dashboard read or run anything else. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encodeWav16 } from "../src/audio/wav.js";
import { encodeColumns } from "../src/columns.js";
import type { ClipList } from "../src/dashboard/api.js";
import type { Item, PredictionsItem } from "../src/items.js";
import { signHere } from "../src/machine-signature.js";
import type { PredictedClip } from "../src/predictions.js";
import type { RunInfo } from "../src/tracking/tracker.js";
import { recordRun, TestDashboard } from "./support/dashboard.js";
import { editRecord } from "./support/edit-record.js";

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
    editRecord(
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
      editRecord(run, `INSERT INTO items VALUES (${i + 1}, 't', 0, '${text}')`);
    for (const [i, text] of texts.entries())
      editRecord(run, `INSERT INTO items VALUES (${i + 1}, 'validation/predictions', 0, '${text}')`);
    editRecord(
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
