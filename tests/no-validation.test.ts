// A fold as the test set, without validation clips: the weights of the last epoch are the result.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { CheckpointReader } from "../src/checkpoint/index.js";
import { loadConfig } from "../src/config/load.js";
import { restoreModel } from "../src/inference/restore.js";
import { readSource } from "../src/registry/versions/source.js";
import { RunStore } from "../src/tracking/store/store.js";
import { type RunResult, runTraining } from "../src/train/run.js";
import { runCli } from "./support/cli.js";
import { tensorsOf } from "./support/run.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const runs = mkdtempSync(join(tmpdir(), "woodshed-fold-"));
const overrides = [
  ...toneOverrides(makeTones(8), runs),
  ...["data.validation_fraction=0", "data.folds=4", "data.fold=2", "training.epochs=2"],
  "training.early_stopping.patience=null",
  "optimization.ema_decay=0.5",
];

describe("a run with a fold as the test set and no validation clips", () => {
  const warnings: string[] = [];
  let result: RunResult;

  beforeAll(async () => {
    const onWarning = (message: string): number => warnings.push(message);
    result = await runTraining(loadConfig("recipes/folder.yaml", overrides), { onWarning });
  });

  it("trains on the other folds, evaluates once at its end, and chooses no best checkpoint", () => {
    expect(warnings).toEqual([]);
    expect([result.status, result.calibration, result.saved.best]).toEqual(["finished", null, null]);
    expect(result.saved.last?.step).toBe(6);
    expect(result.test!.summary.numClips).toBe(6);
    using store = RunStore.open(result.folder);
    expect(store.metricNames().filter((name) => name.startsWith("validation/"))).toEqual([]);
    expect(store.metrics("test/accuracy").map(({ step }) => step)).toEqual([6]);
    expect(result.metrics["test/loss"]).toBe(result.test!.summary.metrics["loss"]);
  });

  it("tests, exports and predicts with the last weights, averaged if the recipe says so", () => {
    const last = new CheckpointReader(join(result.folder, "checkpoints", "last"));
    expect(last.weightsFile).toBe("ema.safetensors");
    const { model, frontEnd, folder } = restoreModel(result.folder);
    expect(folder).toBe(last.folder);
    model.dispose();
    frontEnd.dispose();
    expect(Object.keys(tensorsOf(result.folder))).toContain("ema.safetensors");
    expect(readSource(result.folder).metrics["test/accuracy"]).toBe(result.metrics["test/accuracy"]);
  });

  it("is evaluated again with the same result, on the fold alone", async () => {
    const { code, stdout, stderr } = await runCli("evaluate", result.folder, "--json");
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ clips: 6, loss: result.metrics["test/loss"] });
    const none = await runCli("evaluate", result.folder, "--split", "validation");
    expect([none.code, none.stderr]).toEqual([
      1,
      expect.stringMatching(/--split validation: the run's data has no such clips/),
    ]);
  });

  it("is described before it trains, and its epochs while it does", async () => {
    const dry = await runCli("train", "recipes/folder.yaml", ...overrides, "--dry-run");
    expect(dry.stdout).toMatch(/^data {6}18 training clips, 0 validation, 6 test;/m);
    expect(dry.stdout).toMatch(
      /^split {5}test: fold 2 of 4, held out of training\n {10}validation: none \(/m,
    );
    const trained = await runCli("train", "recipes/folder.yaml", ...overrides, "seed=1");
    expect(trained.stdout).toMatch(/^epoch 2\/2 {2}train loss [\d.]+, accuracy [\d.]+ \(epoch mean\)$/m);
    expect(trained.stdout).toMatch(/^test accuracy /m);
  });
});
