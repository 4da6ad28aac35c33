import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { loadConfig } from "../src/config/load.js";
import { addon } from "../src/ops/addon.js";
import { RunStore } from "../src/tracking/store/store.js";
import { type RunObserver, type RunResult, runTraining } from "../src/train/run.js";
import { runCli, startCli } from "./support/cli.js";
import { numbersOf } from "./support/run.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const RECIPE = "recipes/folder.yaml";
const tones = makeTones();
const runs = mkdtempSync(join(tmpdir(), "woodshed-runs-"));

function train(
  more: string[] = [],
  observer: RunObserver = {},
  signal = new AbortController().signal,
): Promise<RunResult> {
  return runTraining(loadConfig(RECIPE, [...toneOverrides(tones, runs), ...more]), observer, signal);
}

const weightsOf = (folder: string): Buffer =>
  readFileSync(join(folder, "checkpoints", "last", "model.safetensors"));

let first: RunResult;
beforeAll(async () => {
  first = await train();
});

describe("a run", () => {
  it("learns", () => {
    expect(first.status).toBe("finished");
    expect(first.metrics["validation/accuracy"]).toBeGreaterThan(0.8);
  });

  it("is the same to the bit again, with any number of workers", async () => {
    for (const workers of [0, 1, 3]) {
      const again = await train([`data.workers=${workers}`]);
      expect(numbersOf(again.folder)).toEqual(numbersOf(first.folder));
      expect(weightsOf(again.folder).equals(weightsOf(first.folder))).toBe(true);
    }
    const other = await train(["seed=1"]);
    expect(weightsOf(other.folder).equals(weightsOf(first.folder))).toBe(false);
  });

  it("leaves no live tensor behind", async () => {
    const before = addon.liveTensors();
    await train();
    expect(addon.liveTensors()).toBe(before);
  });

  it("records where it came from", () => {
    using store = RunStore.open(first.folder);
    const { status, versions, config } = store.info();
    expect(status).toBe("finished");
    expect(versions["libtorch"]).toBe(addon.version());
    expect(config).toMatchObject({ training: { epochs: 12 } });
    expect(store.last("validation/loss")?.value).toBe(first.metrics["validation/loss"]);
  });

  it("lets timers run between steps", async () => {
    let numTicks = 0;
    let numSteps = 0;
    const timer = setInterval(() => numTicks++, 1);
    const onStep = (): void => {
      numSteps++;
      // However fast a step is, the timer is due when it ends.
      for (const endMs = performance.now() + 2; performance.now() < endMs; );
    };
    await train([], { onStep });
    clearInterval(timer);
    expect(numTicks).toBeGreaterThanOrEqual(numSteps - 1);
  });

  it("stops early when nothing improves", async () => {
    let reason = "";
    const result = await train(
      ["training.epochs=50", "training.early_stopping.patience=2", "training.early_stopping.min_delta=100"],
      {
        onStop(text) {
          reason = text;
        },
      },
    );
    expect(result.status).toBe("stopped early");
    expect(result.position.epoch).toBe(3);
    expect(reason).toBe("validation/loss has not improved for 2 evaluations");
  });

  it("with two parts a batch is as with one, within rounding, before batch norm differs", async () => {
    // With a learning rate of nearly 0 and in evaluation, both see the same weights.
    const loss = async (parts: number) => {
      const result = await train([
        "training.epochs=1",
        "optimization.learning_rate=1e-12",
        `training.accumulation_steps=${parts}`,
      ]);
      using store = RunStore.open(result.folder);
      return store.metrics("train/loss").map(({ value }) => value);
    };
    const [one, two] = [await loss(1), await loss(2)];
    expect(two.length).toBe(one.length);
    // The statistics of batch norm are over 4 clips instead of 8: near, not equal.
    for (const [i, value] of one.entries()) expect(Math.abs(two[i]! - value)).toBeLessThan(0.3);
  });
});

describe("a loss that is not finite", () => {
  it("ends the run, names step and clips, and keeps the last checkpoint", async () => {
    const { code, stderr } = await runCli(
      "train",
      RECIPE,
      ...toneOverrides(tones, join(runs, "nan")),
      "optimization.learning_rate=1e30",
      "optimization.warmup_fraction=0",
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /TrainingError: step \d+ \(epoch 1\), clips .*\.wav.*: the (loss|gradient norm) is (NaN|-?Infinity)/,
    );
    expect(stderr).toMatch(/Lower optimization\.learning_rate/);
    const [folder] = readdirSync(join(runs, "nan"));
    using store = RunStore.open(join(runs, "nan", folder!));
    expect(store.info().status).toBe("failed");
  });
});

