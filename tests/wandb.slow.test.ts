// Runs that go to W&B, by the real wandb-core: into its file, and to a backend of ours.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { packageRoot } from "../src/package-root.js";
import { RunStore } from "../src/tracking/store/store.js";
import { type Ended, startCli } from "./support/cli.js";
import { numbersOf, onlyRun } from "./support/run.js";
import { makeTones, toneOverrides } from "./support/tones.js";
import { API_KEY, FakeWandb, type ReceivedRun } from "./support/wandb-server.js";

const tones = makeTones();
const root = mkdtempSync(join(tmpdir(), "woodshed-wandb-"));
const NO_KEY = { WANDB_API_KEY: "", NETRC: "/nonexistent", WANDB_BASE_URL: "" };
let numRuns = 0;
const newRuns = (): string => join(root, `${numRuns++}`);

function command(runs: string, ...more: string[]): string[] {
  return [
    "train",
    "recipes/folder.yaml",
    ...toneOverrides(tones, runs),
    "logging.wandb.enabled=true",
    ...more,
  ];
}

// biome-ignore lint/suspicious/noExplicitAny: JSON of another program, looked at here and there
type Loose = any;

let wandb: FakeWandb | null = null;
afterEach(async () => {
  await wandb?.stop();
  wandb = null;
});

async function train(runs: string, env: NodeJS.ProcessEnv, ...more: string[]): Promise<Ended> {
  const ended = await startCli(command(runs, "training.epochs=3", ...more), env).ended;
  expect(ended.code, ended.stderr).toBe(0);
  return ended;
}

/** The metrics of a record, by step, as W&B's rows have them. */
function rowsOf(run: string): Map<number, Record<string, number>> {
  using store = RunStore.open(run);
  const rows = new Map<number, Record<string, number>>();
  for (const { step, name, value } of store.metrics()) rows.set(step, { ...rows.get(step), [name]: value });
  return rows;
}

/** A row's numbers, without W&B's own columns and our axis. */
function plain(row: Record<string, unknown>): Record<string, unknown> {
  const isOurs = ([name, value]: [string, unknown]): boolean =>
    !name.startsWith("_") && name !== "trainer/step" && typeof value === "number";
  return Object.fromEntries(Object.entries(row).filter(isOurs));
}

function expectWhole(run: string, received: ReceivedRun): void {
  const rows = rowsOf(run);
  expect(received.history.map((row) => row["_step"])).toEqual([...rows.keys()]);
  for (const row of received.history) expect(plain(row)).toEqual(rows.get(row["_step"] as number));
}

/** A record of a .wandb file, as far as it is looked at here. */
interface WandbRecord {
  history?: { item: { key?: string; nested_key?: string[]; value_json: string }[] };
  run?: { run_id: string; config: { update: { key: string; value_json: string }[] } };
  [other: string]: unknown;
}

function readOffline(run: string): { type: string; record: WandbRecord }[] {
  const folders = readdirSync(join(run, "wandb")).filter((name) => name.startsWith("offline-run-"));
  expect(folders.length).toBe(1);
  const folder = join(run, "wandb", folders[0]!);
  const file = readdirSync(folder).find((name) => name.endsWith(".wandb"))!;
  const python = join(packageRoot, ".venv", "bin", "python");
  const script = join(packageRoot, "tests", "support", "wandb-read.py");
  const lines = execFileSync(python, [script, join(folder, file)], { encoding: "utf8", maxBuffer: 1 << 28 });
  return lines
    .trim()
    .split("\n")
    .map((line) => {
      const record = JSON.parse(line) as WandbRecord;
      return {
        type: Object.keys(record).find((key) => !["num", "control", "_info", "uuid"].includes(key))!,
        record,
      };
    });
}

function offlineRows(run: string): Record<string, unknown>[] {
  return readOffline(run)
    .filter(({ type }) => type === "history")
    .map(({ record }) =>
      Object.fromEntries(
        record
          .history!.item // What is shown stands there by its parts.
          .filter(({ nested_key }) => (nested_key ?? []).length < 2)
          .map((item) => [item.key ?? item.nested_key!.join("/"), JSON.parse(item.value_json)]),
      ),
    );
}

