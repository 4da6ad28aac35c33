// A cross-validation, and the same one killed and interrupted: equal to the bit.
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { findRun } from "../src/child-runs/find-run.js";
import type { FoldsSummary } from "../src/cross-validation/finish.js";
import { RunStore } from "../src/tracking/store/store.js";
import { runCli, WAIT } from "./support/cli.js";
import { GONE_MS, Job } from "./support/job.js";
import { Pause } from "./support/pause.js";
import { numbersOf, tensorsOf } from "./support/run.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const root = mkdtempSync(join(tmpdir(), "woodshed-cross-validate-"));
const tones = makeTones(8);
const FOLDS = ["1", "2", "3"];

function commandIn(runs: string): string[] {
  return [
    ...["cross-validate", "recipes/folder.yaml", ...toneOverrides(tones, runs), "--folds", "3"],
    ...["data.validation_fraction=0", "training.early_stopping.patience=null", "training.epochs=2"],
    "checkpoint.save=[{every_steps: 1}]",
  ];
}

const folderOf = (runs: string): string => join(runs, "folder-folds");
const runOf = (runs: string, fold: string): string => findRun(folderOf(runs), `folder-fold-${fold}`)!;
const summaryOf = (runs: string): FoldsSummary =>
  JSON.parse(readFileSync(join(folderOf(runs), "results.json"), "utf8")) as FoldsSummary;

/** Results without names that differ by command. */
function plain(runs: string) {
  const { folder: _, folds, ...summary } = summaryOf(runs);
  const predictions = readFileSync(join(folderOf(runs), "predictions.jsonl"), "utf8")
    .trimEnd()
    .split("\n");
  return {
    ...summary,
    folds: folds.map(({ run: _, ...fold }) => fold),
    predictions: predictions.map((line) => {
      const { run: _, ...prediction } = JSON.parse(line) as { run: string; clip: string; loss: number };
      return prediction;
    }),
    numbers: FOLDS.map((fold) => numbersOf(runOf(runs, fold))),
    weights: FOLDS.map((fold) => tensorsOf(runOf(runs, fold))),
  };
}

const whole = join(root, "whole");
let output: string;
let pause: Pause | null = null;
afterAll(() => pause?.end());

beforeAll(async () => {
  const { code, stdout, stderr } = await runCli(...commandIn(whole));
  expect(code, stderr).toBe(0);
  output = stdout;
});

describe("a cross-validation", () => {
  it("tests each clip once, with the weights of the last epoch", () => {
    const { folds, predictions, pooled, metrics } = plain(whole);
    expect(folds.map(({ fold, numClips, numEpochs }) => [fold, numClips, numEpochs])).toEqual(
      FOLDS.map((fold) => [fold, 8, 2]),
    );
    expect(new Set(predictions.map(({ clip }) => clip)).size).toBe(24);
    const losses = folds.map(({ metrics }) => metrics["loss"]!);
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / 3;
    const deviation = Math.sqrt(losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / 2);
    expect(metrics["loss"]).toEqual({ mean, deviation, numFolds: 3 });
    // Folds of equal size: the pooled mean is the mean of means, but for the order of the sum.
    expect(pooled["loss"]).toBeCloseTo(mean, 12);
    expect(predictions.reduce((sum, { loss }) => sum + loss, 0) / 24).toBeCloseTo(mean, 12);
  });

  it("evaluates all clips with the very numbers of the runs' own tests", () => {
    const { folds, predictions } = plain(whole);
    for (const [i, fold] of FOLDS.entries()) {
      using store = RunStore.open(runOf(whole, fold));
      const own = predictions.filter((one) => (one as unknown as { fold: string }).fold === fold);
      expect(own.reduce((sum, { loss }) => sum + loss, 0) / own.length).toBeCloseTo(
        store.last("test/loss")!.value,
        14,
      );
      expect(folds[i]!.metrics["accuracy"]).toBe(store.last("test/accuracy")!.value);
    }
  });

  it("prints a table with mean and deviation, and writes a page with the folds side by side", () => {
    const { metrics, pooled } = summaryOf(whole);
    const { mean, deviation } = metrics["accuracy"]!;
    expect(output).toMatch(/^plan {6}3 folds made by label, of 8 clips each, 24 clips in all\./m);
    expect(output).toMatch(/^test {6}Each model .* its weights after the last epoch are tested/m);
    expect(output).toMatch(new RegExp(`^mean +${mean.toFixed(3)} `, "m"));
    expect(output).toMatch(new RegExp(`^deviation +${deviation.toFixed(3)} `, "m"));
    expect(output).toMatch(new RegExp(`^all clips +24 +${(pooled["accuracy"] as number).toFixed(3)} `, "m"));
    expect(output).toMatch(
      /woodshed train recipes\/folder\.yaml .* data\.folds=null data\.validation_fraction=0$/m,
    );
    const page = readFileSync(join(folderOf(whole), "report.html"), "utf8");
    expect(page).toContain(`<b>${mean.toFixed(3)}</b> &plusmn; ${deviation.toFixed(3)}`);
    for (const fold of FOLDS) expect(page).toContain(`<th>fold ${fold}</th>`);
  });

  it("names its runs as one group for trackers, and registers no model", () => {
    for (const fold of FOLDS) {
      const recipe = readFileSync(join(folderOf(whole), "folds", `folder-fold-${fold}.yaml`), "utf8");
      expect(recipe).toMatch(/group: folder-folds\n/);
      expect(recipe).toMatch(/job_type: fold\n/);
      expect(recipe).toMatch(/register: null\n/);
    }
  });

  it("that is finished is shown again without training or evaluating", async () => {
    const before = FOLDS.map((fold) => runOf(whole, fold));
    const { code, stdout } = await runCli(...commandIn(whole), "--json");
    expect([code, JSON.parse(stdout)]).toEqual([0, summaryOf(whole)]);
    expect(FOLDS.map((fold) => runOf(whole, fold))).toEqual(before);
  });

  it("is not resumed with other settings or clips", async () => {
    const other = await runCli(...commandIn(whole), "training.epochs=3");
    expect(other.code).toBe(1);
    expect(other.stderr).toMatch(/other settings or clips:\n {2}training\.epochs: 2 before, 3 now\nUndo/);
    const seed = await runCli(...commandIn(whole), "data.validation_seed=7");
    expect(seed.stderr).toMatch(
      /data\.validation_seed: null before, 7 now\n {2}clips: 3 folds before, 3 now/,
    );
  });

  it("needs folds", async () => {
    const command = commandIn(join(root, "none")).filter((word) => word !== "--folds" && word !== "3");
    const { code, stderr } = await runCli(...command);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/expected the number of folds, or the column .* such as --folds 5/),
    ]);
    expect(existsSync(join(root, "none"))).toBe(false);
  });
});

