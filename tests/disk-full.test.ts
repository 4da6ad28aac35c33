// Tests training on a full disk: a small file system where one can be mounted, and a limit on the size of files.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { CheckpointReader } from "../src/checkpoint/index.js";
import { packageRoot } from "../src/package-root.js";
import { runCli } from "./support/cli.js";
import { numbersOf, onlyRun, tensorsOf } from "./support/run.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const CLI = join(packageRoot, "dist", "cli", "main.js");
const tones = makeTones();
const newFolder = (): string => mkdtempSync(join(tmpdir(), "woodshed-full-"));

/**
 * The weights of this model take 0.9 MB, a checkpoint three times that. The run store of so short a run is far
 * smaller, so that only a checkpoint does not fit. It grows with time: a slow machine writes more transactions.
 */
const command = (runs: string): string[] => [
  "train",
  "recipes/folder.yaml",
  ...toneOverrides(tones, runs),
  "training.epochs=4",
  "model.channels=[24, 384]",
  "checkpoint.resume=auto",
];

let undisturbed: string;
beforeAll(async () => {
  const runs = newFolder();
  await runCli(...command(runs));
  undisturbed = onlyRun(runs);
});

/** Runs the command in a shell that first restricts writing; copies the files that it left to `kept`. */
function trainWith(
  shell: string,
  ...overrides: string[]
): { code: number | null; stdout: string; stderr: string; kept: string } {
  const [runs, kept] = [newFolder(), newFolder()];
  const script = `${shell}\n"$@"; code=$?; cp -a "${runs}/." "${kept}/"; exit $code`;
  const program = [
    "unshare",
    "--mount",
    "--map-root-user",
    "bash",
    "-c",
    script.replaceAll("RUNS", runs),
    "bash",
  ];
  const [first, ...args] = [
    ...(shell.startsWith("mount") ? program : program.slice(3)),
    process.execPath,
    CLI,
    ...command(runs),
    ...overrides,
  ];
  const { status, stdout, stderr } = spawnSync(first!, args, { cwd: packageRoot, encoding: "utf8" });
  return { code: status, stdout, stderr, kept };
}

function canMount(): boolean {
  try {
    execFileSync("unshare", ["--mount", "--map-root-user", "true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe.runIf(canMount())("a disk with space for only one checkpoint", () => {
  const SMALL_DISK = "mount -t tmpfs -o size=4600k none RUNS";
  const savedStep = (kept: string): number =>
    new CheckpointReader(join(onlyRun(kept), "checkpoints", "last")).verify().manifest.position.step;

  it("does not end training: each failed save is a warning, and the first checkpoint remains complete", () => {
    const { code, stderr, kept } = trainWith(SMALL_DISK);
    expect(code).toBe(0);
    for (const step of ["0000014", "0000021", "0000028"]) {
      expect(stderr).toContain(
        `step-${step}: the checkpoint was not written: the disk is full. Earlier checkpoints are untouched`,
      );
    }
    expect(stderr).toMatch(
      /warning: .*: the state after step 28 is not saved \(the disk is full\); the run's folder has: newest checkpoint step-0000007, best checkpoint step-0000007/,
    );
    expect(savedStep(kept)).toBe(7);
    const names = readdirSync(join(onlyRun(kept), "checkpoints"));
    expect(names.filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("fails a run that saved neither a checkpoint nor weights, with the reason", () => {
    const { code, stdout, stderr, kept } = trainWith("mount -t tmpfs -o size=640k none RUNS");
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /CheckpointError: .*: training is done, but nothing is saved: there is no checkpoint and no model\.safetensors \(the disk is full\)/,
    );
    expect(stdout).not.toMatch(/done|try it/);
    const run = onlyRun(kept);
    expect(readdirSync(join(run, "checkpoints"))).toEqual([]);
  });

  it("ends training with on_failed_save=stop; once there is space, the run resumes bit-identically", async () => {
    const { code, stderr, kept } = trainWith(SMALL_DISK, "checkpoint.on_failed_save=stop");
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /CheckpointError: .*step-0000014: the checkpoint was not written: the disk is full/,
    );
    expect(savedStep(kept)).toBe(7);
    const run = onlyRun(kept);
    const again = await runCli(...command(kept));
    expect(again.code).toBe(0);
    expect(again.stdout).toMatch(/^resume .*step-0000007: step 7/);
    expect(onlyRun(kept)).toBe(run);
    expect(numbersOf(run)).toEqual(numbersOf(undisturbed));
    expect(tensorsOf(run)).toEqual(tensorsOf(undisturbed));
  });
});

it("a limit on file sizes does not end training, and the weights are exported if they fit", () => {
  // The limit is in kilobytes: the run store and the weights fit, the optimizer's state does not.
  const { code, stdout, stderr, kept } = trainWith("ulimit -f 1500");
  expect(code).toBe(0);
  expect(stderr).toMatch(/warning: .*step-0000007: the checkpoint was not written: .*EFBIG/);
  expect(stderr).toMatch(/warning: no best checkpoint is on the disk; the last weights are used/);
  expect(stderr).toMatch(
    /warning: .*: the state after step 28 is not saved \(.*EFBIG.*\); the run's folder has: no checkpoint, model\.safetensors/,
  );
  // Predict needs a checkpoint.
  expect(stdout).toMatch(/^ {2}weights {2}/m);
  expect(stdout).not.toMatch(/try it|best checkpoint/);
  const run = onlyRun(kept);
  expect(numbersOf(run)).toEqual(numbersOf(undisturbed));
  expect(existsSync(join(run, "model.safetensors"))).toBe(true);
});