/** Starts a run that would never end, and waits until its first epoch is printed. */
async function startTraining(folder: string): Promise<ReturnType<typeof startCli>> {
  const started = startCli(["train", RECIPE, ...toneOverrides(tones, folder), "training.epochs=10000"]);
  await new Promise<void>((resolve) =>
    started.child.stdout!.on("data", (text) => /^epoch/m.test(String(text)) && resolve()),
  );
  return started;
}

describe("the command line", () => {
  it("saves and exits on Ctrl-C", async () => {
    const folder = join(runs, "stopped");
    const { child, ended } = await startTraining(folder);
    child.kill("SIGINT");
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(stdout).toMatch(/stopped at step \d+ after .*; saved in .*checkpoints\/last/);
    const run = join(folder, readdirSync(folder)[0]!);
    expect(
      JSON.parse(readFileSync(join(run, "checkpoints", "last", "checkpoint.json"), "utf8")).position.step,
    ).toBeGreaterThan(0);
    using store = RunStore.open(run);
    expect(store.info().status).toBe("interrupted");
  });

  it("saves and exits when its terminal is closed", async () => {
    const folder = join(runs, "closed");
    const { child, ended } = await startTraining(folder);
    for (const stream of [child.stdout!, child.stderr!]) stream.destroy();
    child.kill("SIGHUP");
    expect((await ended).code).toBe(129);
    using store = RunStore.open(join(folder, readdirSync(folder)[0]!));
    expect(store.info().status).toBe("interrupted");
  });

  it("continues when its output is closed", async () => {
    const folder = join(runs, "piped");
    const { child, ended } = startCli(["train", RECIPE, ...toneOverrides(tones, folder)]);
    await new Promise<void>((resolve) => child.stdout!.on("data", () => resolve()));
    for (const stream of [child.stdout!, child.stderr!]) stream.destroy();
    expect((await ended).code).toBe(0);
    using store = RunStore.open(join(folder, readdirSync(folder)[0]!));
    expect(store.info().status).toBe("finished");
  });

  it("evaluates the best checkpoint as training did, to the bit", async () => {
    const { stdout } = await runCli("evaluate", first.folder, "--split", "validation", "--json");
    const { loss, accuracy } = JSON.parse(stdout);
    using store = RunStore.open(first.folder);
    const best = store.best("validation/loss", "min")!;
    expect(loss).toBe(best.value);
    expect(accuracy).toBe(store.metrics("validation/accuracy").find(({ step }) => step === best.step)!.value);
  });

  it("predicts the labels that evaluation counts, as lines and as JSON", async () => {
    const { confusion, labels } = JSON.parse(
      (await runCli("evaluate", first.folder, "--data", tones, "--json")).stdout,
    );
    const lines = (await runCli("predict", first.folder, tones, "--json")).stdout.trim().split("\n");
    const predictions = lines.map((line) => JSON.parse(line));
    const counts = labels.map((truth: string) =>
      labels.map(
        (label: string) =>
          predictions.filter((clip) => clip.path.startsWith(join(tones, truth, "/")) && clip.label === label)
            .length,
      ),
    );
    expect(counts).toEqual(confusion);
    const [clip] = predictions;
    expect(clip.duration_sec).toBe(0.25);
    expect(Object.keys(clip.probabilities)).toEqual(["high", "low", "mid"]);
    expect(Object.values<number>(clip.probabilities).reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    const { stdout } = await runCli("predict", first.folder, clip.path, "--top", "1");
    const [, path, label, percent] = /^(.+) {2}(\w+) (\d+\.\d)%\n$/.exec(stdout)!;
    expect([path, label]).toEqual([clip.path, clip.label]);
    expect(Math.abs(Number(percent) - 100 * clip.probabilities[clip.label])).toBeLessThan(0.051);
  });

  it("names a file that it cannot read, and predicts the others", async () => {
    const { code, stdout, stderr } = await runCli(
      "predict",
      first.folder,
      "README.md",
      join(tones, "low", "1.wav"),
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/DataError: README\.md: expected a WAV file/);
    expect(stdout).toMatch(/low\/1\.wav {2}low/);
  });
});
