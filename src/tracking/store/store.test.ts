import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openSqlite } from "../../sqlite.js";
import type { RunInfo } from "../tracker.js";
import { createRunFolder } from "./folder.js";
import { StoreFollower } from "./follower.js";
import { collectProvenance } from "./provenance.js";
import { RunRecorder } from "./recorder.js";
import { RunStore } from "./store.js";

const runsDir = mkdtempSync(join(tmpdir(), "woodshed-store-"));
afterAll(() => rmSync(runsDir, { recursive: true }));

function newRun(): RunInfo {
  const folder = createRunFolder(runsDir, "test");
  const provenance = collectProvenance();
  return {
    id: basename(folder),
    name: "test",
    folder,
    config: {},
    configHash: "",
    provenance,
    resumedAtStep: null,
    trackerIds: {},
  };
}

async function record(values: Record<string, number[]>): Promise<RunInfo> {
  const run = newRun();
  const recorder = new RunRecorder();
  recorder.start(run);
  for (const [name, list] of Object.entries(values)) {
    list.forEach((value, step) => {
      recorder.log(step, { [name]: value });
    });
  }
  await recorder.finish("finished", {});
  return run;
}

describe("RunStore", () => {
  let store: RunStore;
  beforeEach(async () => {
    const run = await record({ loss: [3, Number.NaN, 1, 1, 2], accuracy: [0.1, 0.5, 0.5, Infinity] });
    store = RunStore.open(run.folder);
    return () => store.close();
  });

  it("returns names, and values by step", () => {
    expect(store.metricNames()).toEqual(["accuracy", "loss"]);
    expect(store.metrics("loss").map((row) => row.value)).toEqual([3, Number.NaN, 1, 1, 2]);
    expect(store.metrics().slice(0, 2)).toMatchObject([
      { step: 0, name: "accuracy", value: 0.1, timeMs: expect.any(Number) },
      { step: 0, name: "loss", value: 3 },
    ]);
    expect(store.metrics("none")).toEqual([]);
  });

  it("returns the last value and the best value, the earliest of equal ones", () => {
    expect(store.last("loss")).toMatchObject({ step: 4, value: 2 });
    expect(store.best("loss", "min")).toMatchObject({ step: 2, value: 1 });
    expect(store.best("loss", "max")).toMatchObject({ step: 0, value: 3 });
    expect(store.best("accuracy", "max")).toMatchObject({ step: 3, value: Infinity });
    expect(store.last("none")).toBeUndefined();
  });

  it("rewind deletes the metrics after a step", () => {
    store.rewind(1);
    expect(store.metrics("loss").map((row) => row.step)).toEqual([0, 1]);
    expect(store.last("accuracy")).toMatchObject({ step: 1 });
  });

  it("a rewind raises the generation", () => {
    expect(store.generation()).toBe(0);
    store.rewind(3);
    store.rewind(3);
    expect(store.generation()).toBe(2);
  });

  it("leaves a single file", () => {
    expect(existsSync(join(store.folder, "run.sqlite"))).toBe(true);
    expect(existsSync(join(store.folder, "run.sqlite-wal"))).toBe(false);
  });
});

describe("a record of an earlier version", () => {
  it.each([1, 2, 3, 4])("%i is read as it is, and stays as it is", async (version) => {
    const { folder } = await record({ loss: [1, 2] });
    const file = join(folder, "run.sqlite");
    const database = openSqlite(file);
    database.exec("DROP TABLE metric_blocks");
    if (version < 4) database.exec("ALTER TABLE run DROP COLUMN generation");
    if (version < 3) database.exec("DROP TABLE step_times");
    if (version < 2) database.exec("DROP TABLE items");
    database.pragma(`user_version = ${version}`);
    database.close();
    const before = readFileSync(file);
    chmodSync(file, 0o444);

    using store = RunStore.open(folder);
    expect(store.info().status).toBe("finished");
    expect(store.metricNames()).toEqual(["loss"]);
    expect([store.items(), store.itemHeads(), store.stepTimes()]).toEqual([[], [], []]);
    expect(store.generation()).toBe(0);
    const follower = new StoreFollower(folder);
    expect(follower.read(true)).toHaveLength(2);
    expect(follower.files()).toEqual([]);
    follower.close();
    expect(readFileSync(file)).toEqual(before);

    chmodSync(file, 0o644);
    store.rewind(0);
    expect(store.generation()).toBe(1);
    expect(store.last("loss")?.step).toBe(0);
  });
});