describe("without an API key", () => {
  it("a run is written to disk whole, and says how to send it", async () => {
    const runs = newRuns();
    const { stdout, stderr } = await train(runs, NO_KEY, "logging.wandb.tags=[tones, small]");
    const run = onlyRun(runs);
    expect(stdout + stderr).toContain(`woodshed wandb sync ${run}`);
    const rows = rowsOf(run);
    const offline = offlineRows(run);
    expect(offline.map((row) => row["_step"])).toEqual([...rows.keys()]);
    for (const row of offline) expect(plain(row)).toEqual(rows.get(row["_step"] as number));
    const records = readOffline(run);
    const started = records.find(({ type }) => type === "run")!.record.run!;
    expect(started).toMatchObject({
      run_id: run.split("/").at(-1),
      project: "woodshed",
      tags: ["tones", "small"],
    });
    const config = Object.fromEntries(
      started.config.update.map((one) => [one.key, JSON.parse(one.value_json)]),
    );
    expect(JSON.stringify(config)).toContain('"batch_size":8');
    expect(records.filter(({ type }) => type === "metric").length).toBeGreaterThan(3);
    expect(records.at(-1)!.type === "exit" || records.some(({ type }) => type === "exit")).toBe(true);
  });

  it("and killed, it goes on in one whole file", async () => {
    const runs = newRuns();
    const { child, ended } = startCli(command(runs, "training.epochs=6", "checkpoint.resume=auto"), NO_KEY);
    await new Promise<void>((resolve) =>
      child.stdout!.on("data", (text) => /epoch 3\/6 {2}train/.test(String(text)) && resolve()),
    );
    child.kill("SIGKILL");
    await ended;
    await train(runs, NO_KEY, "training.epochs=6", "checkpoint.resume=auto");
    const run = onlyRun(runs);
    const rows = rowsOf(run);
    expect(rows.size).toBe(6 * 7);
    expect(offlineRows(run).map(plain)).toEqual([...rows.values()]);
  });

  it("it is sent later, once", async () => {
    const runs = newRuns();
    await train(runs, NO_KEY);
    const run = onlyRun(runs);
    const refused = await startCli(["wandb", "sync", run], NO_KEY).ended;
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringMatching(/no API key for https:\/\/api\.wandb\.ai: set WANDB_API_KEY/),
    ]);
    wandb = await FakeWandb.start();
    const sent = await startCli(["wandb", "sync", run], wandb.env).ended;
    expect([sent.code, sent.stdout]).toEqual([0, expect.stringContaining(": delivered: http")]);
    expectWhole(run, [...wandb.runs.values()][0]!);
    const numRequests = wandb.requests.length;
    expect((await startCli(["wandb", "sync", run], wandb.env).ended).stdout).toContain("delivered already");
    expect(wandb.requests.length).toBe(numRequests);
  });
});

