// Registered models, with MLflow's real server and its own Python client.
import { execFile } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { readWav } from "../src/audio/wav.js";
import { logitsOf } from "../src/inference/forward.js";
import { type RestoredModel, restoreModel } from "../src/inference/restore.js";
import { MlflowClient } from "../src/mlflow/client.js";
import { take } from "../src/mlflow/paging.js";
import { packageRoot } from "../src/package-root.js";
import { digestOf, formatFileList, listFiles } from "../src/registry/versions/digest.js";
import { loadModel } from "../src/registry/versions/load.js";
import { registerVersion } from "../src/registry/versions/register.js";
import { noGrad, scope, Tensor } from "../src/tensor/index.js";
import { RunStore } from "../src/tracking/store/store.js";
import { type Ended, runCliWith, startCli } from "./support/cli.js";
import { FaultyProxy, startMlflow } from "./support/mlflow.js";
import { onlyRun } from "./support/run.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const tones = makeTones();
const root = mkdtempSync(join(tmpdir(), "woodshed-registry-"));
const cacheFolder = join(root, "cache");
let uri: string;
let artifacts: string;
let client: MlflowClient;
/** The experiment of every run and model here. Other test files use the same server. */
let experiments: string[];
/** A run that was trained, sent and registered as tones/1. */
let run: string;
let trained: Ended;

const env = (): NodeJS.ProcessEnv => ({ MLFLOW_TRACKING_URI: uri, WOODSHED_CACHE: cacheFolder });
const woodshed = (...args: string[]): Promise<Ended> => runCliWith(env(), ...args);
const start = (...args: string[]): Promise<Ended> => startCli(args, env()).ended;
const place = (address = uri) => ({ trackingUri: address, folder: join(root, "unused") });
const loadOptions = () => ({ place: place(), cacheFolder });

/** The samples of three clips, on which models are compared. */
function waves(): Float32Array[] {
  return ["low", "mid", "high"].map((label) => readWav(join(tones, label, "0.wav")).samples);
}

function logits(network: RestoredModel): Float32Array {
  const samples = waves();
  const flat = Float32Array.from(samples.flatMap((wave) => [...wave]));
  return noGrad(() =>
    scope(() => logitsOf(network, Tensor.view(flat, [samples.length, samples[0]!.length])).toFloat32Array()),
  );
}

beforeAll(async () => {
  const server = await startMlflow();
  uri = server.uri;
  artifacts = join(server.folder, "artifacts");
  client = new MlflowClient(uri, { retryMs: 5000 });
  const runs = join(root, "runs");
  const overrides = [...toneOverrides(tones, runs), "training.epochs=4", `data.test=${tones}`];
  const registry = [
    "registry.mlflow.enabled=true",
    "registry.mlflow.register=tones",
    "registry.mlflow.tags=[team=ears]",
  ];
  const alias = ["registry.mlflow.alias.name=champion", "registry.mlflow.alias.if_better=test/loss"];
  trained = await start("train", "recipes/folder.yaml", ...overrides, ...registry, ...alias);
  expect(trained.code, trained.stderr).toBe(0);
  run = onlyRun(runs);
  experiments = [(await client.experiments.getByName("woodshed"))!.id];
});

