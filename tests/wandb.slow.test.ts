// Runs that are logged to W&B by the real wandb-core: into its file, and to a fake server.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { pngSize } from "../src/audio/png.js";
import { decodeNpy } from "../src/tracking/npy.js";
import { RunStore } from "../src/tracking/store/store.js";
import { type Ended, runCliWith, startCli } from "./support/cli.js";
import { Job } from "./support/job.js";
import { Pause } from "./support/pause.js";
import { numbersOf, onlyRun } from "./support/run.js";
import { makeTones, toneOverrides } from "./support/tones.js";
import { readWandbFile } from "./support/wandb-file.js";
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

/** Logs metrics alone: samples and a map of embeddings take half the time of so short a run. */
const NO_ITEMS = ["logging.samples.count=0", "logging.embeddings.max_points=0"];

// biome-ignore lint/suspicious/noExplicitAny: JSON of another program, looked at here and there
type Loose = any;

function canMount(): boolean {
  return spawnSync("unshare", ["--mount", "--map-root-user", "true"]).status === 0;
}

let wandb: FakeWandb | null = null;
afterEach(async () => {
  await wandb?.stop();
  wandb = null;
});

async function train(runs: string, env: NodeJS.ProcessEnv, ...more: string[]): Promise<Ended> {
  const ended = await runCliWith(env, ...command(runs, "training.epochs=3", ...more));
  expect(ended.code, ended.stderr).toBe(0);
  return ended;
}

/** The metrics of a record, by step, as W&B's rows have them. */
function rowsOf(run: string): Map<number, Record<string, number>> {
  using store = RunStore.open(run);
  const rows = new Map<number, Record<string, number>>();
  for (const { step, name, value } of store.metrics()) {
    // The engine measures the system itself.
    if (!name.startsWith("system/")) rows.set(step, { ...rows.get(step), [name]: value });
  }
  return rows;
}

/** A row's numbers, without W&B's own columns and the step axis. */
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

/** A run that is sent later also has the system metrics of its record, if it was long enough to have any. */
function expectWholeSentLater(run: string, received: ReceivedRun): void {
  const history = received.history.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith("system/"))),
  );
  expectWhole(run, { ...received, history });
}

function offlineRows(run: string): Record<string, unknown>[] {
  return readWandbFile(run).flatMap(({ history }) => {
    // Items are stored by their parts.
    const items = (history?.item ?? []).filter(({ nested_key }) => (nested_key ?? []).length < 2);
    const row = items.map((item) => [item.key ?? item.nested_key!.join("/"), JSON.parse(item.value_json)]);
    return history === undefined ? [] : [Object.fromEntries(row)];
  });
}