describe("what an evaluation shows", () => {
  it("arrives: charts, tables with sound, a map of embeddings, the model, byte for byte", async () => {
    wandb = await FakeWandb.start();
    const runs = newRuns();
    await train(runs, wandb.env, "logging.samples.count=4", "logging.embeddings.max_points=10");
    const run = onlyRun(runs);
    const received = [...wandb.runs.values()][0]!;
    const last = received.history.at(-1)! as Record<string, { _type: string; path: string; sha256: string }>;
    const file = (key: string): Record<string, Loose> => {
      const bytes = received.files.get(last[key]!.path)!;
      expect(createHash("sha256").update(bytes).digest("hex")).toBe(last[key]!.sha256);
      return JSON.parse(bytes.toString());
    };
    for (const key of ["confusion_matrix", "precision_recall", "roc", "embeddings"])
      expect(last[`validation/${key}`]!._type).toBe("plotly-file");
    using store = RunStore.open(run);
    const item = (name: string): Loose => store.items().findLast((one) => one.name === name)!.item;
    expect(file("validation/confusion_matrix")["data"][0].customdata).toEqual(
      item("validation/confusion_matrix").counts,
    );
    const points = file("validation/embeddings")["data"].flatMap((trace: { x: number[] }) => trace.x);
    expect(points.sort()).toEqual([...item("validation/embeddings").x].sort());
    expect(points.length).toBe(10);
    // The samples: four clips, hardest first, each with the sound that the model heard.
    expect(last["validation/samples"]!._type).toBe("table-file");
    const samples = wandb.artifacts.filter(({ name }) => name.endsWith("validationsamples"));
    expect(samples.map(({ isCommitted, type }) => [isCommitted, type])).toEqual(
      samples.map(() => [true, "run_table"]),
    );
    expect(samples.length).toBe(3);
    const table = JSON.parse(samples.at(-1)!.files.get("validation_samples.table.json")!.toString());
    const column = (name: string): Loose[] =>
      table.data.map((row: unknown[]) => row[table.columns.indexOf(name)]);
    expect(column("loss")).toEqual([...column("loss")].sort((a, b) => b - a));
    for (const [i, cell] of column("audio").entries()) {
      const original = readFileSync(String(column("clip")[i]));
      expect(samples.at(-1)!.files.get(cell.path)!.equals(original)).toBe(true);
    }
    for (const row of table.data) {
      const shares = row.slice(table.columns.indexOf("p(high)"));
      expect(shares.reduce((sum: number, share: number) => sum + share, 0)).toBeCloseTo(1, 5);
    }
    // The same clips every time.
    const clipsOf = (artifact: (typeof samples)[number]) =>
      JSON.parse(artifact.files.get("validation_samples.table.json")!.toString())
        .data.map((row: unknown[]) => row[0])
        .sort();
    expect(clipsOf(samples[0]!)).toEqual(clipsOf(samples[2]!));
    expect(received.files.get("model.txt")!.toString()).toMatch(/^Cnn, 1,659 parameters\n\nlayer.*\nbn0/);
    expect(received.config["architecture"]!.value).toEqual({ name: "Cnn", num_parameters: 1659 });
  });

  it("costs a table and a warning when a clip vanishes, not the run", async () => {
    const vanishing = makeTones();
    const runs = newRuns();
    const { child, ended } = startCli(
      [
        ...command(runs, `data.train=${vanishing}`, `data.validation=${vanishing}`),
        "training.epochs=60",
        "data.workers=0",
      ],
      NO_KEY,
    );
    await new Promise<void>((done) => {
      child.stdout!.on("data", (text) => /^plan/m.test(String(text)) && done());
    });
    // The sound is copied at the first showing: what is missing after is the copy.
    const run = await waitFor(() => onlyRun(runs));
    await waitFor(() => readdirSync(join(run, "media")));
    rmSync(join(run, "media"), { recursive: true });
    writeFileSync(join(run, "media"), "in the way");
    const { code, stderr } = await ended;
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/warning: (W&B: )?validation\/samples/);
  });
});

