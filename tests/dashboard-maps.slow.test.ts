import { readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { decodeColumns } from "../src/columns.js";
import type { MapMeta, Neighbours } from "../src/dashboard/api.js";
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

  test("embeddings outside of the run's folder are not read", async () => {
    const key = await data.startWith({ embeddings });
    const run = (await dashboard.rows())[0]!;
    const file = join(dashboard.folder, run.path, "media", "embeddings-10.columns");
    rmSync(file);
    writeFileSync(join(folder, "secret"), readFileSync(manifest));
    symlinkSync(join(folder, "secret"), file);
    for (const route of ["map?split=validation", "neighbours?split=validation&clip=0"]) {
      const { status, body } = await dashboard.ask(`/api/runs/${key}/${route}`);
      expect([status, JSON.parse(body.toString()).error.code]).toEqual([403, "FILE"]);
    }
  });
});
