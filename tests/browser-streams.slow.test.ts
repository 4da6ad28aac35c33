// Streams of exported models in a real browser, beside the same streams in Node and `woodshed detect`.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { encodeWav16, readWav } from "../src/audio/wav.js";
import { loadConfig } from "../src/config/load.js";
import { randomFloat } from "../src/data/random.js";
import { exportOnnx } from "../src/export/onnx/index.js";
import { restoreModel } from "../src/inference/restore.js";
import { packageRoot } from "../src/package-root.js";
import type { StreamEvent } from "../src/streaming/live-events.js";
import { StreamingPredictor } from "../src/streaming/streaming-predictor.js";
import { runTraining } from "../src/train/run.js";
import { findChromium, NO_CHROMIUM, openPage } from "./support/browser.js";
import { runCli } from "./support/cli.js";
import { serveFiles } from "./support/page.js";
import { TASK_DATA } from "./support/task-data.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const path = findChromium();
if (path === null) console.warn(NO_CHROMIUM);

const ort = join(packageRoot, "node_modules/onnxruntime-web/dist");
const FILES = {
  "/ort.wasm.min.mjs": join(ort, "ort.wasm.min.mjs"),
  "/ort-wasm-simd-threaded.mjs": join(ort, "ort-wasm-simd-threaded.mjs"),
  "/ort-wasm-simd-threaded.wasm": join(ort, "ort-wasm-simd-threaded.wasm"),
  "/woodshed-browser.mjs": join(packageRoot, "dist/bundle/browser.js"),
};

const folder = mkdtempSync(join(tmpdir(), "woodshed-browser-"));
const data = {
  classification: makeTones(12),
  tagging: TASK_DATA.tagging(),
  detection: TASK_DATA.detection(),
};
type TaskName = keyof typeof data;
afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(data.classification, { recursive: true });
  for (const task of ["tagging", "detection"] as const) rmSync(join(data[task], ".."), { recursive: true });
});

interface Exported {
  run: string;
  model: string;
  metadata: Record<string, string>;
}

// Until classes are far from the threshold.
const MORE = {
  classification: ["optimization.learning_rate=0.1", "training.epochs=12"],
  tagging: [],
  detection: [],
};
const models = new Map<TaskName, Promise<Exported>>();

/** Trains a model and exports it, once for each task. */
function exported(task: TaskName): Promise<Exported> {
  const train = async (): Promise<Exported> => {
    const options = [...toneOverrides(data[task], folder), `task.name=${task}`, "model.dropout=0"];
    const loaded = loadConfig(join(packageRoot, "recipes/folder.yaml"), [...options, ...MORE[task]]);
    const { folder: run } = await runTraining(loaded, {}, new AbortController().signal);
    const model = join(folder, `${task}.onnx`);
    return { run, model, metadata: { ...(await exportOnnx(run, model)).metadata } };
  };
  const known = models.get(task) ?? train();
  models.set(task, known);
  return known;
}

/** Tones that begin and end, of four seconds and a little. */
function scene(rateHz: number): Float32Array {
  return Float32Array.from({ length: Math.round(4.123 * rateHz) }, (_, i) => {
    const sec = i / rateHz;
    const hz = [300, 2700, 0, 900][Math.floor(sec / 0.7) % 4]!;
    return 0.4 * Math.sin(2 * Math.PI * hz * sec) + 0.1 * (randomFloat(1, i) - 0.5);
  });
}

interface PageResult {
  frames: { startSec: number; endSec: number; scores: number[] }[];
  events: StreamEvent[];
  numKept: number;
}

/** Streams the samples of `/sound` in parts of uneven lengths. */
const PAGE = `<!doctype html>
<link rel="icon" href="data:,">
<script type="module">
  import * as ort from "./ort.wasm.min.mjs";
  import { OnnxStream } from "./woodshed-browser.mjs";

  window.streamSound = async (metadata, options) => {
    ort.env.wasm.numThreads = 1;
    const session = await ort.InferenceSession.create("model.onnx");
    const stream = await OnnxStream.open({ ort, session, metadata, ...options });
    const sound = new Float32Array(await (await fetch("sound")).arrayBuffer());
    const result = { frames: [], events: [], numKept: 0 };
    const add = ({ frames, events }) => {
      result.frames.push(...frames.map((frame) => ({ ...frame, scores: [...frame.scores] })));
      result.events.push(...events);
      result.numKept = Math.max(result.numKept, stream.numKept);
    };
    for (let at = 0, part = 0; at < sound.length; part++) {
      const count = [128, 5000, 1, 20_000, 777][part % 5];
      add(await stream.push(sound.subarray(at, at + count)));
      at += count;
    }
    add(await stream.end());
    return result;
  };
</script>`;

