// The example of format version 1 (tests/fixtures/checkpoint-v1) was saved by the first version of Woodshed with
// this format, in the middle of an epoch, with fp16's scaler and a moving average. Every later version must load it.
// It is never regenerated: an incompatible change needs a new format version, and must still read this one.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { CheckpointReader, mapSafetensors } from "../src/checkpoint/index.js";
import { loadConfig, parseConfig } from "../src/config/load.js";
import { predictFile } from "../src/inference/predict.js";
import { restoreModel } from "../src/inference/restore.js";
import { packageRoot } from "../src/package-root.js";
import { scope } from "../src/tensor/index.js";
import { runTraining } from "../src/train/run.js";
import { makeTones } from "./support/tones.js";

const EXAMPLE = join(packageRoot, "tests", "fixtures", "checkpoint-v1");
const tones = makeTones();

describe("the stored checkpoint of version 1", () => {
  it("is complete", () => {
    const { manifest } = new CheckpointReader(EXAMPLE).verify();
    expect(manifest.position).toEqual({ step: 18, epoch: 2, batch: 4 });
    expect(manifest.saves).toEqual({ "every-6-steps": 3, "best-validation/loss": 2 });
  });

  it("has its original values", () => {
    const sumOf = (file: string, name: string): number =>
      scope(() => mapSafetensors(join(EXAMPLE, file)).get(name)!.to("float64").sum().item());
    // The order in which a sum adds depends on the CPU's vector width: n * 2^-53 of the sum of sizes bounds the error.
    for (const [file, name, sum, tolerance] of [
      ["model.safetensors", "fc.weight", -0.03708015521988273, 1e-13],
      ["ema.safetensors", "fc.weight", -0.03678863844834268, 1e-13],
      ["training.safetensors", "optimizer.exp_avg_sq.0", 0.000004708270147091298, 1e-18],
      ["training.safetensors", "scaler.scale", 65536, 0],
    ] as const)
      expect(Math.abs(sumOf(file, name) - sum), name).toBeLessThanOrEqual(tolerance);
  });

  it("has its original predictions, by the moving average", () => {
    const network = restoreModel(EXAMPLE, ["training.precision=fp32"]);
    const { outputs } = predictFile(network, join(tones, "low", "0.wav"));
    // Rounding differs between CPUs.
    for (const [i, value] of [0.2900802, 0.3528272, 0.3570925].entries())
      expect(Math.abs(outputs[i]! - value)).toBeLessThan(1e-4);
  });

  it("resumes at its position, if other random numbers are allowed", async () => {
    const runs = mkdtempSync(join(tmpdir(), "woodshed-v1-"));
    const recipe = join(EXAMPLE, "..", "checkpoint-v1.yaml");
    const config = loadConfig(recipe, [`runs_dir=${runs}`, `data.train=${tones}`]);
    const positions: unknown[] = [];
    const observer = { onResume: (_: string, position: unknown) => positions.push(position) };
    const { signal } = new AbortController();
    await expect(runTraining(config, observer, signal, { resume: EXAMPLE })).rejects.toThrow(
      /version of random numbers: 1 before, 2 now, saved by another version of Woodshed: .*--allow-changes/s,
    );
    const result = await runTraining(config, observer, signal, { resume: EXAMPLE, allowChanges: true });
    expect(positions).toEqual([{ step: 18, epoch: 2, batch: 4 }]);
    expect([result.status, result.position.step]).toEqual(["finished", 28]);
    expect(
      new CheckpointReader(join(result.folder, "checkpoints", "last")).manifest.saves["every-6-steps"],
    ).toBe(4);
  });
});

describe("docs/checkpoints.md", () => {
  const page = readFileSync(join(packageRoot, "docs", "checkpoints.md"), "utf8");

  it("has Python code that loads weights", () => {
    const code = /```python\n(.*?)```/s.exec(page)![1]!;
    const folder = mkdtempSync(join(tmpdir(), "woodshed-docs-"));
    cpSync(EXAMPLE, join(folder, "checkpoint"), { recursive: true });
    const printed = execFileSync(join(packageRoot, ".venv", "bin", "python"), ["-c", code], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(printed).toBe("['high', 'low', 'mid']\nfc.weight torch.Size([3, 16]) torch.float32\n");
  });

  it("has valid recipes", () => {
    const recipes = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text]) => parse(text!));
    expect(recipes.length).toBe(2);
    for (const recipe of recipes)
      expect(() => parseConfig({ data: { train: "x" }, ...recipe })).not.toThrow();
  });

  it("documents every file and every entry of the manifest", () => {
    const { manifest } = new CheckpointReader(EXAMPLE);
    for (const name of [...Object.keys(manifest), ...Object.keys(manifest.files)])
      expect(page).toContain(`\`${name}\``);
    for (const name of mapSafetensors(join(EXAMPLE, "training.safetensors")).keys()) {
      expect(page).toContain(`\`${name.replace(/\.\d+$/, ".<i>")}\``);
    }
  });
});
