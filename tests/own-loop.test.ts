// Checkpoints of a training loop of one's own, as the commands see them, and on a full disk.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { Checkpoints, mapSafetensors } from "../src/index.js";
import { restoreModel } from "../src/inference/restore.js";
import { packageRoot } from "../src/package-root.js";
import { keep, Tensor } from "../src/tensor/index.js";
import { runCli } from "./support/cli.js";
import { makeTones } from "./support/tones.js";

const root = mkdtempSync(join(tmpdir(), "woodshed-own-"));
const run = join(root, "mine");

beforeAll(async () => {
  const w = keep(Tensor.from([0, 0]));
  const monitor = { metric: "validation/f1", better: "max", keepTop: 2 } as const;
  const checkpoints = await Checkpoints.open(
    run,
    { model: new Map([["w", w]]) },
    { monitor, save: [{ everySteps: 3 }] },
  );
  for (const [step, f1] of [
    [1, 0.5],
    [2, 0.7],
    [3, 0.25],
  ] as const) {
    w.fill_(step);
    await checkpoints.saveIfDue({ position: { step }, metrics: { "validation/f1": f1 } });
  }
  await checkpoints.close();
});

async function outputOf(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli("checkpoints", ...args);
  expect(code, stderr).toBe(0);
  return stdout;
}

describe("woodshed", () => {
  it("checkpoints list shows the monitored metric, the rules and the links", async () => {
    const rows = (await outputOf("list", run))
      .trim()
      .split("\n")
      .map((line) => line.split(/ {2,}/).filter((_, i) => i !== 3 && i !== 4));
    expect(rows).toEqual([
      ["checkpoint", "epoch", "validation/f1", "for", "links"],
      ["step-0000001", "0", "0.5000", "best-validation/f1"],
      ["step-0000002", "0", "0.7000", "best-validation/f1", "best"],
      ["step-0000003", "0", "0.2500", "every-3-steps", "last"],
    ]);
  });

  it("checkpoints verify, average and export read them", async () => {
    expect((await outputOf("verify", run)).match(/: complete, /g)?.length).toBe(3);
    const averaged = join(root, "averaged");
    const average = await outputOf("average", run, "--output", averaged);
    expect(average).toMatch(/mean of 3 checkpoints: .*averaged\n$/);
    const file = join(root, "weights.safetensors");
    await outputOf("export", averaged, "--output", file);
    expect(mapSafetensors(file).get("w")!.toArray()).toEqual(Float32Array.of(2, 2));
  });

  it("checkpoints prune keeps the best and the last", async () => {
    expect(await outputOf("prune", run, "--dry-run")).toMatch(
      /^would delete .*step-0000001\n2 of 3 kept, .* would be freed\n$/,
    );
  });

  it("refuses them where a recipe is needed", async () => {
    const tones = makeTones(2);
    const { code, stderr } = await runCli("predict", run, join(tones, "low", "0.wav"));
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^CheckpointError: .*step-0000002: was saved by a training loop of its own, without a recipe, so that Woodshed cannot build its model/,
    );
    // `evaluate`, `export`, `serve` and the registry build the model in the same way.
    expect(() => restoreModel(run)).toThrow(/without a recipe/);
    const resumed = await runCli("train", "recipes/folder.yaml", `data.train=${tones}`, "--resume", run);
    expect(resumed.stderr).toMatch(/step-0000003: was saved by a training loop of its own, without a recipe/);
  });
});

it("the manifest has the entries that docs/checkpoints.md lists", () => {
  const page = readFileSync(join(packageRoot, "docs", "checkpoints.md"), "utf8");
  const manifest = JSON.parse(readFileSync(join(run, "checkpoints", "last", "checkpoint.json"), "utf8"));
  for (const name of Object.keys(manifest)) expect(page).toContain(`\`${name}\``);
});

function canMount(): boolean {
  try {
    execFileSync("unshare", ["--mount", "--map-root-user", "true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

it.runIf(canMount())("a disk that is full in the middle of a save keeps the last complete checkpoint", () => {
  const disk = mkdtempSync(join(root, "disk-"));
  const shell = `mount -t tmpfs -o size=4m none "${disk}" && exec "$@"`;
  const script = join(packageRoot, "tests", "loops", "full-disk.mjs");
  const program = ["--mount", "--map-root-user", "bash", "-c", shell, "bash", process.execPath, script];
  const printed = execFileSync("unshare", [...program, join(disk, "run")], { encoding: "utf8" });
  expect(JSON.parse(printed)).toEqual({
    seen: [
      { step: 1, value: 1, names: ["last", "step-0000001"] },
      { step: 1, value: 1, names: ["last", "step-0000001"] },
      { step: 3, value: 3, names: ["last", "step-0000003"] },
    ],
    warnings: [
      expect.stringMatching(
        /^warning: .*step-0000002: the checkpoint was not written: the disk is full. Earlier checkpoints are untouched$/,
      ),
    ],
    failure: "WRITE",
  });
  expect(existsSync(join(disk, "run"))).toBe(false);
});
