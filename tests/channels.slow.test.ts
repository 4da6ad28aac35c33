// A model of two channels wherever a recording passes: shards, the profiler, the registry, and pages in a browser.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, test } from "vitest";
import { profileRecipe } from "../src/bottlenecks/profile-recipe.js";
import { loadConfig } from "../src/config/load.js";
import { openClips } from "../src/data/dataset.js";
import { decodeWindow } from "../src/data/decode.js";
import { predictFile } from "../src/inference/predict.js";
import { restoreModel } from "../src/inference/restore.js";
import { sampleFormatOf } from "../src/inference/sample-format.js";
import { packageRoot } from "../src/package-root.js";
import { PredictionServer } from "../src/serving/server.js";
import { type RunResult, runTraining } from "../src/train/run.js";
import { findChromium, NO_CHROMIUM, openPage } from "./support/browser.js";
import { runCli, runCliWith } from "./support/cli.js";
import { startMlflow } from "./support/mlflow.js";
import { askPage } from "./support/page.js";
import { makeStereo, stereoOverrides } from "./support/stereo.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-channels-"));
afterAll(() => rmSync(folder, { recursive: true }));
const { sounds, left, right } = makeStereo(folder);
const SIDES = [
  ["left", left],
  ["right", right],
] as const;
const recipe = (name: string, ...more: string[]) =>
  loadConfig("recipes/folder.yaml", [...stereoOverrides(sounds, folder, name), ...more]);

let run: RunResult;
beforeAll(async () => {
  run = await runTraining(recipe("stereo"), {}, new AbortController().signal);
});

it("shards hold both channels of each recording", async () => {
  const pattern = join(folder, "shards-*.tar");
  const { code, stderr } = await runCli("data", "shard", sounds, pattern, "--clips-per-shard", "10");
  expect(code, stderr).toBe(0);
  const format = sampleFormatOf(recipe("shards").config);
  const soundsOf = (source: string): string[] =>
    openClips(source, "data.train")
      .map((clip, i) => {
        const samples = new Float32Array(2 * 1600);
        decodeWindow(clip, i, 0, format, samples);
        return `${clip.label} ${Buffer.from(samples.buffer).toString("base64")}`;
      })
      .sort();
  const files = soundsOf(sounds);
  expect(files).toHaveLength(24);
  expect(soundsOf(pattern).join() === files.join()).toBe(true);
});

it("the profiler measures steps of both channels, and larger batches", async () => {
  const { config } = recipe("profile", "data.augmentations=[{name: time_stretch}]");
  const { signal } = new AbortController();
  const { figures } = await profileRecipe(config, { seconds: 0, minSteps: 1, outFolder: null, signal });
  expect(figures.scaling!.length).toBeGreaterThan(1);
  expect(figures.trace!.modules.map(({ name }) => name)).toContain("model.encoder.blocks.0.conv");
  expect(figures.augmentations).toMatchObject([{ place: 0, ms: expect.any(Number) }]);
});

it("the registry holds the model, which is loaded by version and predicts the same", async () => {
  const { uri } = await startMlflow();
  const env = { MLFLOW_TRACKING_URI: uri, WOODSHED_CACHE: join(folder, "cache") };
  const registered = await runCliWith(env, "models", "register", run.folder, "stereo-sides");
  expect(registered.code, registered.stderr).toBe(0);
  const predict = async (model: string): Promise<string> =>
    (await runCliWith(env, "predict", model, left, right, "--json")).stdout;
  const byVersion = await predict("models:/stereo-sides/1");
  expect(byVersion).toBe(await predict(run.folder));
  const lines = byVersion.trim().split("\n");
  expect(lines.map((line) => JSON.parse(line).label)).toEqual(["left", "right"]);
});

const chromium = findChromium();
if (chromium === null) console.warn(NO_CHROMIUM);