describe.skipIf(path === null)("in Chromium", () => {
  test.each<{ task: TaskName; rateHz: number; hopSec: number | undefined; more?: string[] }>([
    { task: "classification", rateHz: 16_000, hopSec: undefined },
    { task: "tagging", rateHz: 44_100, hopSec: 0.1 },
    { task: "detection", rateHz: 48_000, hopSec: undefined },
    { task: "detection", rateHz: 16_000, hopSec: 0.25 },
  ])(
    "a stream of $task at $rateHz Hz equals that in Node and woodshed detect",
    async ({ task, rateHz, hopSec }) => {
      const { run, model, metadata } = await exported(task);
      const wav = join(folder, `${task}-${rateHz}.wav`);
      writeFileSync(wav, encodeWav16(scene(rateHz), rateHz));
      const [samples] = [readWav(wav).samples];
      const options = { sampleRateHz: rateHz, ...(hopSec === undefined ? {} : { hopSec }) };
      const sound = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
      const { url, close } = await serveFiles(PAGE, { ...FILES, "/model.onnx": model, "/sound": sound });
      const browser = await openPage(path!);
      const { page, problems } = browser;
      await page.goto(url);
      await page.waitForFunction("window.streamSound");
      const input = `${JSON.stringify(metadata)}, ${JSON.stringify(options)}`;
      const found = await page.evaluate<PageResult>(`streamSound(${input})`);
      expect(problems).toEqual([]);
      await browser.close();
      close();

      const restored = restoreModel(run, ["training.precision=fp32", "training.device=cpu"]);
      const stream = new StreamingPredictor(restored, options);
      const expected = [stream.push(samples), stream.end()];
      const frames = expected.flatMap((one) => one.frames);
      expect(found.frames.map(({ startSec, endSec }) => [startSec, endSec])).toEqual(
        frames.map(({ startSec, endSec }) => [startSec, endSec]),
      );
      const differences = found.frames.flatMap(({ scores }, i) =>
        scores.map((score, label) => Math.abs(score - frames[i]!.scores[label]!)),
      );
      // The tolerance of an export.
      expect(Math.max(...differences)).toBeLessThan(1e-4);
      const scores = found.frames.map((frame) => frame.scores[0]!);
      expect(Math.max(...scores) - Math.min(...scores)).toBeGreaterThan(0.01);
      const byTime = (events: readonly StreamEvent[]) =>
        events
          .map((event) => (event.kind === "offset" ? { ...event, score: 0 } : event))
          .sort(
            (a, b) => a.onsetSec - b.onsetSec || `${a.kind}${a.label}`.localeCompare(`${b.kind}${b.label}`),
          );
      const events = byTime(found.events);
      expect(events).toEqual(byTime(expected.flatMap((one) => one.events)));
      expect(events.length).toBeGreaterThan(2);
      // Room for three windows of a quarter of a second, and what the resampler needs.
      expect(found.numKept).toBeLessThan(3 * 4000 + 1000);

      const { stdout, code, stderr } = await runCli(
        ...["detect", run, wav, "--format", "jsonl", ...(hopSec === undefined ? [] : ["--hop", `${hopSec}`])],
      );
      expect(code, stderr).toBe(0);
      const lines = stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as { label: string; start_sec: number; end_sec: number });
      const whole = found.events.flatMap((event) =>
        event.kind === "offset"
          ? [[event.label, event.onsetSec.toFixed(6), event.offsetSec.toFixed(6)].join(" ")]
          : [],
      );
      expect(whole.sort()).toEqual(
        lines
          .map(({ label, start_sec, end_sec }) => [label, start_sec.toFixed(6), end_sec.toFixed(6)].join(" "))
          .sort(),
      );
    },
  );

  test("the page of docs/detection.md lists the events that a microphone hears", async () => {
    const docs = readFileSync(join(packageRoot, "docs/detection.md"), "utf8");
    const [, page] = /```html\n([\s\S]*?)```/.exec(docs)!;
    const { model, metadata } = await exported("classification");
    const wav = join(folder, "microphone.wav");
    writeFileSync(wav, encodeWav16(scene(48_000), 48_000));
    const { url, close } = await serveFiles(`<link rel="icon" href="data:,">${page}`, {
      ...FILES,
      ...{ "/model.onnx": model, "/model.json": JSON.stringify({ metadata }) },
    });
    const browser = await openPage(path!, {
      args: [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        `--use-file-for-fake-audio-capture=${wav}`,
      ],
    });
    await browser.page.goto(url);
    await browser.page.click("#start");
    await browser.page.waitForFunction('document.querySelectorAll("li").length > 2', null, {
      timeout: 120_000,
    });
    const events = await browser.page.locator("li").allTextContents();
    for (const event of events) expect(event).toMatch(/^(high|low|mid) \d+\.\d\d to \d+\.\d\d s$/);
    expect(new Set(events.map((event) => event.split(" ")[0])).size).toBeGreaterThan(1);
    expect(await browser.page.locator("#score").textContent()).toMatch(/^(high|low|mid) [01]\.\d\d$/);
    expect(browser.problems).toEqual([]);
    await browser.close();
    close();
  });
});
