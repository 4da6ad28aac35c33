// Parameter groups of a recipe in whole runs: what a frozen encoder keeps, resuming around its thaw, and two ranks.
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CheckpointReader } from "../src/checkpoint/index.js";
import { loadConfig } from "../src/config/load.js";
import { scope, type Tensor } from "../src/tensor/index.js";
import { RunStore } from "../src/tracking/store/store.js";
import { type RunResult, runTraining } from "../src/train/run.js";
import { resultsOf, runRanks } from "./support/ranks.js";
import { numbersOf, onlyRun, tensorsOf } from "./support/run.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const RECIPE = "recipes/folder.yaml";
const tones = makeTones(8);
const root = mkdtempSync(join(tmpdir(), "woodshed-frozen-"));
afterAll(() => {
  for (const folder of [tones, root]) rmSync(folder, { recursive: true });
});

function textOf(tensor: Tensor): string {
  const { buffer, byteOffset, byteLength } = tensor.toArray();
  return Buffer.from(buffer, byteOffset, byteLength).toString("base64");
}

/** 18 clips to train: three steps an epoch. */
const STEPS_PER_EPOCH = 3;
/** The encoder is frozen in the first of three epochs, and its last layer in all. */
const GROUPS = `[
  {match: ['encoder.fc1.*'], frozen_epochs: all},
  {match: ['encoder.*'], learning_rate_factor: 0.5, weight_decay: 0, frozen_epochs: 1},
  {match: ['head.fc.bias'], weight_decay: 0.1},
]`;
const overridesOf = (runs: string): string[] => [
  ...toneOverrides(tones, runs),
  "training.batch_size=6",
  "training.epochs=3",
  "model.dropout=0.3",
  // Low enough not to amplify rounding.
  "optimization.learning_rate=0.0005",
  "optimization.ema_decay=0.9",
  "checkpoint.save=[{every_steps: 1, keep_last: all}]",
  "logging.gradient_norms=true",
  `optimization.parameter_groups=${GROUPS}`,
];

const newRuns = (): string => mkdtempSync(join(root, "runs-"));

function train(runs: string, { stopAfter = 0, resume = "auto" } = {}): Promise<RunResult> {
  const stop = new AbortController();
  const observer = {
    onStep: ({ step }: { step: number }) => {
      if (step === stopAfter) stop.abort();
    },
    onThaw: (epoch: number, groups: readonly { match: readonly string[] }[]) =>
      void thawed.push(...groups.map(({ match }) => [epoch, match[0]!] as [number, string])),
  };
  return runTraining(loadConfig(RECIPE, overridesOf(runs)), observer, stop.signal, { resume });
}

/** Epochs and first patterns of the groups whose frozen epochs ended. */
const thawed: [epoch: number, pattern: string][] = [];

let whole: RunResult;
beforeAll(async () => {
  whole = await train(newRuns());
});

it("reports the groups whose frozen epochs are over, and logs the learning rate of each group", () => {
  expect(thawed[0]).toEqual([1, "encoder.*"]);
  using store = RunStore.open(whole.folder);
  const valuesOf = (name: string) => store.metrics(name).map(({ value }) => value);
  const rates = valuesOf("train/learning_rate");
  expect(valuesOf("train/learning_rate_group_0")).toEqual(rates.map(() => 0));
  const halves = rates.map((rate, i) => (i < STEPS_PER_EPOCH ? 0 : rate / 2));
  expect(valuesOf("train/learning_rate_group_1")).toEqual(halves);
  expect(valuesOf("train/learning_rate_group_2")).toEqual(rates);
});

