import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { loadConfig } from "../src/config/load.js";
import type { ConfusionMatrixItem } from "../src/items.js";
import { addon } from "../src/tensor/addon.js";
import { RunStore } from "../src/tracking/store/store.js";
import { type RunObserver, type RunResult, runTraining } from "../src/train/run.js";
import { runCli, startCli } from "./support/cli.js";
import { settledLiveTensors } from "./support/gc.js";
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
  it("learns", async () => {
    // All clips are right with each of the seeds 0 to 7; `first` is too short for that.
    expect(first.status).toBe("finished");
    const { metrics } = await train(["training.epochs=40", "optimization.learning_rate=0.02"]);
    expect(metrics["validation/accuracy"]).toBeGreaterThan(0.9);
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
    const before = await settledLiveTensors();
    await train();
    expect(addon.liveTensors()).toBe(before);
  });

  it("records its status, versions and configuration", () => {
    using store = RunStore.open(first.folder);
    const { status, versions, config } = store.info();
    expect(status).toBe("finished");
    expect(versions["libtorch"]).toBe(addon.version());
    expect(config).toMatchObject({ training: { epochs: 4 } });
    expect(store.last("validation/loss")?.value).toBe(first.metrics["validation/loss"]);
  });

  it("runs timers between steps", async () => {
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

  it("records the means of each epoch beside those of each logging window", () => {
    using store = RunStore.open(first.folder);
    const numEpochs = 4;
    const valuesOf = (name: string) => store.metrics(name).map(({ value }) => value);
    expect(store.metrics("train/epoch_loss").map(({ step }) => step)).toEqual(
      store.metrics("validation/loss").map(({ step }) => step),
    );
    const epochs = valuesOf("epoch");
    expect([epochs[0], epochs.at(-1)]).toEqual([1, numEpochs]);
    for (const name of ["loss", "accuracy"]) {
      const windows = valuesOf(`train/${name}`);
      const perEpoch = valuesOf(`train/epoch_${name}`);
      expect(perEpoch.length).toBe(numEpochs);
      // 54 clips: six batches of eight, and one of six.
      for (const [epoch, mean] of perEpoch.entries()) {
        const own = windows.slice(7 * epoch, 7 * epoch + 7);
        const sum = own.reduce((total, value, i) => total + value * (i === 6 ? 6 : 8), 0);
        expect(mean).toBeCloseTo(sum / 54, 10);
      }
    }
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

  it("with two micro-batches per step has the loss of one, except for the statistics of batch norm", async () => {
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

describe("a clip whose prediction is not finite", () => {
  const validation = makeTones(2);
  // One sample far beyond full scale, as 32-bit integers under a float header have.
  const samples = new Float32Array(4000).fill(0.1);
  samples[2000] = 1e29;
  writeFileSync(join(validation, "low", "huge.wav"), encodeFloatWav(samples));
  const overrides = [`data.validation=${validation}`, "training.early_stopping.patience=2"];

  it("is named in one warning, counts as misclassified, and stops the run early", async () => {
    const said: string[] = [];
    const result = await train(overrides, {
      onWarning: (message) => said.push(message),
      onStop: (reason) => said.push(reason),
    });
    expect(said).toEqual([
      expect.stringMatching(
        /^warning: validation: the loss of 1 of 7 clips is not finite, .*low\/huge\.wav\. /,
      ),
      "validation/loss is NaN in every evaluation",
      expect.stringMatching(/^warning: no evaluation gave a finite validation\/loss/),
    ]);
    expect([result.status, result.position.epoch]).toEqual(["stopped early", 2]);
    expect(result.metrics["validation/loss"]).toBeNaN();
    using store = RunStore.open(result.folder);
    const item = store.items().findLast(({ name }) => name === "validation/confusion_matrix")!.item;
    const counts = (item as ConfusionMatrixItem).counts.flat();
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(6);
    expect(result.saved.last?.step).toBe(result.position.step);
  });

  it("is an error of evaluate, which names the clip", async () => {
    const args = ["evaluate", first.folder, "--data", validation];
    const { code, stdout, stderr } = await runCli(...args, "--json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      clips: 7,
      loss: null,
      clips_not_finite: [join(validation, "low", "huge.wav")],
    });
    expect(stderr).toMatch(/warning: the loss of 1 of 7 clips is not finite/);
  });
});

/** A WAV file of 32-bit floats, mono, 16 kHz. */
function encodeFloatWav(samples: Float32Array): Buffer {
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + samples.byteLength, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(3, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(16_000, 24);
  head.writeUInt32LE(64_000, 28);
  head.writeUInt16LE(4, 32);
  head.writeUInt16LE(32, 34);
  head.write("data", 36);
  head.writeUInt32LE(samples.byteLength, 40);
  return Buffer.concat([head, Buffer.from(samples.buffer)]);
}

describe("a loss that is not finite", () => {
  it("fails the run with its step and clips, and names only a checkpoint that exists", async () => {
    const { code, stderr } = await runCli(
      "train",
      RECIPE,
      ...toneOverrides(tones, join(runs, "nan")),
      "optimization.learning_rate=1e30",
      "optimization.warmup_fraction=0",
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(
      // A GPU's losses are read when they are logged.
      /TrainingError: (step \d+ \(epoch 1\), clips .*\.wav.*|steps up to \d+ \(epoch 1\)): the (loss|gradient norm) is (NaN|-?Infinity)/,
    );
    expect(stderr).toMatch(/Lower optimization\.learning_rate/);
    expect(stderr).toMatch(/\. (No checkpoint was saved|The newest checkpoint is \S+ \(step \d+\))$/m);
    expect(stderr).not.toMatch(/last checkpoint/);
    const [folder] = readdirSync(join(runs, "nan"));
    using store = RunStore.open(join(runs, "nan", folder!));
    expect(store.info().status).toBe("failed");
  });
});

/** Starts a run that would never end, and waits until its first epoch is printed. */
async function startTraining(folder: string): Promise<ReturnType<typeof startCli>> {
  const started = startCli([
    "train",
    RECIPE,
    ...toneOverrides(tones, folder),
    "data.workers=1",
    "training.epochs=10000",
  ]);
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
    const { child, ended } = startCli(["train", RECIPE, ...toneOverrides(tones, folder), "data.workers=1"]);
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
      (await startCli(["evaluate", first.folder, "--data", tones, "--json"]).ended).stdout,
    );
    const predicted = await startCli(["predict", first.folder, tones, "--json"]).ended;
    const lines = predicted.stdout.trim().split("\n");
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

  it("reports a file that it cannot read, and predicts the others", async () => {
    const { code, stdout, stderr } = await runCli(
      "predict",
      first.folder,
      "README.md",
      join(tones, "low", "1.wav"),
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/DataError: README\.md: expected audio/);
    expect(stdout).toMatch(/low\/1\.wav {2}low/);
  });
});
