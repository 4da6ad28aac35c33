import { readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { decodeColumns } from "../src/columns.js";
import type { MapMeta, Neighbours } from "../src/dashboard/api.js";
import type { PredictedClip } from "../src/predictions.js";
import { CorrectedClips } from "./support/corrected-clips.js";
import type { TestDashboard } from "./support/dashboard.js";

let data: CorrectedClips;
let folder: string;
let manifest: string;
let dashboard: TestDashboard;

describe("maps", () => {
  beforeEach(() => {
    data = new CorrectedClips();
    ({ folder, manifest, dashboard } = data);
  });
  afterEach(() => data.close());

  const embeddings = Array.from({ length: 6 }, (_, i) => [Math.cos(i % 3), Math.sin(i % 3), i / 100]);

  test("nearest clips by cosine distance", async () => {
    const key = await data.startWith({ embeddings });
    const { clips } = await dashboard.json<Neighbours>(
      `/api/runs/${key}/neighbours?split=validation&step=10&clip=1&count=2`,
    );
    expect(clips[0]!.clip).toBe(4);
    expect(clips[0]!.distance).toBeCloseTo(0, 2);
    expect(clips[1]!.distance).toBeGreaterThan(0.1);
    const missing = await dashboard.ask(`/api/runs/${key}/neighbours?split=validation&clip=77`);
    expect(missing.status).toBe(404);
  });

  test("a run without embeddings says so", async () => {
    const key = await data.startWith();
    const { status, body } = await dashboard.ask(`/api/runs/${key}/map?split=validation`);
    expect([status, body.toString()]).toEqual([404, expect.stringContaining("NO_EMBEDDINGS")]);
  });

  test("a map is computed in a process of its own and kept", async () => {
    const key = await data.startWith({}, [
      { step: 10, embeddings },
      { step: 20, embeddings: embeddings.map(([x, y, z]) => [y!, x!, z!]) },
    ]);
    for (const step of [20, 10]) {
      let body: Buffer = Buffer.alloc(0);
      await expect
        .poll(async () => {
          const reply = await dashboard.ask(`/api/runs/${key}/map?split=validation&step=${step}`);
          body = reply.body;
          if (reply.status === 202) expect(JSON.parse(body.toString())).toMatchObject({ state: "computing" });
          return reply.status;
        })
        .toBe(200);
      const { meta, columns } = decodeColumns<MapMeta>(new Uint8Array(body));
      expect(meta).toMatchObject({ step, split: "validation" });
      expect(columns.map(({ name, values }) => [name, values.length])).toEqual([
        ["clip", 6],
        ["x", 6],
        ["y", 6],
      ]);
      expect(columns.every(({ values }) => values.every(Number.isFinite))).toBe(true);
    }
  });

  /** Three directions; clips of two splits with the same place have the same one. */
  const several = [
    { step: 10, embeddings },
    { step: 20, embeddings },
    {
      ...{ step: 20, split: "test", weightsStep: 10, clips: [] as PredictedClip[], predicted: [0, 1, 2] },
      embeddings: embeddings.slice(0, 3).map(([x, y]) => [x!, y!, 0.5]),
    },
  ];
  const withTest = (): Promise<string> =>
    data.startWith(
      {},
      several.map((one) => ("clips" in one ? { ...one, clips: data.validationClips().slice(0, 3) } : one)),
    );
  const mapOf = async (key: string, query: string) => {
    let body = Buffer.alloc(0);
    await expect
      .poll(async () => {
        const reply = await dashboard.ask(`/api/runs/${key}/map?${query}`);
        body = Buffer.from(reply.body);
        return reply.status;
      })
      .toBe(200);
    return decodeColumns<MapMeta>(new Uint8Array(body));
  };

  test("one map of several splits, aligned with that of another step", async () => {
    const key = await withTest();
    const { items } = await dashboard.detail(key);
    expect(items.find(({ name }) => name === "test/predictions")!.weightsStep).toBe(10);
    expect(items.filter(({ weightsStep }) => weightsStep !== undefined)).toHaveLength(1);
    const early = await mapOf(key, "parts=validation:10,test:20&step=10");
    expect(early.meta).toMatchObject({ step: 10, split: null, splits: ["validation", "test"] });
    const columns = Object.fromEntries(early.columns.map(({ name, values }) => [name, [...values]]));
    expect(columns["clip"]).toEqual([0, 1, 2, 3, 4, 5, 0, 1, 2]);
    expect(columns["split"]).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1]);
    const late = await mapOf(key, "parts=validation:20,test:20&step=20");
    // The same embeddings, begun where the map of the other step ended: each clip stays nearer to its place than clips are apart.
    const xOf = ({ columns }: typeof late): ArrayLike<number> =>
      columns.find(({ name }) => name === "x")!.values;
    const [before, after] = [xOf(early), xOf(late)];
    const spread = Math.max(...Array.from(before)) - Math.min(...Array.from(before));
    for (let i = 0; i < 9; i++) expect(Math.abs(after[i]! - before[i]!)).toBeLessThan(spread);
    // A map of one split is as before.
    expect((await mapOf(key, "split=test&step=20")).columns.map(({ name }) => name)).toEqual([
      "clip",
      "x",
      "y",
    ]);
  });

  test("nearest clips among several splits", async () => {
    const key = await withTest();
    const { clips } = await dashboard.json<Neighbours>(
      `/api/runs/${key}/neighbours?split=test&clip=1&parts=validation:10,test:20&count=2`,
    );
    expect(clips.map(({ split, clip }) => `${split} ${clip}`).sort()).toEqual([
      "validation 1",
      "validation 4",
    ]);
    const other = `/api/runs/${key}/neighbours?split=test&clip=4&parts=validation:10,test:20`;
    expect((await dashboard.ask(other)).status).toBe(404);
  });

  test("a split without embeddings is left out; none at all is said", async () => {
    const key = await data.startWith({}, [
      { step: 10, embeddings },
      { step: 20, split: "test", clips: data.validationClips().slice(0, 3), predicted: [0, 1, 2] },
    ]);
    expect((await mapOf(key, "parts=validation:10,test:20&step=20")).meta.splits).toEqual(["validation"]);
    const { status, body } = await dashboard.ask(`/api/runs/${key}/map?parts=test:20&step=20`);
    expect([status, JSON.parse(body.toString()).error.code]).toEqual([404, "NO_EMBEDDINGS"]);
  });

  test("embeddings of different sizes are no map", async () => {
    const key = await data.startWith({}, [
      { step: 10, embeddings },
      {
        ...{ step: 20, split: "test", clips: data.validationClips().slice(0, 3), predicted: [0, 1, 2] },
        embeddings: [[1], [2], [3]],
      },
    ]);
    const parts = "parts=validation:10,test:20";
    const near = await dashboard.ask(`/api/runs/${key}/neighbours?split=test&clip=1&${parts}`);
    expect([near.status, JSON.parse(near.body.toString()).error.code]).toEqual([422, "EMBEDDINGS"]);
    await expect
      .poll(async () => (await dashboard.ask(`/api/runs/${key}/map?${parts}&step=20`)).status)
      .toBe(422);
  });

  test("evaluations of several splits that are named wrongly are refused", async () => {
    const key = await data.startWith({ embeddings });
    for (const [parts, status] of [
      ["", 400],
      ["validation", 400],
      ["validation:10,validation:20", 400],
      ["../x:10", 400],
      ["validation:10.5", 400],
      ["validation:99999999999999999", 400],
      [Array.from({ length: 17 }, (_, i) => `s${i}:10`).join(","), 400],
      ["validation:11", 404],
      ["validation:10,dawn:10", 404],
    ] as const)
      for (const route of ["map?", "neighbours?split=validation&clip=0&"]) {
        const { status: found } = await dashboard.ask(`/api/runs/${key}/${route}parts=${parts}`);
        expect([route, parts, found]).toEqual([route, parts, status]);
      }
  });

  test("embeddings outside of the run's folder are not read", async () => {
    const key = await data.startWith({ embeddings });
    const run = (await dashboard.rows())[0]!;
    const file = join(dashboard.folder, run.path, "media", "embeddings-10.columns");
    rmSync(file);
    writeFileSync(join(folder, "secret"), readFileSync(manifest));
    symlinkSync(join(folder, "secret"), file);
    const routes = ["map?split=validation", "neighbours?split=validation&clip=0", "map?parts=validation:10"];
    for (const route of routes) {
      const { status, body } = await dashboard.ask(`/api/runs/${key}/${route}`);
      expect([status, JSON.parse(body.toString()).error.code]).toEqual([403, "FILE"]);
    }
  });
});
