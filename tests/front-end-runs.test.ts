// Every built-in front end in a run: it trains, resumes to the bit, predicts and exports.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readWav } from "../src/audio/wav.js";
import { CheckpointReader, findCheckpoint } from "../src/checkpoint/index.js";
import { loadConfig } from "../src/config/load.js";
import { exportOnnx } from "../src/export/onnx/index.js";
import { openData } from "../src/inference/open-data.js";
import { predictSamples } from "../src/inference/predict.js";
import { restoreModel } from "../src/inference/restore.js";
import { addon } from "../src/tensor/addon.js";
import { scope, Tensor } from "../src/tensor/index.js";
import { type RunObserver, type RunResult, runTraining } from "../src/train/run.js";
import { settledLiveTensors } from "./support/gc.js";
import { resultsOf, runRanks } from "./support/ranks.js";
import { numbersOf, onlyRun, tensorsOf } from "./support/run.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const runs = mkdtempSync(join(tmpdir(), "woodshed-front-ends-"));
const tones = makeTones(6, 0.15);
afterAll(() => {
  for (const path of [runs, tones]) rmSync(path, { recursive: true, force: true });
});

const CLIP_SAMPLES = 4000;

/** Options of each front end under which something is learned, where that is possible. */
const FRONT_ENDS: Record<string, readonly string[]> = {
  log_mel: ["num_mels=16", "deltas=1", "normalize=running", "normalize_over=all"],
  kaldi_fbank: ["num_mels=16", "snip_edges=false", "energy=true", "normalize=running"],
  mfcc: ["num_mels=24", "num_mfcc=12", "deltas=2", "normalize=training_set", "normalize_over=all"],
  pcen: ["num_mels=16", "trainable=true", "normalize=training_set", "normalize_clips=7"],
  leaf: ["num_filters=8", "hop_ms=20", "normalize=instance"],
  raw: ["frame_samples=80", "hop_samples=40", "normalize=training_set", "normalize_over=all"],
};

function overrides(name: string, run: string, ...more: string[]): string[] {
  const options = FRONT_ENDS[name]!.map((option) => `front_end.${option}`);
  const base = toneOverrides(tones, runs).filter((one) => !one.startsWith("front_end."));
  return [
    ...base,
    ...[`front_end.name=${name}`, ...options, `name=${name}-${run}`, "training.epochs=1"],
    ...["model.channels=[4, 8]", "optimization.ema_decay=0.9"],
    ...[
      "optimization.learning_rate=0.001",
      "logging.embeddings.max_points=0",
      "logging.samples.count=2",
      ...more,
    ],
  ];
}

function train(
  given: readonly string[],
  observer: RunObserver = {},
  signal = new AbortController().signal,
): Promise<RunResult> {
  return runTraining(loadConfig("recipes/folder.yaml", given), observer, signal);
}

/** Returns the tensors of the front end in a checkpoint, by name. */
function learnedIn(folder: string): Record<string, number[]> {
  const reader = new CheckpointReader(findCheckpoint(folder));
  return scope(() =>
    Object.fromEntries(
      [...reader.tensors(reader.weightsFile)]
        .filter(([name]) => name.startsWith("front_end."))
        .map(([name, tensor]) => [name.slice(10), Array.from(tensor.toArray() as Float32Array, Number)]),
    ),
  );
}

const whole: Record<string, RunResult> = {};