describe("a version with code of its own", () => {
  const own = join(root, "own");
  const tone = join(tones, "low", "0.wav");
  const elsewhere = { WOODSHED_HOME: join(own, "elsewhere"), WOODSHED_CACHE: join(own, "cache") };
  /** Not where it was trained: code that a process has loaded is not asked for again. */
  const woodshedThere = (...args: string[]): Promise<Ended> =>
    runCliWith({ ...env(), ...elsewhere }, ...args);
  let predicted: string;

  beforeAll(async () => {
    cpSync(join(packageRoot, "tests", "fixtures", "components"), own, { recursive: true });
    const recipe = join(own, "own.yaml");
    writeFileSync(recipe, "model: { use: ./model.ts, width: 6 }\n");
    const overrides = toneOverrides(tones, join(own, "runs")).filter((one) => !one.startsWith("model."));
    const register = ["registry.mlflow.enabled=true", "registry.mlflow.register=own"];
    const here = { ...env(), WOODSHED_HOME: join(own, "home") };
    const made = await startCli(["train", recipe, ...overrides, ...register, "training.epochs=1"], here)
      .ended;
    expect(made.code, made.stderr).toBe(0);
    const ended = await startCli(["predict", onlyRun(join(own, "runs")), tone, "--json"], here).ended;
    predicted = ended.stdout;
  });

  it("is refused by the library for its code, and not for its version", async () => {
    vi.stubEnv("WOODSHED_HOME", join(own, "nowhere"));
    await expect(loadModel("models:/own/1", loadOptions())).rejects.toThrow(
      /^(?!.*register the model again).*does not trust yet .* woodshed trust /,
    );
    vi.unstubAllEnvs();
  });

  it("runs elsewhere once it is trusted", async () => {
    for (const args of [
      ["predict", "models:/own/1", tone],
      ["export", "models:/own/1", "--out", join(own, "model.onnx")],
      ["serve", "models:/own/1", "--port", "0"],
    ]) {
      const { code, stderr } = await woodshedThere(...args);
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(/does not trust yet \(sha256 [0-9a-f]{64}\)/),
      ]);
      expect(stderr.replaceAll(/\s+/g, " ")).toContain("Nothing of it has run.");
    }
    const printed = await woodshedThere("trust", "models:/own/1", "--print");
    expect(printed.stdout).toContain("Strided = class extends");
    expect((await woodshedThere("predict", "models:/own/1", tone)).code).toBe(1);
    expect((await woodshedThere("trust", "models:/own/1")).stdout).toMatch(
      /^trusted: \.\/model\.ts \(2 files\), sha256 [0-9a-f]{64}$/m,
    );
    const { code, stdout, stderr } = await woodshedThere("predict", "models:/own/1", tone, "--json");
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(predicted));
  });

  it("is served", async () => {
    const { child, ended } = startCli(["serve", "models:/own/1", "--port", "0"], { ...env(), ...elsewhere });
    try {
      const [line] = (await once(child.stdout!, "data")) as [Buffer];
      const body = readFileSync(tone);
      const answer = await fetch(`${String(line).trim()}/predict`, { method: "POST", body });
      const { label } = JSON.parse(predicted) as { label: string };
      expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ label })]);
    } finally {
      child.kill("SIGTERM");
    }
    expect((await ended).code).toBe(0);
  });
});

describe("a finished run", () => {
  it("is in MLflow with every metric, its configuration and its lineage, and is registered", async () => {
    // While a progress bar is drawn, lines are written to the bar's stream.
    const said = trained.stdout + trained.stderr;
    expect(said).toContain(`MLflow: ${uri}/#/experiments/`);
    expect(said).toMatch(/MLflow: registered as tones\/1: http/);
    expect(said).toMatch(/MLflow: alias champion is now version 1: no version had it/);
    const version = (await client.modelVersions.get("tones", "1"))!;
    const mlflowRun = await client.runs.get(version.runId!);
    using store = RunStore.open(run);
    const record = store.info();
    expect(mlflowRun).toMatchObject({ name: record.id, status: "FINISHED", startedMs: record.startedMs });
    for (const name of store.metricNames()) {
      const history = await take(client.runs.metricHistory(mlflowRun.id, name));
      const [theirs, ours] = [history, store.metrics(name)].map((all) =>
        all.map(({ step, value }) => [step, value]),
      );
      expect(theirs, name).toEqual(ours);
    }
    expect(mlflowRun.params).toMatchObject({
      "training.batch_size": "8",
      "model.channels": "[8,16]",
      seed: "0",
    });
    const { git } = record;
    expect(mlflowRun.tags).toMatchObject({
      team: "ears",
      "woodshed.config_hash": record.configHash,
      ...(git === null ? {} : { "mlflow.source.git.commit": git.sha }),
    });
    expect(version.tags).toMatchObject({
      team: "ears",
      "woodshed.run_id": record.id,
      "woodshed.onnx": "true",
    });
  });

  it("loads by version and by alias with the logits of its checkpoint, to the bit", async () => {
    const own = restoreModel(run);
    const expected = logits(own);
    for (const reference of ["models:/tones/1", "models:/tones@champion"]) {
      const loaded = await loadModel(reference, loadOptions());
      expect(logits(loaded)).toEqual(expected);
      expect(loaded.labels).toEqual(own.labels);
      expect(loaded.description.lineage.data.numClips).toBe(72);
    }
    const predicted = await woodshed(
      "predict",
      "models:/tones@champion",
      join(tones, "low", "0.wav"),
      "--json",
    );
    const direct = await woodshed("predict", run, join(tones, "low", "0.wav"), "--json");
    expect(JSON.parse(predicted.stdout)).toEqual(JSON.parse(direct.stdout));
  });

  it("is read by MLflow's Python client, and predicts the same there as ONNX, as a Python function and by MLflow's model server", async () => {
    const file = join(root, "waves.json");
    writeFileSync(file, JSON.stringify(waves().map((wave) => [...wave])));
    const script = join(packageRoot, "tests", "support", "mlflow-read.py");
    const python = join(packageRoot, ".venv", "bin", "python");
    const { stdout } = await promisify(execFile)(python, [script, uri, "tones", "1", file]);
    const seen = JSON.parse(stdout.trim().split("\n").at(-1)!);
    using store = RunStore.open(run);
    expect(seen).toMatchObject({
      ...{ aliases: { champion: "1" }, versions: [1], status: "READY", run_status: "FINISHED" },
      ...{ inputs: ["waveform"], outputs: ["probabilities", "embedding"], example: 4000 },
      history: store.metrics("train/loss").map(({ step, value }) => [step, value]),
      params: { "training.batch_size": "8" },
      tags: { team: "ears", "woodshed.run_id": store.info().id },
      model_metrics: { "test/accuracy": store.last("test/accuracy")!.value },
    });
    const network = restoreModel(run);
    const probabilities = noGrad(() =>
      scope(() =>
        Tensor.from(logits(network), { shape: [3, 3] })
          .softmax(1)
          .toFloat32Array(),
      ),
    );
    for (const by of ["by_onnx", "by_pyfunc", "by_array", "by_server"]) {
      const difference = seen[by]
        .flat()
        .map((value: number, i: number) => Math.abs(value - probabilities[i]!));
      expect(Math.max(...difference), by).toBeLessThan(1e-5);
    }
  });
});