it("that is killed in one fold and interrupted in the next resumes to the same bits", async () => {
  const runs = join(root, "killed");
  pause = new Pause(/^epoch 1\/2 {2}train/, /^run .*folder-fold-2-/);
  const start = (): Job => new Job(commandIn(runs), { env: pause!.env });
  const killed = start();
  await pause.reached(killed.ended, 0);
  // The save of the first step takes its time in its thread.
  const checkpoint = join(runOf(runs, "1"), "checkpoints", "last");
  await vi.waitFor(() => expect(existsSync(checkpoint)).toBe(true), WAIT);
  process.kill(killed.child.pid!, "SIGKILL");
  expect(await killed.goneAfter(GONE_MS)).toBeLessThan(GONE_MS);

  pause.continue(0);
  const interrupted = start();
  await pause.reached(interrupted.ended, 1);
  process.kill(interrupted.child.pid!, "SIGINT");
  const log = join(folderOf(runs), "folds", "folder-fold-2.log");
  await vi.waitFor(() => expect(readFileSync(log, "utf8")).toMatch(/stopping: saving a checkpoint/), WAIT);
  pause.end();
  const stopped = await interrupted.ended;
  expect([stopped.code, stopped.stdout]).toEqual([
    130,
    expect.stringMatching(/^fold 1 {2}2 epochs {2}accuracy/m),
  ]);
  expect(stopped.stderr).toMatch(/stopped; the same command resumes/);
  expect(interrupted.processes()).toEqual([]);

  const resumed = await start().ended;
  expect(resumed.code, resumed.stderr).toBe(0);
  expect(resumed.stdout).toMatch(/^fold 1 .* done before$/m);
  expect(resumed.stdout).toMatch(/^fold 2 {2}resumes$/m);
  for (const fold of ["1", "2"])
    expect(readFileSync(join(folderOf(runs), "folds", `folder-fold-${fold}.log`), "utf8")).toMatch(
      /^resume /m,
    );
  expect(plain(runs)).toEqual(plain(whole));
});

it("ends with the error of a fold that fails", async () => {
  const runs = join(root, "failing");
  const broken = [...commandIn(runs), "optimization.learning_rate=1e30", "checkpoint.export=none"];
  const { code, stderr } = await runCli(...broken);
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(
      /TrainingError: fold 1: .*the loss is NaN.* Log: .*folder-fold-1\.log\. The same command resumes/s,
    ),
  ]);
});