test.skipIf(chromium === null)("the page of docs/export.md gives both channels to ONNX", async () => {
  const out = join(folder, "model.onnx");
  const { code, stdout, stderr } = await runCli("export", run.folder, "--out", out, "--json");
  expect(code, stderr).toBe(0);
  const [page] = /(?<=^```html\n)[\s\S]*?(?=^```)/m.exec(
    readFileSync(join(packageRoot, "docs/export.md"), "utf8"),
  )!;
  const ask = `<script type="module">
    const input = document.getElementById("file");
    const labels = document.getElementById("labels");
    while (input.onchange === null) await new Promise((resolve) => setTimeout(resolve, 20));
    const answers = [];
    for (const name of ["left", "right"]) {
      const chosen = new DataTransfer();
      chosen.items.add(new File([await (await fetch("/" + name)).arrayBuffer()], name));
      labels.textContent = "";
      input.files = chosen.files;
      input.dispatchEvent(new Event("change"));
      while (labels.textContent === "") await new Promise((resolve) => setTimeout(resolve, 20));
      answers.push(labels.textContent.split("\\n")[0]);
    }
    await fetch("/answer", { method: "POST", body: JSON.stringify(answers) });
  </script>`;
  const ort = join(packageRoot, "node_modules/onnxruntime-web/dist");
  const answers = (await askPage(chromium!, page + ask, {
    ...Object.fromEntries(
      ["ort.wasm.min.mjs", "ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm"].map((name) => [
        `/${name}`,
        join(ort, name),
      ]),
    ),
    ...{ "/model.onnx": out, "/model.json": Buffer.from(stdout), "/left": left, "/right": right },
  })) as string[];
  expect(answers.map((one) => one.split("% ")[1])).toEqual(["left", "right"]);
});

/** Stands in for the microphone: a recorder that delivers the bytes of a file. */
const MICROPHONE = (file: string): string => `
  window.asked = [];
  navigator.mediaDevices.getUserMedia = async (asked) => (window.asked.push(asked.audio), { getTracks: () => [] });
  window.MediaRecorder = class {
    start() {}
    stop() {
      const text = atob("${readFileSync(file).toString("base64")}");
      this.ondataavailable({ data: new Blob([Uint8Array.from(text, (letter) => letter.charCodeAt(0))]) });
      this.onstop();
    }
  };
  window.record = async () => {
    const { rows } = document.getElementById("values");
    document.getElementById("values").replaceChildren();
    const button = document.getElementById("record");
    await button.onclick();
    button.onclick();
    const note = document.getElementById("note");
    while (rows.length === 0) {
      if (note.className === "error") throw new Error(note.textContent);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return Object.fromEntries([...rows].map(({ cells }) => [cells[0].textContent, cells[2].textContent]));
  };`;

test.skipIf(chromium === null)("the page of the server sends both channels of the microphone", async () => {
  const server = await PredictionServer.start({
    ...{ path: run.folder, host: "127.0.0.1", port: 0, maxBatch: 8, numDecoders: 1, onAccess: () => {} },
    limits: { maxBytes: 1e6, maxSeconds: 5, timeoutMs: 120_000, maxPending: 8 },
  });
  const { page, close } = await openPage(chromium!);
  try {
    await page.goto(server.url);
    await expect.poll(() => page.evaluate("document.getElementById('record').onclick !== null")).toBe(true);
    const network = restoreModel(run.folder);
    for (const [label, file] of SIDES) {
      await page.evaluate(`(() => {${MICROPHONE(file)}})()`);
      // The recording is sent as it is, so the answer is that to the file.
      const { outputs } = predictFile(network, file);
      const recorded = await page.evaluate<Record<string, string>>("record()");
      for (const [i, name] of ["left", "right"].entries())
        expect(Math.abs(Number.parseFloat(recorded[name]!) - 100 * outputs[i]!)).toBeLessThan(0.06);
      // A server that cannot decode the recording gets samples of both channels.
      await page.evaluate(`(() => {
        const send = window.fetch;
        window.fetch = async (...request) => {
          window.fetch = send;
          return new Response('{"error": {"message": "unknown format"}}', { status: 415 });
        };
      })()`);
      const samples = await page.evaluate<Record<string, string>>("record()");
      expect(Number.parseFloat(samples[label]!)).toBeGreaterThan(50);
    }
    expect(await page.evaluate("asked")).toMatchObject([{ channelCount: 2, echoCancellation: false }, {}]);
  } finally {
    await close();
    await server.close(1000);
  }
});
