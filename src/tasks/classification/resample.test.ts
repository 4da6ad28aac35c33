import { describe, expect, it } from "vitest";
import { startOracle } from "../../../tests/support/oracle.js";
import { randomFloat } from "../../data/random.js";
import { pairedIntervals } from "../../metrics/bootstrap.js";
import { resample } from "../resample.js";
import { Classification } from "./index.js";
import { type Answers, resampleAnswers } from "./resample.js";

const oracle = startOracle("sklearn.metrics", "scipy.stats");
const NUM_CLIPS = 150;
const NUM_CLASSES = 4;

/** Returns random predictions of which about the given share is correct. */
function answers(share: number, key: number): Answers {
  const truth = Int32Array.from({ length: NUM_CLIPS }, (_, i) => Math.floor(NUM_CLASSES * randomFloat(1, i)));
  const predicted = truth.map((label, i) =>
    randomFloat(2, key, i) < share ? label : Math.floor(NUM_CLASSES * randomFloat(3, key, i)),
  );
  const losses = Float32Array.from(
    truth,
    (label, i) => (label === predicted[i] ? 0.2 : 1.5) + randomFloat(4, key, i),
  );
  return { truth, predicted, losses, numClasses: NUM_CLASSES };
}

const [a, b] = [answers(0.5, 1), answers(0.65, 2)];

describe("metrics of drawn clips", () => {
  const everyClip = Int32Array.from({ length: NUM_CLIPS }, (_, i) => i);
  const drawn = everyClip.map((i) => Math.floor(20 * randomFloat(9, i)));

  it.each([
    ["every clip", everyClip],
    ["clips of a draw", drawn],
  ])("equal scikit-learn's for %s, with a label that no clip has", async (_, clips) => {
    const pick = (values: ArrayLike<number>): number[] => [...clips].map((clip) => values[clip]!);
    const theirs = await oracle.run<{ f1: number; accuracy: number; loss: number }>(
      `
      from sklearn.metrics import accuracy_score, f1_score
      out["f1"] = float(f1_score(truth, predicted, average="macro", zero_division=0))
      out["accuracy"] = float(accuracy_score(truth, predicted))
      out["loss"] = sum(losses) / len(losses)
      `,
      { truth: pick(a.truth), predicted: pick(a.predicted), losses: pick(a.losses) },
    );
    const ours = resampleAnswers({ ...a, numClasses: NUM_CLASSES + 1 })(clips);
    expect(ours.macro_f1).toBeCloseTo(theirs.f1, 12);
    expect(ours.accuracy).toBeCloseTo(theirs.accuracy, 12);
    expect(ours.loss).toBeCloseTo(theirs.loss, 10);
  });

  it("equal the summary of a record of these clips, with a clip whose probabilities are NaN", () => {
    const task = new Classification(["a", "b", "c", "d"], { labelSmoothing: 0 });
    const outputs = Float32Array.from({ length: NUM_CLIPS * NUM_CLASSES }, (_, i) => randomFloat(11, i));
    outputs[3 * NUM_CLASSES] = Number.NaN;
    const label = { values: BigInt64Array.from(a.truth, BigInt), shape: [] };
    const record = { outputs, losses: a.losses, targets: { label }, evaluated: everyClip };
    const summarized = Object.assign(new Classification(task.labels, { labelSmoothing: 0 }), {
      resample: undefined,
    });
    expect([...drawn]).toContain(3);
    for (const clips of [everyClip, drawn]) {
      const slow = resample(summarized, record)(clips);
      expect(Object.keys(slow).sort()).toEqual(task.metrics.evaluation.map(({ name }) => name).sort());
      for (const [name, value] of Object.entries(resample(task, record)(clips)))
        expect(value, name).toBeCloseTo(slow[name]!, 12);
    }
    expect(resample(task, record)(everyClip)).toEqual(task.resample(record)(everyClip));
  });
});

it("intervals agree with scipy's paired percentile bootstrap within the sampling variation", async () => {
  const ours = pairedIntervals(NUM_CLIPS, resampleAnswers(a), resampleAnswers(b), { numSamples: 4000 });
  const right = ({ truth, predicted }: Answers): number[] =>
    [...truth].map((label, i) => Number(label === predicted[i]));
  const theirs = await oracle.run<Record<"a" | "b" | "difference", [number, number]>>(
    `
      import numpy
      from scipy.stats import bootstrap
      x, y = numpy.array(of_a), numpy.array(of_b)
      draw = lambda data, statistic: bootstrap(data, statistic, n_resamples=4000, paired=True, vectorized=False,
                                               method="percentile", random_state=0).confidence_interval
      out["a"] = [float(v) for v in draw((x,), numpy.mean)]
      out["b"] = [float(v) for v in draw((y,), numpy.mean)]
      out["difference"] = [float(v) for v in draw((x, y), lambda p, q: numpy.mean(q) - numpy.mean(p))]
      `,
    { of_a: right(a), of_b: right(b) },
  );
  // The ends vary by about 1.5 clips between seeds: 0.01.
  for (const side of ["a", "b", "difference"] as const) {
    const { value, low, high } = ours[side].accuracy;
    expect(Math.abs(low - theirs[side][0]), side).toBeLessThan(0.0101);
    expect(Math.abs(high - theirs[side][1]), side).toBeLessThan(0.0101);
    expect(low < value && value < high).toBe(true);
  }
});
