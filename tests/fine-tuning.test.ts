// Fine-tuning in whole runs: a linear probe that thaws, layer-wise rates, two optimizers, and averaged weights.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { CheckpointReader } from "../src/checkpoint/index.js";
import { loadConfig } from "../src/config/load.js";
import { scope } from "../src/tensor/index.js";
import { RunStore } from "../src/tracking/store/store.js";
import { type RunResult, runTraining } from "../src/train/run.js";
import { resultsOf, runRanks } from "./support/ranks.js";
import { numbersOf, onlyRun, tensorsOf } from "./support/run.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const RECIPE = "recipes/folder.yaml";
const tones = makeTones(8);
const root = mkdtempSync(join(tmpdir(), "woodshed-fine-tuning-"));
afterAll(() => {
  for (const folder of [tones, root]) rmSync(folder, { recursive: true });
});

/** 18 clips to train: three steps an epoch. The encoder thaws after the first, averaging begins in the second. */
const STEPS_PER_EPOCH = 3;
const overridesOf = (runs: string): string[] => [
  ...toneOverrides(tones, runs),
  "training.batch_size=6",
  "training.epochs=4",
  "model.dropout=0.3",
  "optimization.optimizer={name: nadam}",
  "optimization.parameter_groups=[{match: ['head.*'], optimizer: {name: sgd, momentum: 0.9, dampening: 0.1}}]",
  // Low enough not to amplify rounding.
  "optimization.learning_rate=0.0005",
  "optimization.schedule={name: plateau, patience: 0, factor: 0.5, threshold: 0.2}",
  "optimization.warmup_steps=2",
  "optimization.clip_grad_value=0.05",
  "optimization.linear_probe_epochs=1",
  "optimization.layer_decay=0.5",
  "optimization.swa={from_epoch: 2}",
  "checkpoint.save=[{every_steps: 1, keep_last: all}]",
];

const newRuns = (): string => mkdtempSync(join(root, "runs-"));

const thawed: string[] = [];

function train(runs: string, { stopAfter = 0, resume = "auto" } = {}): Promise<RunResult> {
  const stop = new AbortController();
  const observer = {
    onStep: ({ step }: { step: number }) => {
      if (step === stopAfter) stop.abort();
    },
    onThaw: (epoch: number, groups: readonly { match: readonly string[] }[]) =>
      void thawed.push(`${epoch} ${groups.map(({ match }) => match.join()).join()}`),
  };
  return runTraining(loadConfig(RECIPE, overridesOf(runs)), observer, stop.signal, { resume });
}

const bytesAt = (run: RunResult, step: number, file: string): Map<string, string> =>
  scope(() => {
    const name = `step-${String(step).padStart(7, "0")}`;
    const folder = join(run.folder, "checkpoints", name);
    const tensors = new CheckpointReader(folder).tensors(file);
    return new Map(
      [...tensors].map(([key, one]) => {
        const { buffer, byteOffset, byteLength } = one.toArray();
        return [key, Buffer.from(buffer, byteOffset, byteLength).toString("base64")];
      }),
    );
  });

let whole: RunResult;
beforeAll(async () => {
  whole = await train(newRuns());
});

it("a linear probe changes the head alone, and reports when the encoder thaws", () => {
  const [before, after] = [1, STEPS_PER_EPOCH].map((step) => bytesAt(whole, step, "model.safetensors"));
  const changed = [...before!].filter(([name, bytes]) => after!.get(name) !== bytes).map(([name]) => name);
  expect(changed).toEqual(["head.fc.weight", "head.fc.bias"]);
  expect(before!.size).toBeGreaterThan(20);
  const thawing = bytesAt(whole, STEPS_PER_EPOCH + 1, "model.safetensors");
  const kept = [...after!].filter(([name, bytes]) => thawing.get(name) === bytes).map(([name]) => name);
  expect(kept).toEqual([]);
  expect(thawed).toEqual(["1 *,!head.*"]);
});

it("the state has each optimizer's names, by the places of the parameters", () => {
  const names = [...bytesAt(whole, 1, "training.safetensors").keys()].filter((name) =>
    name.startsWith("optimizer."),
  );
  expect(names.filter((name) => /momentum_buffer/.test(name)).length).toBe(2);
  expect(names.filter((name) => /mu_product/.test(name)).length).toBe(10);
});

it("the learning rate falls when the metric stalls, and is in the checkpoint", () => {
  using store = RunStore.open(whole.folder);
  const rates = store.metrics("train/learning_rate").map(({ value }) => value);
  expect(rates[1]).toBe(0.0005);
  expect(rates.at(-1)).toBeLessThan(0.0005);
  const last = readdirSync(join(whole.folder, "checkpoints"))
    .filter((name) => name.startsWith("step-"))
    .at(-1)!;
  const { recipe } = new CheckpointReader(join(whole.folder, "checkpoints", last));
  expect(recipe.plateau!.scale).toBeLessThan(1);
});

it("averaged weights are the mean of those at the ends of the averaged epochs", () => {
  scope(() => {
    const stepOf = (step: number) =>
      join(whole.folder, "checkpoints", `step-${String(step).padStart(7, "0")}`);
    const states = [2, 3, 4].map((epoch) =>
      new CheckpointReader(stepOf(epoch * STEPS_PER_EPOCH)).tensors("model.safetensors"),
    );
    const average = new CheckpointReader(join(whole.folder, "checkpoints", "last")).tensors(
      "ema.safetensors",
    );
    const name = "encoder.blocks.0.conv.weight";
    const mean = states
      .reduce((sum, state) => sum.add(state.get(name)!), states[0]!.get(name)!.mul(0))
      .div(3);
    expect(average.get(name)!.sub(mean).abs().max().item()).toBeLessThan(1e-7);
    const statistics = "encoder.blocks.0.bn.running_mean";
    expect(average.get(statistics)!.sub(states[2]!.get(statistics)!).abs().max().item()).toBeGreaterThan(
      1e-4,
    );
  });
});

it("a run that stopped at the thaw, after it and at the end of an averaged epoch resumes to the same bits", async () => {
  const runs = newRuns();
  for (const stopAfter of [STEPS_PER_EPOCH, STEPS_PER_EPOCH + 1, 3 * STEPS_PER_EPOCH])
    expect((await train(runs, { stopAfter })).status).toBe("interrupted");
  const { folder, status } = await train(runs);
  expect(status).toBe("finished");
  expect(numbersOf(folder)).toEqual(numbersOf(whole.folder));
  expect(tensorsOf(folder)).toEqual(tensorsOf(whole.folder));
});

it("two ranks equal one within rounding", async () => {
  const runs = newRuns();
  const trainings = [
    { recipe: RECIPE, overrides: [...overridesOf(runs), "training.distributed.world_size=2"] },
  ];
  resultsOf(await runRanks("training.mjs", 2, { input: { trainings } }));
  const two = new Map(numbersOf(onlyRun(runs)));
  for (const [name, values] of numbersOf(whole.folder)) {
    for (const [i, [step, value]] of values.entries()) {
      const [theirStep, theirs] = two.get(name)![i]!;
      expect(theirStep).toBe(step);
      // Rounding of float32 sums in another order.
      expect(Math.abs(theirs - value), `${name} ${i}`).toBeLessThan(5e-5 * Math.max(1, Math.abs(value)));
    }
  }
});
