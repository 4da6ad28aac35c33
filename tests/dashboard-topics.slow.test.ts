// The routes of searches, models, profiles and "Try it", over HTTP as pages ask them.
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type {
  ModelList,
  ProfileAnswer,
  RunList,
  SearchDetail,
  SearchList,
  TryAnswer,
} from "../src/dashboard/api.js";
import { DashboardServer } from "../src/dashboard/server.js";
import { packageRoot } from "../src/package-root.js";
import { runCli, WAIT } from "./support/cli.js";
import { writeStudyJournal } from "./support/study-journal.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-topics-"));
const runs = join(folder, "runs");
const tones = makeTones();
let server: DashboardServer;
let cookie: string;

beforeAll(async () => {
  vi.stubEnv("WOODSHED_CACHE", join(folder, "cache"));
  vi.stubEnv("WOODSHED_MLFLOW_FOLDER", join(folder, "mlflow"));
  // By the built package, as code of a user's own imports from it.
  const train = async (name: string, ...more: string[]): Promise<void> => {
    const overrides = [...toneOverrides(tones, runs), `name=${name}`, "training.epochs=1", ...more];
    const { code, stderr } = await runCli("train", "recipes/folder.yaml", ...overrides);
    if (code !== 0) throw new Error(stderr);
  };
  await train("tones", "profiling.enabled=true", "profiling.wait_steps=1", "profiling.prepare_steps=1");
  await train("plain");
  await train("own", `model={use: ${join(packageRoot, "tests/fixtures/components/model.ts")}}`);
  const plain = readdirSync(runs).find((name) => name.startsWith("plain-"))!;
  cpSync(join(runs, plain), join(runs, "hostile-20261128-101500-aaaa"), {
    recursive: true,
    verbatimSymlinks: true,
  });
  mkdirSync(join(runs, "search"));
  writeStudyJournal(join(runs, "search", "study.journal"), 50, "search");
  const pages = join(folder, "pages");
  mkdirSync(pages);
  writeFileSync(join(pages, "index.html"), "<!doctype html>");
  server = await DashboardServer.start({ folder: runs, host: "127.0.0.1", port: 0, pages });
  const { headers } = await fetch(`${server.url}/?token=${server.token}`, { redirect: "manual" });
  cookie = headers.get("set-cookie")!.split(";")[0]!;
  await vi.waitFor(async () => expect((await get<RunList>("/api/runs")).runs).toHaveLength(4), WAIT);
});
afterAll(async () => {
  await server.close();
  vi.unstubAllEnvs();
  for (const path of [folder, tones]) rmSync(path, { recursive: true, force: true });
});

const ask = (path: string): Promise<Response> => fetch(server.url + path, { headers: { cookie } });
async function get<Value>(path: string): Promise<Value> {
  const answer = await ask(path);
  expect([path, answer.status]).toEqual([path, 200]);
  return (await answer.json()) as Value;
}
async function runOf(name: string): Promise<string> {
  const { runs } = await get<RunList>("/api/runs");
  return runs.find(({ path }) => path.startsWith(`${name}-`))!.key;
}

test("searches", async () => {
  const { searches } = await get<SearchList>("/api/searches");
  expect(searches.map(({ name, path, numTrials }) => [name, path, numTrials])).toEqual([
    ["search", "search", 50],
  ]);
  const detail = await get<SearchDetail>(`/api/searches/${searches[0]!.key}`);
  expect(detail.trials).toHaveLength(50);
  // No run is there.
  expect(new Set(detail.trials.map(({ run }) => run))).toEqual(new Set([null]));
  expect((await get<SearchDetail>(`/api/searches/${detail.key}?since=${detail.version}`)).trials).toEqual([]);
  for (const [path, status] of [
    ["/api/searches/0123456789ab", 404],
    ["/api/searches/..%2f..%2fetc", 404],
    [`/api/searches/${detail.key}?since=-1`, 400],
    [`/api/searches/${detail.key}?since=1e9`, 400],
    [`/api/searches/${detail.key}?since=1&since=2`, 400],
  ] as const)
    expect([path, (await ask(path)).status]).toEqual([path, status]);
});

test("models: none, then those of the registry's folder, and a damaged registry is described", async () => {
  expect(await get<ModelList>("/api/models")).toEqual({
    models: [],
    registry: null,
    page: null,
    problem: null,
    servers: [],
  });
  mkdirSync(join(folder, "mlflow"));
  writeFileSync(join(folder, "mlflow", "mlflow.db"), "damaged");
  const damaged = await get<ModelList>("/api/models");
  expect(damaged.problem).toContain("not a database");
});