describe("without an API key", () => {
  const finished = newRuns();
  let trained: Ended;
  beforeAll(async () => {
    trained = await train(finished, NO_KEY, "logging.wandb.tags=[tones, small]");
  });

  /** A copy of the finished run, in a folder of its own. */
  function copyRun(): { runs: string; run: string } {
    const runs = newRuns();
    cpSync(finished, runs, { recursive: true, verbatimSymlinks: true });
    return { runs, run: onlyRun(runs) };
  }

  it("a run is written to disk completely and prints how to send it", () => {
    const { stdout, stderr } = trained;
    const run = onlyRun(finished);
    expect(stdout + stderr).toMatch(/W&B: no API key .*https:\/\/wandb\.ai\/authorize/);
    const [, folder, command] = /W&B: offline run in (\S+); to send it: (.*)/.exec(stdout + stderr)!;
    expect([folder, command]).toEqual([
      expect.stringContaining(join(run, "wandb", "offline-run-")),
      `npx woodshed wandb sync ${run}`,
    ]);
    expect(readdirSync(folder!).some((name) => name.endsWith(".wandb"))).toBe(true);
    const rows = rowsOf(run);
    const offline = offlineRows(run);
    expect(offline.map((row) => row["_step"])).toEqual([...rows.keys()]);
    for (const row of offline) expect(plain(row)).toEqual(rows.get(row["_step"] as number));
    const records = readWandbFile(run);
    const started = records.find((record) => record.run !== undefined)!.run!;
    expect(started).toMatchObject({
      run_id: run.split("/").at(-1),
      project: "woodshed",
      tags: ["tones", "small"],
    });
    const config = Object.fromEntries(
      started.config.update.map((one) => [one.key, JSON.parse(one.value_json)]),
    );
    expect(JSON.stringify(config)).toContain('"batch_size":8');
    expect(records.filter(({ metric }) => metric !== undefined).length).toBeGreaterThan(3);
    expect(records.some((record) => record["exit"] !== undefined)).toBe(true);
    // The engine's summary: last values, and the best.
    const summary = Object.fromEntries(
      records
        .flatMap((record) => record.summary?.update ?? [])
        .flatMap(({ key, value_json }) => (key === undefined ? [] : [[key, JSON.parse(value_json)]])),
    );
    using store = RunStore.open(run);
    expect(summary["best/validation/loss"]).toBe(store.best("validation/loss", "min")!.value);
    expect(summary["validation/loss"]).toBe(store.last("validation/loss")!.value);
    // The files to be sent exist where W&B's file says: tables with sound and pictures, the model.
    const artifacts = records.flatMap(({ artifact }) => (artifact === undefined ? [] : [artifact]));
    for (const { path, local_path: local, size } of artifacts.flatMap(({ manifest }) => manifest.contents))
      expect(readFileSync(local).length, path).toBe(Number(size));
    const types = artifacts.map(({ type }) => type);
    expect([types.includes("run_table"), types.includes("model")]).toEqual([true, true]);
    const kinds = artifacts.flatMap(({ manifest }) =>
      manifest.contents.map(({ path }) => path.split(".").at(-1)),
    );
    expect(kinds).toEqual(expect.arrayContaining(["wav", "png", "json", "safetensors"]));
  });

  it("a killed run resumes with one complete file", async () => {
    const runs = newRuns();
    const second = new Pause(/^epoch 2\/3 {2}train/);
    const { child, ended } = startCli(
      command(runs, "training.epochs=3", "checkpoint.resume=auto", ...NO_ITEMS),
      {
        ...NO_KEY,
        ...second.env,
      },
    );
    await second.reached(ended);
    child.kill("SIGKILL");
    await ended;
    await train(runs, NO_KEY, "checkpoint.resume=auto", ...NO_ITEMS);
    const run = onlyRun(runs);
    const rows = rowsOf(run);
    expect(rows.size).toBe(3 * 7);
    expect(offlineRows(run).map(plain)).toEqual([...rows.values()]);
  });

  // Only W&B's folder is full, and one evaluation's sounds already fill it: no order of writes can free any of it.
  it.runIf(canMount())("a run on a full disk finishes and reports what is missing", async () => {
    const { runs, run } = copyRun();
    const small = `mount -t tmpfs -o size=64k none "${join(run, "wandb")}"; exec "$@"`;
    const args = command(runs, "training.epochs=5", "--resume", "last", "--allow-changes");
    const prefix = ["unshare", "--mount", "--map-root-user", "bash", "-c", small, "bash"];
    const { code, stderr } = await new Job(args, { prefix, env: NO_KEY }).ended;
    expect(code, stderr).toBe(0);
    expect(stderr.match(/warning: W&B: logged items: .* the disk is full/g)?.length, stderr).toBe(1);
    expect(stderr).toMatch(/warning: W&B: W&B's file is incomplete: .*no space left.*woodshed wandb sync/);
  });

  it("wandb sync sends a finished run, once", async () => {
    const { run } = copyRun();
    const refused = await runCliWith(NO_KEY, "wandb", "sync", run);
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringMatching(
        /no API key for https:\/\/api\.wandb\.ai\. .*wandb\.ai\/authorize.*WANDB_API_KEY/,
      ),
    ]);
    wandb = await FakeWandb.start();
    const sent = await startCli(["wandb", "sync", run], wandb.env).ended;
    expect([sent.code, sent.stdout]).toEqual([0, expect.stringContaining(": delivered: http")]);
    expectWholeSentLater(run, [...wandb.runs.values()][0]!);
    const numRequests = wandb.requests.length;
    expect((await runCliWith(wandb.env, "wandb", "sync", run)).stdout).toContain("delivered already");
    expect(wandb.requests.length).toBe(numRequests);
  });

  it("items that cannot be written are left out with a warning", async () => {
    const { runs, run } = copyRun();
    // A resumed run shows the same clips, and finds a file in place of the folder for their sounds.
    rmSync(join(run, "media"), { recursive: true });
    writeFileSync(join(run, "media"), "in the way");
    const more = ["training.epochs=5", "--resume", "last", "--allow-changes"];
    const { code, stderr } = await runCliWith(NO_KEY, ...command(runs, ...more));
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/warning: validation\/samples: .*media.* Training continues without it/);
    using store = RunStore.open(run);
    expect(store.info().status).toBe("finished");
    expect(store.last("validation/loss")!.step).toBe(5 * 7);
  });
});

