// Tests that evaluation measures what predict and the exported model answer, for clips shorter and longer than a window.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeWav16, readWav } from "../src/audio/wav.js";
import { loadConfig } from "../src/config/load.js";
import type { Clip } from "../src/data/clip.js";
import { openClips } from "../src/data/dataset.js";
import { EvaluationLoader } from "../src/data/evaluation-loader.js";
import { randomFloat } from "../src/data/random.js";
import { writeShards } from "../src/data/shards/write.js";
import { type Evaluation, evaluate } from "../src/evaluation/evaluate.js";
import { encodeModel } from "../src/export/onnx/model.js";
import { OnnxSession } from "../src/export/onnx/runtime.js";
import { traceModel, waveformGraph } from "../src/export/onnx/traced-model.js";
import { evaluationLoader, windowingOf } from "../src/inference/loaders.js";
import { openData } from "../src/inference/open-data.js";
import { predictFile, predictSamples } from "../src/inference/predict.js";
import { type RestoredModel, restoreModel } from "../src/inference/restore.js";
import { closeCandidate, openCandidate, runOn } from "../src/registry/comparison/candidate.js";
import { annotationsOf } from "../src/tasks/annotations.js";
import { addon } from "../src/tensor/addon.js";
import { scope } from "../src/tensor/index.js";
import { type RunResult, runTraining } from "../src/train/run.js";
import { runCli } from "./support/cli.js";
import { settledLiveTensors } from "./support/gc.js";
import { toneOverrides } from "./support/tones.js";

const root = mkdtempSync(join(tmpdir(), "woodshed-windows-"));
afterAll(() => rmSync(root, { recursive: true }));

const CLIP_SEC = 0.05;
/** Lengths of recordings, in windows. */
const LENGTHS = [0.4, 1, 2.5, 7.3];
const PITCHES_HZ = { low: 300, high: 2700 };

/** In units of the outputs: another size of batch rounds sums of 144 terms differently. */
const TOLERANCE = 1e-5;
/** Tolerance of an export: onnxruntime computes the spectrogram in another way. */
const ONNX_TOLERANCE = 1e-4;

/** Columns of a manifest for a label and its pitch. */
const COLUMNS = {
  classification: { head: "label", textOf: (label: string) => label },
  tagging: { head: "labels", textOf: (label: string, i: number) => (i % 5 === 4 ? "high;low" : label) },
  regression: { head: "target", textOf: (_: string, i: number) => String(50 + i) },
} as const;

/** Writes a recording whose every window sounds different, and returns its path. */
function record(label: keyof typeof PITCHES_HZ, i: number): string {
  const path = join(root, "sounds", label, `${i}.wav`);
  mkdirSync(join(root, "sounds", label), { recursive: true });
  const numSamples = Math.round(LENGTHS[i % LENGTHS.length]! * CLIP_SEC * 16_000);
  const samples = Float32Array.from({ length: numSamples }, (_, j) => {
    const window = Math.floor(j / (CLIP_SEC * 16_000));
    const hz = PITCHES_HZ[label] * (1 + randomFloat(i, window));
    return 0.8 * randomFloat(i, window, 1) * Math.sin((2 * Math.PI * hz * j) / 16_000);
  });
  writeFileSync(path, encodeWav16(samples, 16_000));
  return path;
}

/** Writes a manifest of all recordings, and of a stretch of each that is longer than a window. */
function manifestOf(task: keyof typeof COLUMNS): string {
  const { head, textOf } = COLUMNS[task];
  const rows = (["low", "high"] as const).flatMap((label) =>
    Array.from({ length: 8 }, (_, i) => {
      const path = record(label, i);
      const value = textOf(label, i);
      const isLong = LENGTHS[i % LENGTHS.length]! > 2;
      return [`${path},${value},,`, ...(isLong ? [`${path},${value},0.013,${1.7 * CLIP_SEC}`] : [])];
    }).flat(),
  );
  const path = join(root, `${task}.csv`);
  writeFileSync(path, `${[`path,${head},start_sec,duration_sec`, ...rows].join("\n")}\n`);
  return path;
}

async function evaluateClips(
  model: RestoredModel,
  clips: readonly Clip[],
  more: { signal?: AbortSignal; onProgress?: (numDone: number) => void } = {},
): Promise<Evaluation> {
  const loader = evaluationLoader(model.config, clips, model.task.targetsOf(clips));
  try {
    return await evaluate({ ...model, loader, mostEmbeddings: clips.length, ...more });
  } finally {
    await loader.close();
  }
}