test("profiles", async () => {
  const run = await runOf("tones");
  const { verdict, flame, operators, traces } = await get<ProfileAnswer>(`/api/runs/${run}/profile`);
  expect([typeof verdict, traces, flame!.name.length > 100, operators.length > 10]).toEqual([
    "string",
    ["rank0-step3"],
    true,
    true,
  ]);
  for (const [query, status] of [
    ["?trace=../../secret", 400],
    ["?trace=rank0-step3&step=x", 400],
    ["?trace=rank9-step9", 200],
    ["?step=7777", 200],
  ] as const)
    expect([query, (await ask(`/api/runs/${run}/profile${query}`)).status]).toEqual([query, status]);
});

test("a model is exported once, and again by no other name", async () => {
  const run = await runOf("tones");
  const first = await get<TryAnswer>(`/api/runs/${run}/try`);
  expect(first.state).toBe("exporting");
  const ready = await vi.waitFor(async () => {
    const answer = await get<TryAnswer>(`/api/runs/${run}/try`);
    if (answer.state === "exporting") throw new Error("still exporting");
    return answer;
  }, WAIT);
  expect([ready.state, ready.message]).toEqual(["ready", null]);
  expect(JSON.parse(ready.metadata!["labels"]!)).toEqual(["high", "low", "mid"]);
  expect(ready.maxDifference).toBeLessThan(1e-4);
  expect(ready.spectrogram).toMatchObject({ fftSamples: 512, hopSamples: 160, numMels: 32 });
  const model = await ask(`/api/runs/${run}/try/model.onnx?digest=${ready.digest}`);
  expect((await model.arrayBuffer()).byteLength).toBe(ready.bytes);
  expect(existsSync(join(folder, "cache", "dashboard", "models", ready.digest!, "model.onnx"))).toBe(true);
  for (const digest of ["", "..", "0".repeat(64), "0".repeat(65), "%2e%2e%2f".repeat(5)])
    expect((await ask(`/api/runs/${run}/try/model.onnx?digest=${digest}`)).status).toBeGreaterThanOrEqual(
      400,
    );
});

async function messageOf(run: string): Promise<string> {
  const answer = await vi.waitFor(async () => {
    const now = await get<TryAnswer>(`/api/runs/${run}/try`);
    if (now.state === "exporting") throw new Error("still exporting");
    return now;
  }, WAIT);
  expect(answer.state).toBe("unavailable");
  return answer.message!;
}

test("code that this machine does not trust is not run: the answer names the command that trusts it", async () => {
  vi.stubEnv("WOODSHED_HOME", join(folder, "home"));
  const message = await messageOf(await runOf("own"));
  expect(message).toMatch(
    /does not trust yet \(sha256 [0-9a-f]{64}\)\. Nothing of it has run\..*woodshed trust \S+$/,
  );
});

test("a hostile run is not exported: a checkpoint elsewhere, a file that is a link, damaged weights", async () => {
  const run = await runOf("hostile");
  const hostile = join(runs, "hostile-20261128-101500-aaaa");
  const checkpoints = join(hostile, "checkpoints");
  const real = execFileSync("readlink", ["-f", join(checkpoints, "best")], { encoding: "utf8" }).trim();
  const unavailable = (): Promise<string> => messageOf(run);
  rmSync(join(real, "model.safetensors"));
  symlinkSync("/etc/passwd", join(real, "model.safetensors"));
  expect(await unavailable()).toContain("expected a file");
  rmSync(join(real, "model.safetensors"));
  writeFileSync(join(real, "model.safetensors"), "damaged");
  expect(await unavailable()).toMatch(/model\.safetensors/);
  const plain = await runOf("plain");
  const { path } = (await get<RunList>("/api/runs")).runs.find(({ key }) => key === plain)!;
  rmSync(checkpoints, { recursive: true });
  symlinkSync(join(runs, path, "checkpoints"), checkpoints);
  expect(await unavailable()).toContain("outside of the run");
  rmSync(checkpoints);
  expect(await unavailable()).toContain("no checkpoint yet");
});

test("onnxruntime is served from its package, to pages of this server alone", async () => {
  for (const [name, type] of [
    ["ort.wasm.min.mjs", "text/javascript; charset=utf-8"],
    ["ort-wasm-simd-threaded.mjs", "text/javascript; charset=utf-8"],
    ["ort-wasm-simd-threaded.wasm", "application/wasm"],
  ] as const) {
    const answer = await ask(`/onnxruntime/${name}`);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, type]);
    expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(1000);
  }
  expect((await fetch(`${server.url}/onnxruntime/ort.wasm.min.mjs`)).status).toBe(401);
  expect((await ask("/onnxruntime/ort.js")).status).toBe(404);
});