describe("a finished run online", () => {
  let server: FakeWandb;
  let trained: Ended;
  let run: string;
  let received: ReceivedRun;
  beforeAll(async () => {
    server = await FakeWandb.start();
    const runs = newRuns();
    trained = await train(
      ...([runs, server.env, "logging.samples.count=4", "logging.embeddings.max_points=10"] as const),
      ...["logging.wandb.checkpoints=best", "logging.gradient_norms=true", "logging.wandb.group=tones"],
    );
    run = onlyRun(runs);
    received = [...server.runs.values()][0]!;
  });
  afterAll(() => server.stop());

  it("has its charts, tables with sound, map of embeddings and model, byte for byte", () => {
    const last = received.history.at(-1)! as Record<string, { _type: string; path: string; sha256: string }>;
    const file = (key: string): Record<string, Loose> => {
      const bytes = received.files.get(last[key]!.path)!;
      expect(createHash("sha256").update(bytes).digest("hex")).toBe(last[key]!.sha256);
      return JSON.parse(bytes.toString());
    };
    expect(received.history[0]!["gradient_norm/encoder.blocks.0.conv.weight"]).toBeGreaterThan(0);
    for (const key of ["confusion_matrix", "precision_recall", "roc"])
      expect(last[`validation/${key}`]!._type).toBe("plotly-file");
    using store = RunStore.open(run);
    const item = (name: string): Loose => store.items().findLast((one) => one.name === name)!.item;
    expect(file("validation/confusion_matrix")["data"][0].customdata).toEqual(
      item("validation/confusion_matrix").counts,
    );
    // The map: a page with the clips' sounds, and a table with a column of vectors.
    const map = last["validation/embeddings"]!;
    expect(map._type).toBe("html-file");
    const page = received.files.get(map.path)!.toString();
    const shown = JSON.parse(/id="data">(.*?)<\/script>/.exec(page)![1]!);
    const kept = item("validation/embeddings");
    expect([shown.x, shown.names.length]).toEqual([kept.x, 10]);
    const sounds = Buffer.from(shown.sounds.base64, "base64");
    expect(sounds.length).toBe(10 * 4000);
    expect(sounds.equals(readFileSync(join(run, kept.sounds.path)))).toBe(true);
    const vectors = server.artifacts.findLast(({ name }) => name.endsWith("validationembeddings_table"))!;
    const embeddings = JSON.parse(vectors.files.get("validation_embeddings_table.table.json")!.toString());
    expect(embeddings.column_types.params.type_map.embedding.params.allowed_types[1].wb_type).toBe("list");
    expect(embeddings.data.map((row: Loose[]) => row.at(-1).length)).toEqual(Array(10).fill(16));
    const { values, width } = decodeNpy(readFileSync(join(run, kept.vectors)));
    expect([values.length, width]).toEqual([160, 16]);
    for (const [i, value] of embeddings.data[3].at(-1).entries())
      expect(value).toBeCloseTo(values[3 * 16 + i]!, 3);
    // The samples: four clips, largest loss first, each with its sound.
    expect(last["validation/samples"]!._type).toBe("table-file");
    const samples = server.artifacts.filter(({ name }) => name.endsWith("validationsamples"));
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
    for (const cell of column("spectrogram")) {
      expect(cell).toMatchObject({ _type: "image-file", format: "png", height: 128 });
      expect(pngSize(samples.at(-1)!.files.get(cell.path)!)).toEqual({ width: cell.width, height: 128 });
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
    expect(received.files.get("model.txt")!.toString()).toMatch(
      /^Cnn, 1,659 parameters, 599,648 FLOPs for one clip of features \[1, 32, 26\]\n\nlayer.*\nencoder\.bn0[\s\S]*\nforward\n%1 /,
    );
    expect(received.config["architecture"]!.value).toEqual({
      ...{ name: "Cnn", num_parameters: 1659, flops_per_clip: 599_648, input: [1, 32, 26] },
    });
    // The exported weights, and the best checkpoints, of which retention has kept one.
    const model = server.artifacts.find(({ type }) => type === "model")!;
    expect([model.aliases, model.isCommitted]).toEqual([["latest", "best"], true]);
    expect(model.files.get("model.safetensors")!.equals(readFileSync(join(run, "model.safetensors")))).toBe(
      true,
    );
    const checkpoints = server.artifacts.filter(({ type }) => type === "checkpoint");
    const best = checkpoints.find(({ aliases }) => aliases.includes("best"))!;
    for (const name of readdirSync(join(run, "checkpoints", "best")))
      expect(best.files.get(name)!.equals(readFileSync(join(run, "checkpoints", "best", name)))).toBe(true);
    expect(
      readdirSync(join(run, "outbox")).flatMap((what) => readdirSync(join(run, "outbox", what))),
    ).toEqual([]);
  });

  it("has every row, its configuration, summary and exit code; the address of its page is printed", () => {
    const { stdout, stderr } = trained;
    const id = run.split("/").at(-1)!;
    expect(stdout + stderr).toContain(`W&B: ${server.url}/me/woodshed/runs/${id}`);
    expect([...server.runs.keys()]).toEqual([id]);
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
    // The key is written nowhere.
    expect(stdout + stderr).not.toContain(API_KEY);
    const files = readdirSync(run, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    for (const entry of files) {
      expect(readFileSync(join(entry.parentPath, entry.name)).includes(API_KEY), entry.name).toBe(false);
    }
  });
});

describe("online", () => {
  it("an interrupted run resumes under its own id and has each row once", async () => {
    wandb = await FakeWandb.start();
    const runs = newRuns();
    const resume = ["training.epochs=3", "checkpoint.resume=auto", ...NO_ITEMS];
    const second = new Pause(/^epoch 2\/3 {2}train/);
    const { child, ended } = startCli(command(runs, ...resume), { ...wandb.env, ...second.env });
    await second.reached(ended);
    child.kill("SIGINT");
    second.continue();
    await ended;
    await train(runs, wandb.env, ...resume);
    expect(wandb.runs.size).toBe(1);
    expectWhole(onlyRun(runs), [...wandb.runs.values()][0]!);
  });

  it("a run that resumes from an earlier checkpoint is rewound, and continues from there", async () => {
    wandb = await FakeWandb.start();
    const runs = newRuns();
    await train(runs, wandb.env, "checkpoint.keep_top=3", ...NO_ITEMS);
    const run = onlyRun(runs);
    const first = join(run, "checkpoints", "step-0000007");
    const { code, stderr } = await runCliWith(
      wandb.env,
      ...command(runs, "training.epochs=2", "optimization.learning_rate=0.001", ...NO_ITEMS),
      ...["--resume", first, "--allow-changes"],
    );
    expect(code, stderr).toBe(0);
    const received = [...wandb.runs.values()];
    expect(received.map(({ rewoundTo }) => rewoundTo)).toEqual([[6]]);
    expectWhole(run, received[0]!);
    expect(received[0]!.history.length).toBe(14);
  });

  it("a loss that is not finite causes an alert and a failed run", async () => {
    wandb = await FakeWandb.start();
    const runs = newRuns();
    const { code } = await runCliWith(
      wandb.env,
      ...command(runs, "optimization.learning_rate=1e30", "optimization.clip_grad_norm=null"),
    );
    expect(code).toBe(1);
    const received = [...wandb.runs.values()][0]!;
    expect(received.alerts).toEqual([
      {
        title: "Loss is not finite",
        text: expect.stringContaining("Lower optimization.learning_rate"),
        severity: "ERROR",
      },
    ]);
    expect(received.exitCode).toBe(1);
  });

  it("server failures change no loss, and wandb sync sends the rows later", async () => {
    const free = newRuns();
    await train(free, NO_KEY, "logging.wandb.enabled=false");
    const expected = numbersOf(onlyRun(free));
    wandb = await FakeWandb.start();
    const closed = { WANDB_API_KEY: API_KEY, WANDB_BASE_URL: "http://127.0.0.1:9" };
    let run = "";
    for (const [fault, env] of [
      [null, closed],
      [{ status: 500 }, wandb.env],
      ["hang", wandb.env],
    ] as const) {
      wandb.fault = () => fault;
      const runs = newRuns();
      const { stderr } = await train(runs, env, "logging.wandb.finish_timeout_sec=1");
      run = onlyRun(runs);
      expect(stderr).toContain(`send it later with \`npx woodshed wandb sync ${run}\``);
      expect(numbersOf(run), JSON.stringify(fault)).toEqual(expected);
    }
    wandb.fault = () => null;
    const sent = await runCliWith(wandb.env, "wandb", "sync", run);
    expect(sent.code, sent.stderr).toBe(0);
    expectWholeSentLater(run, wandb.runs.get(run.split("/").at(-1)!)!);
  });

  it("no row is lost if the server stops during a run", async () => {
    wandb = await FakeWandb.start();
    const runs = newRuns();
    const second = new Pause(/^epoch +2\/3 {2}train/);
    const { ended } = startCli(
      command(runs, "training.epochs=3", "logging.wandb.finish_timeout_sec=1", ...NO_ITEMS),
      {
        ...wandb.env,
        ...second.env,
      },
    );
    await second.reached(ended);
    await wandb.stop();
    second.continue();
    const { code, stderr } = await ended;
    expect(code, stderr).toBe(0);
    const run = onlyRun(runs);
    expect(stderr).toContain(`woodshed wandb sync ${run}`);
    wandb = await FakeWandb.start();
    expect((await runCliWith(wandb.env, "wandb", "sync", run)).code).toBe(0);
    expectWholeSentLater(run, [...wandb.runs.values()][0]!);
  });

  it("a wrong key causes a warning with the remedy, and the run is complete", async () => {
    wandb = await FakeWandb.start();
    const runs = newRuns();
    const { stderr } = await train(runs, { ...wandb.env, WANDB_API_KEY: API_KEY.replaceAll("0", "1") });
    expect(stderr).toMatch(/401|key|logged in|permission|denied/i);
    expect(stderr).toContain("woodshed wandb sync");
    using store = RunStore.open(onlyRun(runs));
    expect(store.info().status).toBe("finished");
  });

  it("wandb-core is restarted after SIGKILL, and no row is lost", async () => {
    wandb = await FakeWandb.start();
    const runs = newRuns();
    const connected = new Pause(/W&B: http/);
    const { child, ended } = startCli(command(runs, "training.epochs=2", ...NO_ITEMS), {
      ...wandb.env,
      ...connected.env,
    });
    await connected.reached(ended);
    execFileSync("pkill", ["-KILL", "-f", `wandb-core.*--pid ${child.pid}`]);
    connected.continue();
    const { code, stderr } = await ended;
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/wandb-core is gone.*restarting it/);
    expectWhole(onlyRun(runs), [...wandb.runs.values()][0]!);
  });
});
