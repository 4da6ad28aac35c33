import { describe, expect, it } from "vitest";
import { startOracle } from "../../tests/support/oracle.js";
import { randomFloat } from "../data/random.js";
import { Tensor } from "../tensor/index.js";
import { bootstrapIntervals, pairedIntervals, type Statistics, takeRows } from "./bootstrap.js";
import { mean } from "./mean.js";

const oracle = startOracle();
const NUM_CLIPS = 120;
const [a, b] = [1, 2].map((key) =>
  Float64Array.from({ length: NUM_CLIPS }, (_, i) => randomFloat(key, i) + 2 * randomFloat(3, i)),
) as [Float64Array, Float64Array];

function measures(values: Float64Array): Statistics<"mean" | "most"> {
  return (clips) => {
    const taken = takeRows(values, 1, clips);
    return { mean: mean(taken), most: Math.max(...taken) };
  };
}

/** Records the clips of each call; the first call has every clip once. */
function recordDraws(numSamples: number, seed: number): number[][] {
  const draws: number[][] = [];
  const record = (clips: Int32Array) => ({ count: draws.push([...clips]) });
  bootstrapIntervals(NUM_CLIPS, record, { numSamples, seed });
  return draws;
}

describe("bootstrap intervals", () => {
  it("have numpy's mean and quantiles of the statistic on the drawn clips", async () => {
    const numSamples = 500;
    const draws = recordDraws(numSamples, 4).slice(1).flat();
    const expected = await oracle.run<Record<"a" | "b" | "difference", number[]>>(
      `
      a, b = (x.numpy()[draws.numpy()].mean(1) for x in (a, b))
      for name, means in (("a", a), ("b", b), ("difference", b - a)):
          out[name] = [float(v) for v in (means.mean(), *np.quantile(means, (0.05, 0.95)))]
      `,
      {
        a: Tensor.from(a),
        b: Tensor.from(b),
        draws: Tensor.from(Int32Array.from(draws), { shape: [numSamples, NUM_CLIPS] }),
      },
    );
    const ours = pairedIntervals(NUM_CLIPS, measures(a), measures(b), { numSamples, seed: 4, level: 0.9 });
    for (const side of ["a", "b", "difference"] as const) {
      const { value, mean: middle, low, high, numSamples: numDefined } = ours[side].mean;
      expect([middle, low, high], side).toEqual(expected[side].map((number) => expect.closeTo(number, 9)));
      expect(value).toBeCloseTo(side === "a" ? mean(a) : side === "b" ? mean(b) : mean(b) - mean(a), 12);
      expect(numDefined).toBe(numSamples);
    }
    const alone = bootstrapIntervals(NUM_CLIPS, measures(a), { numSamples, seed: 4, level: 0.9 });
    expect(alone).toEqual(ours.a);
  });

  it("measure every clip once, then clips drawn evenly", () => {
    const numSamples = 2000;
    const [all, ...draws] = recordDraws(numSamples, 0);
    expect(all).toEqual(Array.from({ length: NUM_CLIPS }, (_, i) => i));
    const counts = new Float64Array(NUM_CLIPS);
    for (const clip of draws.flat()) counts[clip]!++;
    // Each count is binomial with mean 2000 and deviation 44.5; the draws are the same in every run.
    expect(Math.max(...counts.map((count) => Math.abs(count - numSamples)))).toBeLessThan(4.5 * 44.5);
    expect(Math.min(...counts)).toBeGreaterThan(0);
    expect(new Set(draws.map(String)).size).toBe(numSamples);
  });

  it("are equal for equal seeds only", () => {
    const run = (seed: number) =>
      pairedIntervals(NUM_CLIPS, measures(a), measures(b), { numSamples: 40, seed });
    expect(run(7)).toEqual(run(7));
    expect(run(7)).not.toEqual(run(8));
  });

  it("of the difference have width zero for a model and itself", () => {
    const { difference } = pairedIntervals(NUM_CLIPS, measures(a), measures(a), { numSamples: 50 });
    expect(difference.most).toEqual({ value: 0, mean: 0, low: 0, high: 0, numSamples: 50 });
  });

  it("leave out samples without a value", () => {
    // Only clip 0 defines the statistic: (1 - 1 / 120)^120, about 0.366, of the samples miss it.
    const statistic = (clips: Int32Array) => ({ first: clips.includes(0) ? 3 : Number.NaN });
    const { first } = bootstrapIntervals(NUM_CLIPS, statistic, { numSamples: 400 });
    expect(first).toMatchObject({ value: 3, mean: 3, low: 3, high: 3 });
    expect(first.numSamples / 400).toBeGreaterThan(0.5);
    expect(first.numSamples / 400).toBeLessThan(0.75);
  });

  it("are NaN for a value of NaN, even if samples without the spoilt clip have one, and without samples", () => {
    const spoilt = a.with(5, Number.NaN);
    const nothing = { mean: Number.NaN, low: Number.NaN, high: Number.NaN, numSamples: 0 };
    const { mean: average } = bootstrapIntervals(NUM_CLIPS, measures(spoilt), { numSamples: 50 });
    expect(average).toEqual({ value: Number.NaN, ...nothing });
    const { most } = bootstrapIntervals(NUM_CLIPS, measures(a), { numSamples: 0 });
    expect(most).toEqual({ value: Math.max(...a), ...nothing });
    expect(bootstrapIntervals(0, measures(a), { numSamples: 5 }).mean).toEqual({
      value: Number.NaN,
      ...nothing,
    });
  });
});

describe("rows of drawn clips", () => {
  it("keep their width and type", () => {
    const values = Int8Array.of(0, 1, 10, 11, 20, 21);
    expect(takeRows(values, 2, Int32Array.of(2, 0, 2))).toEqual(Int8Array.of(20, 21, 0, 1, 20, 21));
  });
});