describe("a frozen encoder", () => {
  /** Returns the tensors of a file after a step, as text, for those whose names match. */
  const valuesAt = (run: RunResult, step: number, file: string, wanted: RegExp): Record<string, string> =>
    scope(() => {
      const folder = join(run.folder, "checkpoints");
      const name = readdirSync(folder).find((one) => one === `step-${String(step).padStart(7, "0")}`)!;
      const tensors: Iterable<[string, Tensor]> = new CheckpointReader(join(folder, name)).tensors(file);
      return Object.fromEntries(
        [...tensors].filter(([key]) => wanted.test(key)).map(([key, one]) => [key, textOf(one)]),
      );
    });
  const differing = (a: Record<string, string>, b: Record<string, string>): string[] =>
    Object.keys(a).filter((name) => a[name] !== b[name]);
  const encoderAt = (step: number, file = "model.safetensors") => valuesAt(whole, step, file, /^encoder\./);

  it("keeps its weights, statistics and averages until its epochs are over", () => {
    for (const file of ["model.safetensors", "ema.safetensors"]) {
      expect(Object.keys(encoderAt(1, file)).length).toBeGreaterThan(8);
      expect(differing(encoderAt(1, file), encoderAt(STEPS_PER_EPOCH, file))).toEqual([]);
      const thawed = encoderAt(STEPS_PER_EPOCH + 1, file);
      expect(differing(encoderAt(STEPS_PER_EPOCH, file), thawed)).toEqual(
        Object.keys(thawed).filter((name) => !name.startsWith("encoder.fc1.")),
      );
      expect(
        differing(thawed, encoderAt(3 * STEPS_PER_EPOCH, file)).filter((name) => /fc1/.test(name)),
      ).toEqual([]);
    }
    const head = (step: number) => valuesAt(whole, step, "model.safetensors", /^head\./);
    expect(differing(head(1), head(2))).toEqual(["head.fc.weight", "head.fc.bias"]);
  });

  it("has an untouched state of the optimizer, or none if it is never trained, and no gradients", () => {
    const stepsAt = (step: number) => valuesAt(whole, step, "training.safetensors", /^optimizer\.step\./);
    const head = ["optimizer.step.10", "optimizer.step.11"];
    const last = ["optimizer.step.8", "optimizer.step.9"];
    const names = Object.keys(stepsAt(1));
    expect(names.length).toBe(10);
    expect(names.filter((name) => last.includes(name))).toEqual([]);
    expect(differing(stepsAt(1), stepsAt(STEPS_PER_EPOCH)).sort()).toEqual(head);
    expect(differing(stepsAt(STEPS_PER_EPOCH), stepsAt(STEPS_PER_EPOCH + 1))).toEqual(names);

    const firstSteps = numbersOf(whole.folder).flatMap(([name, [first]]) =>
      name.startsWith("gradient_norm/") ? [[name.slice("gradient_norm/".length), first![0]] as const] : [],
    );
    expect(firstSteps.length).toBe(10);
    for (const [name, step] of firstSteps)
      expect([name, step]).toEqual([name, name.startsWith("encoder.") ? STEPS_PER_EPOCH + 1 : 1]);
  });

  it("is not counted by clipping: the norm is that of the head's gradients", () => {
    const numbers = new Map(numbersOf(whole.folder));
    const at = (name: string): number => numbers.get(name)![0]![1];
    // Gradients are logged as clipped to a norm of 1.
    const norm = Math.hypot(at("gradient_norm/head.fc.weight"), at("gradient_norm/head.fc.bias"));
    expect(norm).toBeCloseTo(Math.min(1, at("train/gradient_norm")), 4);
  });
});

describe("a run that stopped before, at and after the thaw resumes to the same bits", () => {
  const stopped = newRuns();
  beforeAll(async () => {
    for (const stopAfter of [STEPS_PER_EPOCH - 1, STEPS_PER_EPOCH, STEPS_PER_EPOCH + 1])
      expect((await train(stopped, { stopAfter })).status).toBe("interrupted");
  });

  it.each(["the last checkpoint", "step-0000002", "step-0000003"])("from %s", async (name) => {
    const runs = newRuns();
    cpSync(stopped, runs, { recursive: true, verbatimSymlinks: true });
    // A kill after the thaw leaves an earlier checkpoint if the last save was before it.
    const resume = name.startsWith("step-") ? join(onlyRun(runs), "checkpoints", name) : "last";
    const { folder, status } = await train(runs, { resume });
    expect(status).toBe("finished");
    expect(numbersOf(folder)).toEqual(numbersOf(whole.folder));
    expect(tensorsOf(folder)).toEqual(tensorsOf(whole.folder));
  });
});

describe("two ranks with a frozen encoder", () => {
  const undisturbed = newRuns();
  const resumed = newRuns();
  beforeAll(async () => {
    const training = (runs: string, more = {}) => ({
      recipe: RECIPE,
      overrides: [...overridesOf(runs), "training.distributed.world_size=2"],
      ...more,
    });
    const trainings = [
      training(undisturbed),
      training(resumed, { stopAfter: STEPS_PER_EPOCH + 1 }),
      training(resumed, { resume: "auto" }),
    ];
    resultsOf(await runRanks("training.mjs", 2, { input: { trainings } }));
  });

  it("equal one rank within rounding", () => {
    const one = numbersOf(whole.folder);
    const two = new Map(numbersOf(onlyRun(undisturbed)));
    expect([...two.keys()]).toEqual(one.map(([name]) => name));
    for (const [name, values] of one) {
      const theirs = two.get(name)!;
      expect(theirs.map(([step]) => step)).toEqual(values.map(([step]) => step));
      for (const [i, [, value]] of values.entries()) {
        // Rounding of float32 sums in another order; norms are sums over all weights.
        const tolerance = name.includes("gradient_norm") ? 2e-4 : 1e-5;
        expect(Math.abs(theirs[i]![1] - value), `${name} ${i}`).toBeLessThan(
          tolerance * Math.max(1, Math.abs(value)),
        );
      }
    }
  });

  it("resume to the same bits after the thaw", () => {
    expect(numbersOf(onlyRun(resumed))).toEqual(numbersOf(onlyRun(undisturbed)));
    expect(tensorsOf(onlyRun(resumed))).toEqual(tensorsOf(onlyRun(undisturbed)));
  });
});