describe("the command line", () => {
  it("registers, tags, lists, shows, compares, promotes, loads and deletes", async () => {
    const registered = await start(
      "models",
      "register",
      run,
      "cli",
      "--tag",
      "stage=trial",
      "--alias",
      "champion",
      "--json",
    );
    expect(registered.code, registered.stderr).toBe(0);
    expect(JSON.parse(registered.stdout)).toMatchObject({ name: "cli", version: "1", aliases: ["champion"] });
    const last = join(run, "checkpoints", "last");
    expect((await woodshed("models", "register", last, "cli", "--no-onnx")).stdout).toMatch(
      /^models:\/cli\/2\n/,
    );
    expect((await woodshed("models", "tag", "cli/2", "reviewed=yes")).stdout).toBe("cli/2: reviewed = yes\n");
    const shown = JSON.parse((await woodshed("models", "show", "cli/2", "--json")).stdout);
    expect(shown).toMatchObject({
      version: 2,
      aliases: [],
      tags: { reviewed: "yes", "woodshed.onnx": "false" },
    });
    const card = (await woodshed("models", "show", "cli@champion", "--card")).stdout;
    expect(card).toMatch(/^# cli\n(.*\n)*\| {2}\| high \| low \| mid \| recall \|/);
    const listed = (await woodshed("models", "list", "cli")).stdout.split("\n");
    expect(listed.map((line) => line.split(/\s+/)[0])).toEqual(["version", "2", "1", ""]);
    const page = join(root, "comparison.html");
    const compared = await start(
      "models",
      "compare",
      "cli@champion",
      "cli/2",
      "--data",
      tones,
      "--json",
      "--html",
      page,
    );
    expect(compared.code, compared.stderr).toBe(0);
    const { numClips, agreement, configuration } = JSON.parse(compared.stdout);
    expect([numClips, agreement.onlyA + agreement.onlyB + agreement.bothRight + agreement.bothWrong]).toEqual(
      [72, 72],
    );
    expect(configuration).toEqual([]);
    expect(readFileSync(page, "utf8")).not.toMatch(/(src|href)="http/);
    // The same weights (best is last, or not better by so much).
    const promoted = await woodshed("models", "promote", "cli/2", "--data", tones, "--margin", "0.9");
    expect([promoted.code, promoted.stdout]).toEqual([
      3,
      expect.stringMatching(/^alias champion stays at version 1/),
    ]);
    const moved = await woodshed("models", "alias", "cli/2", "champion");
    expect(moved.stdout).toMatch(/^alias champion is now version 2: version 1 had it/);
    expect((await woodshed("models", "alias", "cli/1", "champion", "--delete")).stderr).toMatch(
      /cli\/1 has no alias champion: version 2 has it/,
    );
    const nowhere = await woodshed("models", "load", "cli@champion", "--output", join(page, "copied"));
    expect([nowhere.code, nowhere.stderr]).toEqual([
      1,
      expect.stringMatching(/ConfigError: --output .*: cannot be written: ENOTDIR.*; choose another folder/),
    ]);
    const output = join(root, "copied");
    expect((await woodshed("models", "load", "cli@champion", "--output", output)).stdout).toBe(`${output}\n`);
    expect((await woodshed("evaluate", output, "--data", tones, "--json")).code).toBe(0);
    expect((await woodshed("models", "delete", "cli/2")).stderr).toMatch(
      /Add --yes: the input is not a terminal/,
    );
    expect((await woodshed("models", "delete", "cli/2", "--yes")).stdout).toBe("cli/2: deleted\n");
    expect((await woodshed("models", "delete", "cli", "--yes")).stdout).toBe(
      "cli: deleted, with 1 version\n",
    );
  });

  it.each([
    ["models:/tones/7", /tones\/7: no such version; tones has versions 1\b/],
    [
      "models:/tones@best",
      /tones@best: no such alias; tones has champion \(1\)\. Set it with: woodshed models alias/,
    ],
    ["models:/birds/1", /birds: no model of that name at http:\S+; it has (cli, )?(own, )?tones/],
    ["models:/tones", /"models:\/tones": expected a model with a version or an alias/],
  ])("reports what exists instead of %s", async (reference, message) => {
    await expect(loadModel(reference, loadOptions())).rejects.toThrow(message);
  });
});

describe("versions that changed after they were registered", () => {
  let name: string;
  let folder: string;
  let number = 0;

  beforeAll(() => {
    name = "";
  });

  /** A version of its own, with the folder that the server keeps its files in. */
  async function fresh(): Promise<void> {
    name = `broken-${number++}`;
    const { version } = await registerVersion(run, name, { target: target(), exportOnnx: null });
    const found = readdirSync(artifacts, { recursive: true, withFileTypes: true }).find(
      (entry) => entry.name === "woodshed.json" && entry.parentPath.includes(version.modelId!),
    )!;
    folder = found.parentPath;
  }

  const load = () =>
    loadModel(`models:/${name}/1`, { ...loadOptions(), cacheFolder: join(root, `cache-${name}`) });

  it.each(["model.safetensors", "files.json", "config.yaml"])(
    "a changed %s is refused by its digest",
    async (file) => {
      await fresh();
      appendFileSync(join(folder, file), " ");
      await expect(load()).rejects.toThrow(
        new RegExp(`models:/${name}/1: ${file} is not the file that was registered: its digest differs`),
      );
    },
  );

  it("a missing file is reported by name", async () => {
    await fresh();
    rmSync(join(folder, "model.safetensors"));
    await expect(load()).rejects.toThrow(
      /model\.safetensors cannot be read: .*If it was deleted from the artifact store/,
    );
  });

  it("a damaged file in the cache is downloaded again", async () => {
    await fresh();
    const { folder: cached } = await load();
    appendFileSync(join(cached, "model.safetensors"), "x");
    expect((await load()).folder).toBe(cached);
  });

  it("a version of a newer Woodshed or of another program is refused with the reason", async () => {
    await fresh();
    await client.modelVersions.setTag(name, "1", "woodshed.format", "3");
    await expect(load()).rejects.toThrow(
      /in format 3; this version of Woodshed reads formats up to 2\. Update Woodshed/,
    );
    await client.modelVersions.setTag(name, "1", "woodshed.format", "2");
    await client.modelVersions.deleteTag(name, "1", "woodshed.digest");
    await expect(load()).rejects.toThrow(
      /has no tag woodshed\.digest: another program registered the version, or the tag was removed/,
    );
  });

  it("a version with an unknown configuration is refused with the Woodshed that registered it", async () => {
    await fresh();
    const manifest = join(folder, "checkpoint.json");
    writeFileSync(manifest, readFileSync(manifest, "utf8").replace('"name": "cnn"', '"name": "wavenet"'));
    const list = formatFileList(await listFiles(folder));
    writeFileSync(join(folder, "files.json"), list);
    await client.modelVersions.setTag(name, "1", "woodshed.digest", digestOf(list));
    await client.modelVersions.setTag(name, "1", "woodshed.version", "0.0.9");
    await expect(load()).rejects.toThrow(
      /^models:.*: registered by woodshed \S+; this version of Woodshed cannot use it: .*model\.name.*register the model again from its run$/,
    );
  });
});

const target = (address = uri) => ({ place: place(address), experiment: "woodshed", tags: {} });

describe("a server that fails", () => {
  let proxy: FaultyProxy | null = null;
  afterEach(async () => {
    await proxy?.stop();
    proxy = null;
  });

  const isUpload = (request: string): boolean =>
    request.startsWith("PUT ") && request.endsWith("model.safetensors");

  /** Returns the fault for the first `count` requests that match, and none for the others. */
  function first(count: number, matches: (request: string) => boolean, fault: Parameters<typeof Object>[0]) {
    let seen = 0;
    return (request: string) => (matches(request) && seen++ < count ? fault : null);
  }

  it.each([
    ["500 on an upload", 2, isUpload, { status: 500 }],
    ["a connection that breaks in the middle of an upload", 2, isUpload, "cut"],
    [
      "429 with Retry-After",
      1,
      (request: string) => request.endsWith("logged-models"),
      { status: 429, retryAfterSec: 0.2 },
    ],
    [
      "a lost answer to the creation of the version",
      1,
      (request: string) => request.endsWith("model-versions/create"),
      "answer lost",
    ],
    ["slowness", 3, isUpload, { delayMs: 300 }],
  ])("%s delays registration, which creates one version", async (_, count, matches, fault) => {
    proxy = await FaultyProxy.start(uri);
    proxy.fault = first(count, matches, fault);
    const name = `faults-${proxy.uri.split(":").at(-1)}`;
    const { version } = await registerVersion(run, name, {
      target: target(proxy.uri),
      exportOnnx: null,
      retryMs: 10_000,
    });
    expect((await take(client.modelVersions.ofModel(name))).length).toBe(1);
    const loaded = await loadModel(`models:/${name}/${version.version}`, loadOptions());
    expect(logits(loaded)).toEqual(logits(restoreModel(run)));
  });

  it.each([
    [
      "500 on every upload",
      isUpload,
      { status: 500, message: "[Errno 28] No space left on device" },
      /500 INTERNAL_ERROR \[Errno 28\] No space left on device.*; free space on the server's disk/,
    ],
    [
      "a connection that always breaks during an upload",
      isUpload,
      "cut",
      /PUT .*model\.safetensors at http.*(socket hang up|ECONNRESET|EPIPE).*check that the server runs/,
    ],
    [
      "a refused version",
      (request: string) => request.endsWith("model-versions/create"),
      { status: 400 },
      /400 INTERNAL_ERROR a fault/,
    ],
  ])("%s leaves no version, no model and no files", async (_, matches, fault, message) => {
    proxy = await FaultyProxy.start(uri);
    proxy.fault = first(Infinity, matches, fault as "cut");
    const before = (await take(client.loggedModels.search(experiments))).length;
    const options = { target: target(proxy.uri), exportOnnx: null, retryMs: 1500 };
    await expect(registerVersion(run, "never", options)).rejects.toThrow(message);
    expect(await client.registeredModels.get("never")).toBeNull();
    expect((await take(client.loggedModels.search(experiments))).length).toBe(before);
  });

  it("does not fail a run, which prints how to send and register it later", async () => {
    proxy = await FaultyProxy.start(uri);
    proxy.fault = () => "drop";
    const runs = join(root, "dead");
    const args = [
      ...["train", "recipes/folder.yaml", ...toneOverrides(tones, runs), "training.epochs=2"],
      ...["registry.mlflow.enabled=true", "registry.mlflow.finish_timeout_sec=2"],
    ];
    const { code, stderr } = await runCliWith({ ...env(), MLFLOW_TRACKING_URI: proxy.uri }, ...args);
    expect(code, stderr).toBe(0);
    const dead = onlyRun(runs);
    expect(stderr).toContain(
      `not everything has arrived after 2 s; send it later with \`npx woodshed registry sync ${dead}\``,
    );
    expect(stderr).toContain(`Register it later with: npx woodshed models register ${dead} folder`);
    const sent = await start("registry", "sync", dead);
    expect([sent.code, sent.stdout]).toEqual([0, expect.stringMatching(/: delivered: http/)]);
    using store = RunStore.open(dead);
    const [found] = await take(
      client.runs.search(experiments, `tags.\`woodshed.run_id\` = '${store.info().id}'`),
    );
    const history = await take(client.runs.metricHistory(found!.id, "train/loss"));
    expect(history.map(({ value }) => value)).toEqual(store.metrics("train/loss").map(({ value }) => value));
    // A second sync sends nothing twice.
    await woodshed("registry", "sync", dead);
    expect((await take(client.runs.metricHistory(found!.id, "train/loss"))).length).toBe(history.length);
  });
});