/** Tries until it does not throw. */
async function waitFor<T>(look: () => T): Promise<T> {
  for (let i = 0; i < 400; i++) {
    try {
      return look();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  return look();
}

describe("online", () => {
  it("every row, the configuration, the summary and the exit code arrive, and the page is said", async () => {
    wandb = await FakeWandb.start();
    const runs = newRuns();
    const { stdout, stderr } = await train(runs, wandb.env, "logging.wandb.group=tones");
    const run = onlyRun(runs);
    const id = run.split("/").at(-1)!;
    expect(stdout + stderr).toContain(`W&B: ${wandb.url}/me/woodshed/runs/${id}`);
    const received = wandb.runs.get(id)!;
    expectWhole(run, received);
    expect(received.exitCode).toBe(0);
    expect(received.group).toBe("tones");
    expect(received.config["training"]!.value).toMatchObject({ batch_size: 8, epochs: 3 });
    const summary = JSON.parse(received.files.get("wandb-summary.json")!.toString());
    using store = RunStore.open(run);
    expect(summary["best/validation/loss"]).toBe(store.best("validation/loss", "min")!.value);
    expect(
      received.console.some((line) => /epoch 3\/3 {2}train loss/.test(line)),
      received.console.join("\n"),
    ).toBe(true);
    // The key is nobody's to read.
    expect(stdout + stderr).not.toContain(API_KEY);
    const files = readdirSync(run, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    for (const entry of files) {
      expect(readFileSync(join(entry.parentPath, entry.name)).includes(API_KEY), entry.name).toBe(false);
    }
  });

  it("an interrupted run goes on under its own id, and has each row once", async () => {
    wandb = await FakeWandb.start();
    const runs = newRuns();
    const resume = ["training.epochs=6", "checkpoint.resume=auto"];
    const { child, ended } = startCli(command(runs, ...resume), wandb.env);
    await new Promise<void>((done) =>
      child.stdout!.on("data", (text) => /epoch 3\/6 {2}train/.test(String(text)) && done()),
    );
    child.kill("SIGINT");
    await ended;
    await train(runs, wandb.env, ...resume);
    expect(wandb.runs.size).toBe(1);
    expectWhole(onlyRun(runs), [...wandb.runs.values()][0]!);
  });

  it.each([
    ["answers 500 for a while", (n: number) => (n < 2 ? { status: 500 } : null)],
    ["says 429", (n: number) => (n < 3 ? { status: 429, retryAfterSec: 1 } : null)],
    ["drops connections", (n: number) => (n % 3 === 0 ? ("drop" as const) : null)],
  ])("a server that %s loses nothing", async (_, fault) => {
    wandb = await FakeWandb.start();
    const seen = new Map<string, number>();
    wandb.fault = (name) => {
      if (name !== "file_stream") return null;
      seen.set(name, (seen.get(name) ?? -1) + 1);
      return fault(seen.get(name)!);
    };
    const runs = newRuns();
    await train(runs, wandb.env);
    expectWhole(onlyRun(runs), [...wandb.runs.values()][0]!);
  });

  it("a server that hangs costs the training nothing but the wait at its end, and the run is sent later", async () => {
    wandb = await FakeWandb.start();
    wandb.fault = () => "hang";
    const [hung, free] = [newRuns(), newRuns()];
    const { stderr } = await train(hung, wandb.env, "logging.wandb.finish_timeout_sec=2");
    const run = onlyRun(hung);
    expect(stderr).toMatch(
      new RegExp(`not everything has arrived after 2 s; send it later with: woodshed wandb sync ${run}`),
    );
    await train(free, NO_KEY, "logging.wandb.enabled=false");
    expect(numbersOf(run)).toEqual(numbersOf(onlyRun(free)));
    wandb.fault = () => null;
    expect((await startCli(["wandb", "sync", run], wandb.env).ended).code).toBe(0);
    expectWhole(run, wandb.runs.get(run.split("/").at(-1)!)!);
  });

  it.each([
    ["a wrong key", 401, /401|key|logged in|permission|denied/i],
    ["a forbidden entity", 403, /403|permission|denied|entity/i],
  ])("%s is a warning that says what to do, and the run is whole", async (_, status, message) => {
    wandb = await FakeWandb.start();
    wandb.fault = () => ({ status });
    const runs = newRuns();
    const { stderr } = await train(runs, wandb.env);
    expect(stderr).toMatch(message);
    expect(stderr).toContain("woodshed wandb sync");
    using store = RunStore.open(onlyRun(runs));
    expect(store.info().status).toBe("finished");
  });

  it("no network at all is a warning too", async () => {
    const runs = newRuns();
    const { stderr } = await train(
      runs,
      { WANDB_API_KEY: API_KEY, WANDB_BASE_URL: "http://127.0.0.1:9" },
      "logging.wandb.finish_timeout_sec=2",
    );
    expect(stderr).toContain("woodshed wandb sync");
  });

  it("an engine that is killed is started again, and nothing is lost", async () => {
    wandb = await FakeWandb.start();
    const runs = newRuns();
    const { child, ended } = startCli(command(runs, "training.epochs=80"), wandb.env);
    await new Promise<void>((done) => {
      for (const stream of [child.stdout!, child.stderr!])
        stream.on("data", (text) => /W&B: http/.test(String(text)) && done());
    });
    execFileSync("pkill", ["-KILL", "-f", `wandb-core.*--pid ${child.pid}`]);
    const { code, stderr } = await ended;
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/wandb-core is gone.*started again/);
    expectWhole(onlyRun(runs), [...wandb.runs.values()][0]!);
  });
});