describe.each(Object.keys(FRONT_ENDS))("a run with %s", (name) => {
  it("resumes to the bit, frees its tensors, and predicts", async () => {
    const before = await settledLiveTensors();
    whole[name] = await train(overrides(name, "whole"));
    const { folder } = whole[name];
    expect(addon.liveTensors()).toBe(before);

    const stop = new AbortController();
    const observer: RunObserver = { onStep: ({ step }) => step === 1 && stop.abort() };
    const cut = await train(overrides(name, "cut"), observer, stop.signal);
    expect(cut).toMatchObject({ status: "interrupted", position: { step: 1 } });
    const resumed = await train(overrides(name, "cut", "checkpoint.resume=auto"));
    expect(resumed.folder).toBe(cut.folder);
    expect(numbersOf(resumed.folder)).toEqual(numbersOf(folder));
    expect(tensorsOf(resumed.folder)).toEqual(tensorsOf(folder));

    const model = restoreModel(folder);
    const wave = Float32Array.from({ length: 7000 }, (_, i) => Math.sin(i / 3));
    const { outputs } = predictSamples(model, wave);
    expect(outputs.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
    for (const holder of [model.model, model.frontEnd]) holder.dispose();
    expect(addon.liveTensors()).toBe(before);
  });
});

describe("what a front end learns", () => {
  it.each(["pcen", "kaldi_fbank"])("is exported with the model: %s", async (name) => {
    // Compares onnxruntime with libtorch.
    const { maxDifference } = await exportOnnx(whole[name]!.folder, join(runs, `${name}.onnx`));
    expect(maxDifference).toBeLessThan(1e-4);
  });

  it("is trained, except what the recipe keeps fixed", async () => {
    const learned = learnedIn(whole["pcen"]!.folder);
    expect(Object.keys(learned).sort()).toEqual([
      ...["normalization.deviation", "normalization.mean", "normalization.num_clips"],
      ...["pcen.alpha", "pcen.delta", "pcen.root", "pcen.smoothing"],
    ]);
    for (const [parameter, first] of [
      ["alpha", 0.98],
      ["delta", 2],
      ["root", 2],
    ] as const)
      expect(learned[`pcen.${parameter}`]!.every((value) => Math.abs(value - first) > 1e-6)).toBe(true);
    const leaf = learnedIn(whole["leaf"]!.folder);
    expect(new Set(leaf["pooling.width"]).size).toBeGreaterThan(1);
    const { folder } = await train(overrides("leaf", "fixed", "front_end.train_pooling=false"));
    expect(new Set(learnedIn(folder)["pooling.width"])).toEqual(new Set([Math.fround(0.4)]));
  });

  it("is measured on the training clips, without padding", async () => {
    const { folder } = whole["mfcc"]!;
    const learned = learnedIn(folder);
    const model = restoreModel(folder);
    const { train: clips } = await openData(model.config);
    expect(learned["normalization.num_clips"]).toEqual([clips.length]);
    const { frontEnd } = model;
    const values = clips.flatMap(({ path }) => {
      const { samples } = readWav(path);
      const padded = new Float32Array(CLIP_SAMPLES);
      padded.set(samples);
      return scope(() => {
        const features = frontEnd.measurement!.features(Tensor.from(padded, { shape: [1, CLIP_SAMPLES] }));
        return [...features.narrow(2, 0, frontEnd.numFrames(samples.length)).flatten().toFloat32Array()];
      });
    });
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    // Frames have equal weight in each channel, and channels as many frames as each other.
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    for (const one of learned["normalization.mean"]!) expect(one).toBeCloseTo(mean, 3);
    for (const one of learned["normalization.deviation"]!) expect(one).toBeCloseTo(Math.sqrt(variance), 3);
    for (const holder of [model.model, frontEnd]) holder.dispose();
  });

  it("is measured on as many clips as the recipe says, unless initial weights have it", async () => {
    const { folder } = whole["pcen"]!;
    const countOf = async (run: string, ...more: string[]): Promise<number[]> => {
      const initial = [`model.init_from=${folder}`, "front_end.normalize_clips=3"];
      const { folder: made } = await train(overrides("pcen", run, ...initial, ...more));
      return learnedIn(made)["normalization.num_clips"]!;
    };
    expect(learnedIn(folder)["normalization.num_clips"]).toEqual([7]);
    expect(await countOf("started")).toEqual([7]);
    expect(await countOf("measured", `model.init_keys=['*', '!front_end.*']`)).toEqual([3]);
  });
});

describe("two ranks", () => {
  it("train and measure as one, within rounding", async () => {
    const name = "pcen";
    const runsOfTwo = mkdtempSync(join(tmpdir(), "woodshed-front-ends-"));
    const given = overrides(name, "two", `runs_dir=${runsOfTwo}`, "training.distributed.world_size=2");
    const trainings = [{ recipe: "recipes/folder.yaml", overrides: given }];
    resultsOf(await runRanks("training.mjs", 2, { input: { trainings } }));
    const two = new Map(numbersOf(onlyRun(runsOfTwo)));
    for (const [metric, values] of numbersOf(whole[name]!.folder)) {
      for (const [i, [, value]] of values.entries()) {
        // Rounding of float32 sums in another order.
        const difference = Math.abs(two.get(metric)![i]![1] - value);
        expect(difference, `${metric} ${i}`).toBeLessThan(2e-4 * Math.max(1, Math.abs(value)));
      }
    }
    const measured = (folder: string) => learnedIn(folder)["normalization.mean"];
    expect(measured(onlyRun(runsOfTwo))).toEqual(measured(whole[name]!.folder));
    rmSync(runsOfTwo, { recursive: true });
  });
});
