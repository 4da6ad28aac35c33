import { cpSync } from "node:fs";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { decodeColumns } from "../src/columns.js";
import type { CurvesMeta } from "../src/dashboard/api.js";
import { openSqlite } from "../src/sqlite.js";
import { RunRecorder } from "../src/tracking/store/recorder.js";
import { newRun, recordRun, TestDashboard } from "./support/dashboard.js";

let dashboard: TestDashboard;
beforeEach(() => {
  dashboard = new TestDashboard();
});
afterEach(() => dashboard[Symbol.asyncDispose]());

interface Curve {
  level: number;
  lastStep: number;
  generation: number;
  rows: Record<string, number>[];
}

async function curves(query: string): Promise<Curve[]> {
  const { status, body } = await dashboard.ask(`/api/curves?${query}`);
  expect([status, status === 200 ? "" : body.toString()]).toEqual([200, ""]);
  const { meta, columns } = decodeColumns<CurvesMeta>(new Uint8Array(body));
  return meta.series.map((series, i) => {
    const own = columns.filter(({ name }) => name.startsWith(`${i}/`));
    const count = own[0]?.values.length ?? 0;
    const rows = Array.from({ length: count }, (_, row) =>
      Object.fromEntries(own.map(({ name, values }) => [name.slice(`${i}/`.length), values[row]!])),
    );
    return { ...series, rows };
  });
}

/** Shape of a training curve, with a spike and NaN. */
const values = (count: number): number[] =>
  Array.from({ length: count }, (_, i) =>
    i === 4321 ? 99 : i === 777 ? Number.NaN : 1 / (1 + i / 500) + 0.1 * Math.sin(i * 12.9898),
  );

function naive(all: readonly number[], level: number, from = 0, to: number = all.length - 1) {
  const width = 2 ** level;
  const rows = [];
  for (let start = Math.floor(from / width) * width; start <= to; start += width) {
    const part = all.slice(start, start + width);
    const finite = part.filter(Number.isFinite);
    rows.push({
      step: start,
      first: part[0]!,
      last: part.at(-1)!,
      min: Math.min(...finite),
      max: Math.max(...finite),
      count: part.length,
      nan: part.length - finite.length,
    });
  }
  return rows;
}

