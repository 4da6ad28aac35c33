import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadConfig } from "../config/load.js";
import type { Config } from "../config/schema.js";
import { TIME_NAMES } from "../timing/stages.js";
import type { RunFigures } from "./figures.js";
import { fix, writeBetterRecipe } from "./fix.js";

let folder: string;
let recipe: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "woodshed-fix-"));
  recipe = join(folder, "slow.yaml");
  writeFileSync(recipe, "data: {train: sounds}\ntraining: {epochs: 100, batch_size: 100, precision: fp32}\n");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Returns figures of a step with 80 ms of computing, less with bf16, and evaluations that take as long. */
function figuresOf(config: Config, bf16Factor: number): RunFigures {
  const { precision, evaluate_every_epochs: everyEpochs } = config.training;
  const compute = precision === "bf16" ? 80 / bf16Factor : 80;
  const times = {
    ...Object.fromEntries(TIME_NAMES.map((name) => [name, 0])),
    ...{ forward: compute, evaluation: 80 / everyEpochs },
  } as RunFigures["times"];
  const stepMs = times.forward + times.evaluation;
  return {
    ...{ config, numSteps: 50, stepMs, times, evaluationMs: 1600, stepsPerEpoch: 20 },
    ...{
      isEvaluationEstimated: false,
      clipsPerSec: 1e5 / stepMs,
      clip: null,
      augmentations: [],
      slowestClips: [],
    },
    ...{ numTrainClips: 2000, hostReads: { count: 0, mb: 0, ms: 0 }, ranks: [], numWorkers: 1 },
    machine: { numCores: 4, memoryBytes: 16e9, bf16Unit: "AMX", numGpus: 0 },
    ...{ trace: null, scaling: null, load: null, system: {} },
  };
}

const fixWith = (bf16Factor: number) =>
  fix(loadConfig(recipe, []).config, {
    ...{ seconds: 1, minSteps: 1, allowBatchSize: false, signal: new AbortController().signal },
    measureConfig: async (config) => figuresOf(config, bf16Factor),
  });

describe("profile --fix", () => {
  it("keeps changes that gain at least 5 %, and writes them to a recipe that extends the original", async () => {
    const result = await fixWith(2);
    expect(result.kept).toEqual([
      expect.stringMatching(/^training\.evaluate_every_epochs=\d+$/),
      "training.precision=bf16",
    ]);
    expect(result.after.clipsPerSec).toBeGreaterThan(3 * result.before.clipsPerSec);
    const path = writeBetterRecipe(recipe, ["seed=7"], result);
    expect(path).toBe(join(folder, "slow.tuned.yaml"));
    expect(readFileSync(path, "utf8")).toMatch(/^# slow\.yaml as `woodshed profile --fix` made it faster/);
    const { config } = loadConfig(path, []);
    expect(config).toMatchObject({ seed: 7, training: { precision: "bf16", epochs: 100 } });
    expect(config.training.evaluate_every_epochs).toBeGreaterThan(1);
    expect(writeBetterRecipe(recipe, [], result)).toBe(join(folder, "slow.tuned-2.yaml"));
  });

  it("does not keep a change within the noise", async () => {
    const { kept, attempts } = await fixWith(1.02);
    expect(kept.map((change) => change.split("=")[0])).toEqual(["training.evaluate_every_epochs"]);
    expect(attempts.find(({ change }) => change === "training.precision=bf16")).toMatchObject({
      isKept: false,
    });
  });
});
