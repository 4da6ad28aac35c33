import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readWav } from "../src/audio/wav.js";
import { loadConfig } from "../src/config/load.js";
import type { Clip } from "../src/data/clip.js";
import { evaluate } from "../src/evaluation/evaluate.js";
import { exportOnnx, type OnnxExport } from "../src/export/onnx/index.js";
import { OnnxSession } from "../src/export/onnx/runtime.js";
import { evaluationLoader } from "../src/inference/loaders.js";
import { openData } from "../src/inference/open-data.js";
import { predictFile, recordingTimes } from "../src/inference/predict.js";
import { type RestoredModel, restoreModel } from "../src/inference/restore.js";
import { writeContents } from "../src/registry/versions/contents.js";
import { readSource } from "../src/registry/versions/source.js";
import { PredictionServer } from "../src/serving/server.js";
import type { EvaluationRecord } from "../src/tasks/task.js";
import { runTraining } from "../src/train/run.js";
import { runCli } from "./support/cli.js";
import { TASK_DATA } from "./support/task-data.js";
import { toneOverrides } from "./support/tones.js";

// Checks that predict, serve and the exported model answer for a file what evaluation measures on its clip.

const folder = mkdtempSync(join(tmpdir(), "woodshed-answers-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Largest difference in units of the outputs: another size of batch rounds sums of 144 terms differently. */
const TOLERANCE = 1e-5;

const EXPECTED = {
  tagging: {
    ...{ output: "probabilities", summary: "3 labels", purpose: "predicts any of 3 labels" },
    ...{
      card: /\nThresholds: [\d.]+, [\d.]+, [\d.]+\.\n/,
      table: /\nper label of the validation clips:\n\n\| label \|/,
    },
    metadata: {
      task: "tagging",
      labels: '["high","low","mid"]',
      thresholds: expect.stringMatching(/^\[0\.\d/),
    },
  },
  regression: {
    ...{ output: "numbers", summary: "1 number", purpose: "predicts target" },
    ...{
      card: /\nTargets: target\.\n/,
      table: /\nper target of the validation clips:\n\n\| target \| MAE \|/,
    },
    metadata: { task: "regression", targets: '["target"]' },
  },
  detection: {
    ...{ output: "frames", summary: "3 labels", purpose: "detects events of 3 labels" },
    ...{
      card: /\nThresholds: [\d.]+, [\d.]+, [\d.]+\.\n/,
      table: /\nper label of the validation clips:\n\n\| label \|/,
    },
    metadata: { task: "detection", labels: '["high","low","mid"]', pooling: '"attention"' },
  },
} as const;

describe.each(["tagging", "regression", "detection"] as const)("a model of %s", (task) => {
  const expected = EXPECTED[task];
  const manifest = TASK_DATA[task]();
  const durationSec = task === "detection" ? 1 : 0.25;
  let run: string;
  let model: RestoredModel;
  let clips: readonly Clip[];
  let record: EvaluationRecord;
  let exported: OnnxExport;

  beforeAll(async () => {
    const overrides = [...toneOverrides(manifest, folder), `name=${task}`, `task.name=${task}`];
    const loaded = loadConfig("recipes/folder.yaml", [...overrides, "training.epochs=4"]);
    run = (await runTraining(loaded, {}, new AbortController().signal)).folder;
    model = restoreModel(run);
    clips = (await openData(model.config)).validation;
    const loader = evaluationLoader(model.config, clips, model.task.targetsOf(clips));
    ({ record } = await evaluate({ ...model, loader }));
    await loader.close();
    exported = await exportOnnx(run, join(folder, `${task}.onnx`));
  });
  afterAll(() => {
    for (const holder of [model.model, model.frontEnd]) holder.dispose();
    rmSync(dirname(manifest), { recursive: true });
  });

  /** Asserts that outputs are those that evaluation recorded for a clip; of frames, that they have the same counts. */
  function expectRecorded(outputs: ArrayLike<number>, clip: number): void {
    const { numOutputs, outputScales, collect } = model.task;
    const row = collect === undefined ? outputs : countsOf(outputs, clip);
    expect(row.length).toBe(numOutputs);
    for (let i = 0; i < numOutputs; i++) {
      const difference = Math.abs(row[i]! - record.outputs[clip * numOutputs + i]!);
      expect(difference / (collect === undefined ? outputScales[i]! : 1)).toBeLessThan(TOLERANCE);
    }
  }

  function countsOf(outputs: ArrayLike<number>, clip: number): ArrayLike<number> {
    const numSamples = 16_000 * durationSec;
    const recording = model.task.collect!({
      clip,
      targets: record.targets,
      numSamples,
      sampleRateHz: 16_000,
    });
    recording.add(Float32Array.from(outputs), 0, 1, { first: 0, count: numSamples, padded: numSamples });
    return recording.row();
  }

  it("predicts what was evaluated, and prints it", async () => {
    expect(clips.length).toBeGreaterThan(5);
    for (const [i, { path }] of clips.entries()) {
      const { outputs, answer } = predictFile(model, path);
      expectRecorded(outputs, i);
      expect(answer).toEqual(model.task.answer(outputs, recordingTimes(model, 16_000 * durationSec)));
    }
    const { path } = clips[0]!;
    const { answer } = predictFile(model, path);
    const [json, text] = [await runCli("predict", run, path, "--json"), await runCli("predict", run, path)];
    expect(JSON.parse(json.stdout)).toEqual({ path, duration_sec: durationSec, ...answer.json });
    expect(text.stdout).toBe(
      `${[path, ...answer.values.map((value) => `${value.name} ${value.text}`)].join("  ")}\n`,
    );
  });

  it("is served with the same answers", async () => {
    const server = await PredictionServer.start({
      ...{ path: run, host: "127.0.0.1", port: 0, maxBatch: 1, numDecoders: 1 },
      limits: { maxBytes: 1e6, maxSeconds: 5, timeoutMs: 60_000, maxPending: 8 },
    });
    try {
      const health = await (await fetch(`${server.url}/health`)).json();
      const { properties } = model.task.describe();
      expect(health).toMatchObject({ task, summary: expected.summary, ...properties });
      const { path } = clips[1]!;
      const { answer } = predictFile(model, path);
      const sent = { method: "POST", body: new Uint8Array(readFileSync(path)) };
      const body = await (await fetch(`${server.url}/predict?values`, sent)).json();
      const values = answer.values.map(({ isChosen, ...value }) => ({ ...value, is_chosen: isChosen }));
      expect(body).toEqual({ ...answer.json, duration_sec: durationSec, values });
    } finally {
      await server.close();
    }
  });

  it("is exported with the same outputs and what gives them their meaning", async () => {
    expect(exported.maxDifference).toBeLessThan(1e-4);
    expect(exported.outputs.map(({ name }) => name)).toEqual([expected.output, "embedding"]);
    expect(exported.metadata).toMatchObject(expected.metadata);
    const session = await OnnxSession.open(readFileSync(exported.path));
    for (const [i, { path }] of clips.entries()) {
      const { samples } = readWav(path);
      expectRecorded((await session.run(samples, [1, samples.length]))[expected.output]!, i);
    }
    await session.close();
  });

  it("is described in the registry by its task", async () => {
    const version = mkdtempSync(join(folder, "version-"));
    const { description } = await writeContents(version, "tones", readSource(run), null);
    expect(description.task).toEqual(model.task.describe());
    const card = readFileSync(join(version, "README.md"), "utf8");
    expect(card).toContain(`It ${expected.purpose} for mono audio`);
    expect(card).toMatch(expected.card);
    expect(card).toMatch(expected.table);
    const restored = restoreModel(version);
    expect(restored.task.describe()).toEqual(model.task.describe());
    for (const holder of [restored.model, restored.frontEnd]) holder.dispose();
  });
});
