import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunList } from "../src/dashboard/api.js";
import { openSqlite } from "../src/sqlite.js";
import { RunRecorder } from "../src/tracking/store/recorder.js";
import { newRun, recordRun, TestDashboard } from "./support/dashboard.js";

let dashboard: TestDashboard;
beforeEach(() => {
  dashboard = new TestDashboard();
});
afterEach(() => dashboard[Symbol.asyncDispose]());

const CONFIG = {
  optimization: { learning_rate: 0.01 },
  training: { epochs: 3, batch_size: 4 },
  checkpoint: { monitor: "validation/accuracy", mode: "max" },
  logging: { wandb: { tags: ["a", "b"], notes: "a note", api_key: "s3cret" } },
  registry: { mlflow: { tracking_uri: "https://me:s3cret@mlflow.example/x" } },
};

describe("the table of runs", () => {
  it("describes a finished run", async () => {
    await recordRun(
      dashboard.folder,
      { "train/loss": [3, 2, 1], "validation/accuracy": [0.1, 0.5, 0.4], "system/cpu_percent": [1] },
      CONFIG,
    );
    await dashboard.start();
    const [row] = await dashboard.rows();
    expect(row).toMatchObject({
      ...{ name: "test", status: "finished", step: 2, problems: [], secondsLeft: null, generation: 0 },
      monitor: { name: "validation/accuracy", better: "max" },
      best: { value: 0.5, step: 1 },
      last: { "train/loss": 1, "validation/accuracy": 0.4 },
      ...{ sparkline: [0.1, 0.5, 0.4], tags: ["a", "b"], notes: "a note", search: null },
    });
    expect(row!.config).toMatchObject({ "optimization.learning_rate": 0.01, "training.epochs": 3 });
    expect(row!.path).toBe(row!.id);
    expect(JSON.stringify(row)).not.toContain("s3cret");
    expect(Object.keys(row!.last)).not.toContain("system/cpu_percent");
  });

  it("a run that trains has time left, news, and problems", async () => {
    const run = newRun(dashboard.folder, "live", CONFIG);
    const recorder = new RunRecorder();
    recorder.start(run);
    for (let step = 1; step <= 12; step++) {
      recorder.log(step, { epoch: step <= 10 ? 1 : 2, "train/loss": 1 / step });
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    recorder.flush();
    await dashboard.start();
    const [row] = await dashboard.rows();
    expect(row).toMatchObject({ status: "running", step: 12, numSteps: 30, epoch: 2, numEpochs: 3 });
    expect(row!.secondsLeft).toBeGreaterThanOrEqual(0);
    recorder.log(13, { "train/loss": Number.NaN });
    recorder.flush();
    await expect
      .poll(async () => (await dashboard.rows())[0]!.problems)
      .toEqual(["train/loss is NaN or infinite at step 13"]);
    recorder.event("error", "out of memory");
    await recorder.finish("failed", {});
    await expect.poll(async () => (await dashboard.rows())[0]!.status).toBe("failed");
    expect((await dashboard.rows())[0]!.problems).toContain("out of memory");
  });

  it("waits for the first run, finds runs of searches, forgets those that are gone; an answer has what changed since", async () => {
    await dashboard.start();
    const since = (from: string): Promise<RunList> => dashboard.json<RunList>(`/api/runs?since=${from}`);
    const empty = await dashboard.list();
    expect(empty.runs).toEqual([]);
    const first = await recordRun(dashboard.folder, { loss: [1] });
    await expect.poll(async () => (await since(empty.version)).runs.map(({ id }) => id)).toEqual([first.id]);
    const { version } = await dashboard.list();
    expect(await since(version)).toMatchObject({ isWhole: false, runs: [], gone: [] });
    expect((await since("")).runs.length).toBe(1);
    expect(await since("deadbeef-0")).toMatchObject({ isWhole: true, runs: [{ id: first.id }] });

    const name = "my-t0007-20261128-053105-x2r6";
    const trial = await recordRun(dashboard.home, { loss: [1] });
    mkdirSync(join(dashboard.folder, "my-search"));
    renameSync(trial.folder, join(dashboard.folder, "my-search", name));
    await expect
      .poll(async () => (await since(version)).runs)
      .toMatchObject([{ path: `my-search/${name}`, search: { name: "my-search", trial: 7 } }]);
    const found = await since(version);

    renameSync(join(dashboard.folder, "my-search", name), join(dashboard.home, "elsewhere"));
    await expect.poll(async () => (await since(found.version)).gone).toEqual([found.runs[0]!.key]);
    expect((await since(found.version)).runs).toEqual([]);
    expect((await dashboard.rows()).map(({ id }) => id)).toEqual([first.id]);
  });

  it("is read from the index at the next start; a damaged index is made again", async () => {
    await recordRun(dashboard.folder, { loss: [1] });
    await dashboard.start();
    const before = await dashboard.rows();
    const cache = join(dashboard.home, "cache", "dashboard");
    // Its name has a version.
    const fileOf = (): string | undefined =>
      readdirSync(cache).find((name) => /^runs-\d+\.sqlite$/.test(name));
    const stored = (): string[] => {
      const name = existsSync(cache) ? fileOf() : undefined;
      if (name === undefined) return [];
      const file = join(cache, name);
      const database = openSqlite(file, { readonly: true });
      try {
        return database.prepare("SELECT row_json FROM runs").pluck().all() as string[];
      } catch {
        return [];
      } finally {
        database.close();
      }
    };
    await expect.poll(() => stored().length).toBe(1);
    await dashboard.close();
    const database = openSqlite(join(cache, fileOf()!));
    database.exec(`UPDATE runs SET row_json = replace(row_json, '"name":"test"', '"name":"from the index"')`);
    database.close();
    await dashboard.start();
    expect((await dashboard.rows())[0]!.name).toBe("from the index");
    await dashboard.close();
    for (const name of readdirSync(cache))
      if (name.startsWith("runs-")) writeFileSync(join(cache, name), "damaged ".repeat(600));
    await dashboard.start();
    expect(await dashboard.rows()).toEqual(before);
    await expect.poll(() => stored().length).toBe(1);
  });

  it("reading does not change a record, and leaves a live one to its recorder", async () => {
    const run = newRun(dashboard.folder);
    const recorder = new RunRecorder();
    recorder.start(run);
    recorder.log(1, { loss: 1 });
    recorder.flush();
    await dashboard.start();
    const [{ key } = { key: "" }] = await dashboard.rows();
    await dashboard.ask(`/api/curves?series=${key}:loss`);
    await dashboard.detail(key);
    await recorder.finish("finished", {});
    expect(readdirSync(run.folder).filter((name) => name.startsWith("run.sqlite"))).toEqual(["run.sqlite"]);
    const before = readFileSync(join(run.folder, "run.sqlite"));
    await expect.poll(async () => (await dashboard.rows())[0]!.status).toBe("finished");
    await dashboard.detail(key);
    expect(readFileSync(join(run.folder, "run.sqlite"))).toEqual(before);
  });
});

describe("a run's details", () => {
  it("list metrics, items, evaluations, events, checkpoints, and hide secrets", async () => {
    const run = await recordRun(
      dashboard.folder,
      { "validation/accuracy": [0.5], loss: [1] },
      CONFIG,
      (recorder) => {
        recorder.show(3, "figure", { kind: "figure", data: [], layout: {} });
        recorder.show(3, "validation/predictions", {
          ...{ kind: "predictions", columns: "media/a.columns", embeddings: null, clips: "media/c.json" },
          signature: null,
        });
        recorder.event("warning", "mlflow at https://me:s3cret@mlflow.example/ does not answer");
      },
    );
    const checkpoint = join(run.folder, "checkpoints", "step-0000003");
    mkdirSync(checkpoint, { recursive: true });
    writeFileSync(
      join(checkpoint, "checkpoint.json"),
      JSON.stringify({ position: { step: 3 }, metrics: { "validation/accuracy": 0.5 } }),
    );
    writeFileSync(join(checkpoint, "model.safetensors"), "12345");
    writeFileSync(join(run.folder, "checkpoints", "best"), "step-0000003\n");
    await dashboard.start();
    const [{ key } = { key: "" }] = await dashboard.rows();
    const detail = await dashboard.detail(key);
    expect(detail).toMatchObject({
      key,
      metrics: [
        { name: "loss", title: "loss", better: "min" },
        { name: "validation/accuracy", title: "validation accuracy", better: "max" },
      ],
      evaluations: { validation: [3] },
      checkpoints: [{ name: "step-0000003", step: 3, isBest: true, isLast: false }],
    });
    expect(detail.items.map(({ name, kind }) => [name, kind])).toEqual([
      ["figure", "figure"],
      ["validation/predictions", "predictions"],
    ]);
    expect(detail.checkpoints[0]!.bytes).toBeGreaterThan(5);
    expect(JSON.stringify(detail)).not.toContain("s3cret");
    const { item } = await dashboard.json<{ item: object }>(`/api/runs/${key}/item?name=figure&step=3`);
    expect(item).toEqual({ kind: "figure", data: [], layout: {} });
  });

  it("the console is read in parts", async () => {
    const run = await recordRun(dashboard.folder, { loss: [1] });
    const lines = Array.from({ length: 9000 }, (_, i) =>
      JSON.stringify({ timeMs: i, stream: "stdout", text: `line ${i} ${"x".repeat(40)}` }),
    );
    writeFileSync(join(run.folder, "console.jsonl"), `${lines.join("\n")}\n{"timeMs":1,"str`);
    await dashboard.start();
    const [{ key } = { key: "" }] = await dashboard.rows();
    const texts: string[] = [];
    for (let after = 0; ; ) {
      const part = await dashboard.json<{ lines: { text: string }[]; next: number }>(
        `/api/runs/${key}/console?after=${after}`,
      );
      if (part.lines.length === 0) break;
      texts.push(...part.lines.map(({ text }) => text.split(" x")[0]!));
      after = part.next;
    }
    expect(texts).toEqual(lines.map((_, i) => `line ${i}`));
  });
});