describe("curves", () => {
  it("equal a naive computation at each zoom, from memory, from the record and from the cache on disk", async () => {
    const all = values(150_000);
    await recordRun(dashboard.folder, { loss: all });
    for (const start of ["first", "second"]) {
      await dashboard.start();
      const [row] = await dashboard.rows();
      const series = `series=${row!.key}:loss`;
      for (const [query, from, to, level] of [
        [`${series}&buckets=800`, 0, 149_999, 8],
        [`${series}&buckets=4000`, 0, 149_999, 6],
        [`${series}&buckets=800&from=4000&to=9000`, 4000, 9000, 3],
        [`${series}&buckets=100&from=4321&to=4321`, 4321, 4321, 0],
      ] as const) {
        const [curve] = await curves(query);
        expect(curve).toMatchObject({ level, lastStep: 149_999, generation: 0 });
        expect(curve!.rows, `${start}: ${query}`).toMatchObject(naive(all, level, from, to));
      }
      await dashboard.close();
    }
  });

  it("of few values are shown as they are, beside long ones on one grid", async () => {
    await recordRun(dashboard.folder, { loss: values(20_000) }, {}, (recorder) => {
      for (let step = 20_000; step < 20_000 + 50 * 1000; step += 1000) recorder.log(step, { accuracy: step });
    });
    await recordRun(dashboard.folder, { loss: values(5000) });
    await dashboard.start();
    const [a, b] = (await dashboard.rows()).map(({ key }) => key);
    const longest = (await dashboard.rows()).find(({ step }) => step > 20_000)!.key;
    const [accuracy, loss] = await curves(`series=${longest}:accuracy,${longest}:loss&buckets=400`);
    expect(accuracy).toMatchObject({ level: 0 });
    expect(accuracy!.rows).toHaveLength(50);
    const [first, second] = await curves(`series=${a}:loss,${b}:loss&buckets=400`);
    expect(first!.level).toBe(second!.level);
    expect(loss!.rows.length).toBeLessThanOrEqual(400);
  });

  it("a metric whose name has commas and colons, and one that does not exist", async () => {
    await recordRun(dashboard.folder, { "a,b:c": [1, 2], __proto__: [3] });
    await dashboard.start();
    const [{ key } = { key: "" }] = await dashboard.rows();
    const [odd, none] = await curves(`series=${key}:${encodeURIComponent("a,b:c")},${key}:none`);
    expect(odd!.rows.map(({ last }) => last)).toEqual([1, 2]);
    expect(none).toMatchObject({ lastStep: -1, rows: [] });
  });

  it("of a long run are the same from all of its blocks, some, damaged ones and none", async () => {
    const { folder } = await recordRun(dashboard.folder, { loss: values(150_000) }, {}, (recorder) => {
      for (let step = 0; step < 900_000; step += 9) recorder.log(step, { sparse: Math.sin(step) });
    });
    const copies: [name: string, sql: string][] = [
      ["some", "DELETE FROM metric_blocks WHERE (start / 8192) % 3 = 1"],
      [
        "damaged",
        `UPDATE metric_blocks SET buckets = substr(buckets, 9) WHERE (start / 1024) % 5 = 1;
         UPDATE metric_blocks SET buckets = zeroblob(72) WHERE (start / 1024) % 5 = 2;
         UPDATE metric_blocks SET buckets = 'text' WHERE (start / 1024) % 5 = 3;
         INSERT INTO metric_blocks VALUES ('loss', 77, 4, zeroblob(4608)), ('loss', 80, 4, zeroblob(0)),
           ('loss', -1024, 4, zeroblob(72)), ('loss', 1e300, 4, zeroblob(72)), ('loss', 2048000, 4, zeroblob(5000000))`,
      ],
      ["none", "DROP TABLE metric_blocks; PRAGMA user_version = 4"],
    ];
    for (const [name, sql] of copies) {
      const copy = join(dashboard.folder, name);
      cpSync(folder, copy, { recursive: true });
      const database = openSqlite(join(copy, "run.sqlite"));
      database.exec(sql);
      database.close();
    }
    await dashboard.start();
    const rows = await dashboard.rows();
    const keyOf = (path: string): string => rows.find((row) => row.path === path)!.key;
    for (const [metric, query] of [
      ["loss", "buckets=800"],
      ["loss", "buckets=4000"],
      ["loss", "buckets=100&from=3000&to=41000"],
      ["loss", "buckets=800&from=4000&to=9000"],
      ["sparse", "buckets=800"],
      ["sparse", "buckets=50&from=100000&to=900000"],
      ["sparse", "buckets=1000&from=33333&to=44444"],
    ] as const) {
      const [expected] = await curves(`series=${keyOf(basename(folder))}:${metric}&${query}`);
      expect(expected!.rows.length).toBeGreaterThan(10);
      for (const [name] of copies) {
        const [curve] = await curves(`series=${keyOf(name)}:${metric}&${query}`);
        expect(curve, `${name}: ${metric} ${query}`).toEqual({ ...expected, run: keyOf(name) });
      }
    }
  });

  it.each([
    ["short", 1000],
    ["long", 70_000],
  ])("of a running run grow without moving what was shown, and follow a resume (%s)", async (_, start) => {
    const run = newRun(dashboard.folder);
    const recorder = new RunRecorder();
    recorder.start(run);
    const all = values(start + 5000);
    let length = 0;
    const log = (count: number): void => {
      for (let i = 0; i < count; i++) recorder.log(length, { loss: all[length++]! });
      recorder.flush();
    };
    log(start);
    await dashboard.start();
    const [{ key } = { key: "" }] = await dashboard.rows();
    const ask = async (): Promise<Curve> => (await curves(`series=${key}:loss&buckets=500`))[0]!;
    const seen = new Map<string, unknown>();
    for (const count of [0, 1, 7, 500, 1492, 3000]) {
      log(count);
      await expect.poll(async () => (await ask()).lastStep).toBe(length - 1);
      const curve = await ask();
      expect(curve.rows).toMatchObject(naive(all.slice(0, length), curve.level));
      for (const row of curve.rows.slice(0, -1)) {
        const place = `${curve.level} ${row["step"]}`;
        expect(row).toEqual(seen.get(place) ?? row);
        seen.set(place, row);
      }
    }
    await recorder.finish("interrupted", {});
    const again = new RunRecorder();
    again.start({ ...run, resumedAtStep: start - 901 });
    again.log(start - 900, { loss: -5 });
    again.flush();
    await expect.poll(async () => (await ask()).generation, { timeout: 30_000 }).toBe(1);
    const resumed = await ask();
    expect(resumed).toMatchObject({ lastStep: start - 900 });
    expect(resumed.rows).toMatchObject(naive([...all.slice(0, start - 900), -5], resumed.level));
    await again.finish("finished", {});
  });
});
