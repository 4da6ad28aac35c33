// Tests training.batch_sec in complete runs.
import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadConfig } from "../src/config/load.js";
import { RunStore } from "../src/tracking/store/store.js";
import { runTraining } from "../src/train/run.js";
import { runCliRanks } from "./support/ranks.js";
import { numbersOf, onlyRun, tensorsOf } from "./support/run.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const RECIPE = "recipes/folder.yaml";
const tones = makeTones(25, 0.06);
const root = mkdtempSync(join(tmpdir(), "woodshed-durations-"));
const newRuns = (name: string): string => join(root, name);
const overrides = (runs: string, ...more: string[]): string[] => [
  ...toneOverrides(tones, runs),
  "training.epochs=3",
  "training.batch_sec=1",
  "training.batch_size=16",
  "data.workers=2",
  ...more,
];

async function train(runs: string, more: string[] = [], stopAfter = Infinity): Promise<void> {
  const stop = new AbortController();
  const observer = {
    onStep: ({ step }: { step: number }) => {
      if (step === stopAfter) stop.abort(new Error("enough"));
    },
  };
  await runTraining(loadConfig(RECIPE, overrides(runs, ...more)), observer, stop.signal);
}

describe("batches by duration", () => {
  it.each(["null", "4"])(
    "resume bit-identically from the middle of an epoch, batch_shapes %s",
    async (shapes) => {
      const [whole, parts] = [newRuns(`whole-${shapes}`), newRuns(`parts-${shapes}`)];
      const own = ["model.dropout=0.3", `training.batch_shapes=${shapes}`];
      await train(whole, own);
      await train(parts, own, 8);
      await train(parts, [...own, "checkpoint.resume=auto"]);
      expect(numbersOf(onlyRun(parts))).toEqual(numbersOf(onlyRun(whole)));
      expect(tensorsOf(onlyRun(parts))).toEqual(tensorsOf(onlyRun(whole)));
      using store = RunStore.open(onlyRun(whole));
      // The learning rate schedule ends with the last step.
      const rates = store.metrics("train/learning_rate");
      expect(rates.at(-1)!.value).toBeLessThan(0.1 * Math.max(...rates.map(({ value }) => value)));
      expect(rates.length % 3).toBe(0);
    },
  );

  it("train equally on one rank and two, within rounding", async () => {
    const [one, two] = [newRuns("one"), newRuns("two")];
    const exact = ["model.dropout=0", "training.accumulation_steps=2", "optimization.learning_rate=0.0005"];
    exact.push("training.batch_shapes=5");
    // Shorter than most clips, so that those are evaluated in windows.
    exact.push("data.clip_sec=0.12");
    await train(one, exact);
    for (const { code, stderr } of await runCliRanks(["train", RECIPE, ...overrides(two, ...exact)], 2))
      expect(code, stderr).toBe(0);
    const theirs = new Map(numbersOf(onlyRun(two)));
    for (const [name, values] of numbersOf(onlyRun(one))) {
      expect(theirs.get(name)!.map(([step]) => step)).toEqual(values.map(([step]) => step));
      // The tolerance is that of distributed.slow.test.ts: float32 sums in another order.
      const tolerance = name === "train/gradient_norm" ? 2e-4 : 1e-5;
      for (const [i, [, value]] of values.entries()) {
        const difference = Math.abs(theirs.get(name)![i]![1] - value);
        expect(difference, `${name} ${i}`).toBeLessThan(tolerance * Math.max(1, Math.abs(value)));
      }
    }
  });

  it("of a bounded number of shapes are refused on resume if the length of a clip changed", async () => {
    const [own, runs] = [makeTones(8, 0.06), newRuns("changed")];
    const more = [`data.train=${own}`, "training.batch_shapes=3"];
    await train(runs, more, 2);
    for (const label of ["low", "mid", "high"])
      for (const i of [0, 1, 2, 3]) cpSync(join(own, label, "7.wav"), join(own, label, `${i}.wav`));
    await expect(train(runs, [...more, "checkpoint.resume=auto"])).rejects.toThrow(
      /training batches: .* of .* x .* before, .* now/,
    );
  });

  it("need training.batch_sec for a number of shapes", () => {
    expect(() =>
      loadConfig(RECIPE, overrides(root, "training.batch_sec=null", "training.batch_shapes=8")),
    ).toThrow(
      /training\.batch_shapes: is 8, and batches of training\.batch_size clips have one length; set training\.batch_sec/,
    );
  });

  it("are refused if one clip does not fit", () => {
    expect(() => loadConfig(RECIPE, overrides(root, "training.batch_sec=0.2"))).toThrow(
      /training\.batch_sec: 0\.2 s cannot hold one clip of data\.clip_sec 0\.25 s/,
    );
  });
});