const close = ({ model, frontEnd }: RestoredModel): void => {
  for (const holder of [model, frontEnd]) holder.dispose();
};

describe.each(["classification", "tagging", "regression"] as const)("a model of %s", (task) => {
  const manifest = manifestOf(task);
  let run: RunResult;
  beforeAll(async () => {
    const overrides = [
      ...toneOverrides(manifest, join(root, "runs")),
      ...[`name=${task}`, `task.name=${task}`, `data.validation=${manifest}`, `data.test=${manifest}`],
      ...[`data.clip_sec=${CLIP_SEC}`, "data.workers=0", "training.epochs=3"],
    ];
    run = await runTraining(loadConfig("recipes/folder.yaml", overrides), {}, new AbortController().signal);
  });

  describe.each([
    ["windows of one length", []],
    ["batches by duration", ["training.batch_sec=0.3"]],
    ["windows that overlap", ["data.prediction_hop_sec=0.0201"]],
    [
      "windows that overlap, in batches by duration",
      ["training.batch_sec=0.3", "data.prediction_hop_sec=0.03"],
    ],
  ] as const)("with %s", (_, overrides) => {
    let model: RestoredModel;
    let clips: readonly Clip[];
    let result: Evaluation;
    beforeAll(async () => {
      model = restoreModel(run.folder, overrides);
      clips = (await openData(model.config)).validation;
      result = await evaluateClips(model, clips);
    });
    afterAll(() => close(model));

    const outputsOf = (clip: number): Float32Array => {
      const { numOutputs } = model.task;
      return result.record.outputs.subarray(clip * numOutputs, (clip + 1) * numOutputs);
    };
    /** Returns the largest difference to what was evaluated, in units of the outputs. */
    const distance = (outputs: ArrayLike<number>, clip: number): number => {
      const { outputScales } = model.task;
      expect(outputs.length).toBe(outputScales.length);
      const recorded = outputsOf(clip);
      return outputScales.reduce(
        (most, scale, i) => Math.max(most, Math.abs(outputs[i]! - recorded[i]!) / scale),
        0,
      );
    };
    const soundOf = ({ path, startSec, durationSec }: Clip): Float32Array =>
      readWav(path, startSec, durationSec).samples;

    it("evaluates what it predicts, and the mean embedding", () => {
      const { embeddings, record, notFinite } = result;
      expect([...record.evaluated]).toEqual([...clips.keys()]);
      expect(notFinite).toEqual([]);
      const width = embeddings!.values.length / clips.length;
      for (const [i, clip] of clips.entries()) {
        const expected = predictSamples(model, soundOf(clip));
        expect(distance(expected.outputs, i), clip.path).toBeLessThan(TOLERANCE);
        const scale = Math.max(1, ...expected.embedding.map(Math.abs));
        for (const [d, value] of expected.embedding.entries())
          expect(Math.abs(embeddings!.values[i * width + d]! - value) / scale).toBeLessThan(TOLERANCE);
        if (clip.durationSec === null)
          expect(distance(predictFile(model, clip.path).outputs, i)).toBeLessThan(TOLERANCE);
      }
    });

    it("would notice the result of one window alone", () => {
      const { clipSamples } = windowingOf(model.config);
      const distances = [...clips.entries()].flatMap(([i, clip]) => {
        const sound = soundOf(clip);
        if (sound.length <= clipSamples) return [];
        return [0, Math.floor((sound.length - clipSamples) / 2)].map((first) =>
          distance(predictSamples(model, sound.slice(first, first + clipSamples)).outputs, i),
        );
      });
      expect(distances.length).toBeGreaterThan(20);
      const noticed = distances.filter((difference) => difference > 20 * TOLERANCE);
      expect(noticed.length).toBeGreaterThan(0.8 * distances.length);
    });

    it("evaluates what the exported model answers", async () => {
      const traced = scope(() => traceModel(model));
      const { output } = model.task.describe();
      const graph = waveformGraph(traced, 18, output);
      const bytes = encodeModel({ graph, opset: 18, producerVersion: "0", description: "", metadata: {} });
      const session = await OnnxSession.open(bytes);
      for (const [i, clip] of clips.entries()) {
        const sound = soundOf(clip);
        const answer = await session.run(sound, [1, sound.length]);
        expect(distance(answer[output.name]!, i), clip.path).toBeLessThan(ONNX_TOLERANCE);
      }
      await session.close();
    });

    it("evaluates every clip once on two ranks, as on one", async () => {
      const targets = model.task.targetsOf(clips);
      const { data, training } = model.config;
      const done = new Set<number>();
      for (const rank of [0, 1]) {
        const loader = new EvaluationLoader({
          ...{ clips, targets, sampleRateHz: 16_000, windowing: windowingOf(model.config) },
          decoding: { numWorkers: 0, prefetchBatches: data.prefetch_batches },
          split: { rank, worldSize: 2 },
          limits: {
            batchSize: training.batch_size,
            batchSamples: (training.batch_sec ?? Number.POSITIVE_INFINITY) * 16_000,
          },
        });
        const progress: number[] = [];
        const { record } = await evaluate({ ...model, loader, onProgress: (n) => progress.push(n) });
        await loader.close();
        expect(record.evaluated.length).toBe(loader.numOwnClips);
        for (const clip of record.evaluated) {
          expect(done.has(clip)).toBe(false);
          done.add(clip);
          const { numOutputs } = model.task;
          const own = record.outputs.subarray(clip * numOutputs, (clip + 1) * numOutputs);
          expect(distance(own, clip)).toBeLessThan(TOLERANCE);
          const { losses } = result.record;
          expect(Math.abs(record.losses[clip]! - losses[clip]!)).toBeLessThan(
            TOLERANCE * (1 + losses[clip]!),
          );
        }
        // Only the last batch reports all clips.
        expect(progress.indexOf(clips.length)).toBe(progress.length - 1);
        expect(progress).toEqual(progress.toSorted((a, b) => a - b));
      }
      expect(done.size).toBe(clips.length);
    });

    it("leaves out the clips of which windows are missing when it is interrupted", async () => {
      const before = await settledLiveTensors();
      const stop = new AbortController();
      const { record } = await evaluateClips(model, clips, {
        signal: stop.signal,
        onProgress: () => stop.abort(),
      });
      expect(addon.liveTensors()).toBe(before);
      expect(record.evaluated.length).toBeGreaterThan(0);
      const { clipSamples } = windowingOf(model.config);
      for (const clip of record.evaluated)
        expect(soundOf(clips[clip]!).length).toBeLessThanOrEqual(clipSamples);
    });
  });

  it("is measured alike by the run's test and by a comparison", async () => {
    const model = restoreModel(run.folder);
    const clips = (await openData(model.config)).validation;
    const { record, summary } = await evaluateClips(model, clips);
    const test = run.test!.summary.metrics;
    for (const [name, value] of Object.entries(summary.metrics))
      expect(test[name], name).toBeCloseTo(value, 6);
    const candidate = openCandidate("a", run.folder);
    const compared = await runOn(candidate, clips, () => {});
    closeCandidate(candidate);
    expect([...compared.outputs]).toEqual([...record.outputs]);
    close(model);
  });
});