describe("items", () => {
  it("are listed without their contents, and read one by one", async () => {
    const run = newRun();
    const recorder = new RunRecorder();
    recorder.start(run);
    const figure = { data: [], layout: { title: "}" }, kind: "figure" } as const;
    const matrix = { kind: "confusion_matrix", labels: ["a"], counts: [[1]] } as const;
    recorder.show(1, "z", figure);
    recorder.show(1, "a", matrix);
    recorder.show(0, "z", matrix);
    await recorder.finish("finished", {});
    using store = RunStore.open(run.folder);
    expect(store.itemHeads().map(({ step, name, kind }) => [step, name, kind])).toEqual([
      [0, "z", "confusion_matrix"],
      [1, "a", "confusion_matrix"],
      [1, "z", "figure"],
    ]);
    expect(store.item(1, "z")?.item).toEqual(figure);
    expect(store.item(2, "z")).toBeUndefined();
  });
});

describe("a run in another process", () => {
  // The bundle is inside the checkout, so that the child finds node_modules.
  const bundle = fileURLToPath(new URL(`../../../build/store-test-${process.pid}/`, import.meta.url));

  beforeAll(async () => {
    const entry = fileURLToPath(new URL("recorder.ts", import.meta.url));
    const output = { outDir: bundle, ssr: entry, emptyOutDir: true };
    await build({ configFile: false, logLevel: "silent", build: output });
    mkdirSync(bundle, { recursive: true });
    writeFileSync(
      join(bundle, "child.mjs"),
      `import { RunRecorder } from "./recorder.js";
       const recorder = new RunRecorder();
       recorder.start(JSON.parse(process.argv[2]));
       let step = 0;
       if (process.argv[3] === "exit") {
         recorder.log(0, { loss: 1 });
         process.exit();
       }
       setInterval(() => recorder.log(step, { loss: step++ }), 1);`,
    );
  });
  afterAll(() => rmSync(bundle, { recursive: true, force: true }));

  function train(run: RunInfo, how = "on"): ChildProcess {
    return spawn(process.execPath, [join(bundle, "child.mjs"), JSON.stringify(run), how], {
      stdio: "inherit",
    });
  }

  it("can be read while it writes, and after a kill is interrupted and complete", async () => {
    const run = newRun();
    const child = train(run);
    const exited = once(child, "exit");
    await expect.poll(() => existsSync(join(run.folder, "config.yaml"))).toBe(true);
    const store = RunStore.open(run.folder);
    expect(store.info().status).toBe("running");
    await expect.poll(() => store.metrics("loss").length).toBeGreaterThan(200);
    expect(() => new RunRecorder().start({ ...run, resumedAtStep: 0 })).toThrow(/is still training this run/);
    store.close();

    child.kill("SIGKILL");
    await exited;
    using after = RunStore.open(run.folder);
    expect(after.info()).toMatchObject({ status: "interrupted", endedMs: null, pid: child.pid });
    const steps = after.metrics("loss").map((row) => row.step);
    expect(steps).toEqual(steps.map((_, index) => index));
    expect(steps.length).toBeGreaterThan(200);
  });

  it("has written all metrics after process.exit()", async () => {
    const run = newRun();
    await once(train(run, "exit"), "exit");
    using store = RunStore.open(run.folder);
    expect(store.last("loss")).toMatchObject({ step: 0, value: 1 });
    expect(store.info().status).toBe("interrupted");
  });

  it("can be resumed in this process after a kill", async () => {
    const run = newRun();
    const child = train(run);
    const exited = once(child, "exit");
    await expect.poll(() => existsSync(join(run.folder, "config.yaml"))).toBe(true);
    using store = RunStore.open(run.folder);
    await expect.poll(() => store.metrics("loss").length).toBeGreaterThan(20);
    child.kill("SIGKILL");
    await exited;
    const recorder = new RunRecorder();
    recorder.start({ ...run, resumedAtStep: 10 });
    expect(store.info().status).toBe("running");
    expect(store.generation()).toBe(1);
    await recorder.finish("finished", {});
    expect(store.last("loss")?.step).toBe(10);
  });
});
