// The examples of the format's versions (tests/fixtures/checkpoint-v1 and -v2) were saved by the first version of Woodshed
// with each, in the middle of an epoch, with fp16's scaler and a moving average. Every later version must load them. They are
// never regenerated: an incompatible change needs a new format version, and must still read these.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { CheckpointReader, mapSafetensors } from "../src/checkpoint/index.js";
import { loadConfig, parseConfig } from "../src/config/load.js";
import type { FrontEnd } from "../src/front-ends/index.js";
import { buildModel } from "../src/inference/build-model.js";
import { chooseHardware } from "../src/inference/hardware.js";
import { predictFile } from "../src/inference/predict.js";
import { restoreModel } from "../src/inference/restore.js";
import { packageRoot } from "../src/package-root.js";
import { Classification } from "../src/tasks/classification/index.js";
import { scope } from "../src/tensor/index.js";
import { initWeights } from "../src/train/init.js";
import { runTraining } from "../src/train/run.js";
import { makeTones } from "./support/tones.js";

const exampleOf = (version: number): string =>
  join(packageRoot, "tests", "fixtures", `checkpoint-v${version}`);
const tones = makeTones();

describe.each([
  {
    version: 1,
    sums: { model: -0.03708015521988273, ema: -0.03678863844834268, "exp_avg_sq.0": 4.708270147091298e-6 },
    predictions: [0.2900802, 0.3528272, 0.3570925],
  },
  {
    version: 2,
    sums: { model: -0.05860429033782566, ema: -0.058222366802510805, "exp_avg_sq.0": 4.3551948216702385e-6 },
    predictions: [0.2879675, 0.3496366, 0.3623959],
  },
])("the stored checkpoint of version $version", ({ version, sums, predictions }) => {
  const example = exampleOf(version);

  it("is complete", () => {
    const { manifest } = new CheckpointReader(example).verify();
    expect(manifest.version).toBe(version);
    expect(manifest.position).toEqual({ step: 18, epoch: 2, batch: 4 });
    expect(manifest.saves).toEqual({ "every-6-steps": 3, "best-validation/loss": 2 });
  });

  it("has its original values, by their present names", () => {
    const reader = new CheckpointReader(example);
    const sumOf = (file: string, name: string): number =>
      scope(() => reader.tensors(file).get(name)!.to("float64").sum().item());
    // The order in which a sum adds depends on the CPU's vector width: n * 2^-53 of the sum of sizes bounds the error.
    for (const [file, name, sum, tolerance] of [
      ["model.safetensors", "head.fc.weight", sums.model, 1e-13],
      ["ema.safetensors", "head.fc.weight", sums.ema, 1e-13],
      ["training.safetensors", "optimizer.exp_avg_sq.0", sums["exp_avg_sq.0"], 1e-18],
      ["training.safetensors", "scaler.scale", 65536, 0],
    ] as const)
      expect(Math.abs(sumOf(file, name) - sum), name).toBeLessThanOrEqual(tolerance);
  });

  it("has its original predictions, by the moving average", () => {
    const network = restoreModel(example, ["training.precision=fp32"]);
    const { outputs } = predictFile(network, join(tones, "low", "0.wav"));
    // Rounding differs between CPUs.
    for (const [i, value] of predictions.entries()) expect(Math.abs(outputs[i]! - value)).toBeLessThan(1e-4);
  });

  const contextOf = ({ channels: numFeatures }: FrontEnd) => ({ labels: [], labelRows: [], numFeatures });

  it("starts a run by --init-from, from the checkpoint and from its file of weights alone", () => {
    const { config } = loadConfig(`${example}.yaml`, [`data.train=${tones}`]);
    for (const path of [example, join(example, "model.safetensors")]) {
      const { model, frontEnd } = buildModel(
        config,
        new Classification(["a", "b", "c"]),
        chooseHardware(config.training),
      );
      expect(initWeights(model, path, ["*"], contextOf(frontEnd))).toMatchObject({
        missing: [],
        unexpected: [],
        leftOut: [],
      });
      for (const module of [model, frontEnd]) module.dispose();
    }
  });

  it("resumes at its position", async () => {
    const runs = mkdtempSync(join(tmpdir(), "woodshed-fixture-"));
    const config = loadConfig(`${example}.yaml`, [`runs_dir=${runs}`, `data.train=${tones}`]);
    const positions: unknown[] = [];
    const observer = { onResume: (_: string, position: unknown) => positions.push(position) };
    const { signal } = new AbortController();
    // Version 1 had other random numbers.
    const allowChanges = version === 1;
    if (allowChanges) {
      await expect(runTraining(config, observer, signal, { resume: example })).rejects.toThrow(
        /version of random numbers: 1 before, 2 now, saved by another version of Woodshed: .*--allow-changes/s,
      );
    }
    const result = await runTraining(config, observer, signal, { resume: example, allowChanges });
    expect(positions).toEqual([{ step: 18, epoch: 2, batch: 4 }]);
    expect([result.status, result.position.step]).toEqual(["finished", 28]);
    const { manifest } = new CheckpointReader(join(result.folder, "checkpoints", "last"));
    expect([manifest.version, manifest.saves["every-6-steps"]]).toEqual([2, 4]);
  });
});

describe("docs/checkpoints.md", () => {
  const page = readFileSync(join(packageRoot, "docs", "checkpoints.md"), "utf8");

  it("has Python code that loads weights", () => {
    const code = /```python\n(.*?)```/s.exec(page)![1]!;
    const folder = mkdtempSync(join(tmpdir(), "woodshed-docs-"));
    cpSync(exampleOf(2), join(folder, "checkpoint"), { recursive: true });
    const printed = execFileSync(join(packageRoot, ".venv", "bin", "python"), ["-c", code], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(printed).toBe("['high', 'low', 'mid']\nhead.fc.weight torch.Size([3, 16]) torch.float32\n");
  });

  it("has valid recipes", () => {
    const recipes = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text]) => parse(text!));
    expect(recipes.length).toBe(2);
    for (const recipe of recipes)
      expect(() => parseConfig({ data: { train: "x" }, ...recipe })).not.toThrow();
  });

  it("documents every file and every entry of the manifest", () => {
    const { manifest } = new CheckpointReader(exampleOf(2));
    for (const name of [...Object.keys(manifest), ...Object.keys(manifest.files)])
      expect(page).toContain(`\`${name}\``);
    for (const name of mapSafetensors(join(exampleOf(2), "training.safetensors")).keys()) {
      expect(page).toContain(`\`${name.replace(/\.\d+$/, ".<i>")}\``);
    }
  });
});