it("clips of shards are evaluated as those of the folder, also by the command", async () => {
  const folder = join(root, "sounds");
  const overrides = toneOverrides(folder, join(root, "runs"));
  const loaded = loadConfig("recipes/folder.yaml", [
    ...[...overrides, "name=shards", `data.clip_sec=${CLIP_SEC}`, "data.workers=0", "training.epochs=1"],
  ]);
  const { folder: run } = await runTraining(loaded, {}, new AbortController().signal);
  const model = restoreModel(run);
  const open = (path: string): Clip[] => openClips(path, "test", () => {}, annotationsOf(model.config));
  const files = open(folder);
  const options = { output: join(root, "shards", "all-*.tar"), clipsPerShard: 6, seed: 1 };
  const shards = open((await writeShards(files, options)).pattern);
  const byLabel = ({ record }: Evaluation, clips: readonly Clip[]) =>
    clips
      .map(({ label }, i) => [label, record.outputs[2 * i]!] as const)
      .sort(([a, x], [b, y]) => (a === b ? x - y : a < b ? -1 : 1));
  const result = await evaluateClips(model, files);
  const { stdout } = await runCli("evaluate", run, "--data", folder, "--json");
  const printed = JSON.parse(stdout) as Record<string, number>;
  for (const [name, value] of Object.entries(result.summary.metrics))
    expect(printed[name], name).toBeCloseTo(value, 6);
  const ofFiles = byLabel(result, files);
  const ofShards = byLabel(await evaluateClips(model, shards), shards);
  expect(ofShards.map(([label]) => label)).toEqual(ofFiles.map(([label]) => label));
  for (const [i, [, output]] of ofShards.entries())
    expect(Math.abs(output - ofFiles[i]![1])).toBeLessThan(TOLERANCE);
  close(model);
});
