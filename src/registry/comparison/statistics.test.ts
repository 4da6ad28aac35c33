import { describe, expect, it } from "vitest";
import { startOracle } from "../../../tests/support/oracle.js";
import { randomFloat } from "../../data/random.js";
import { type Answers, mcnemarExact, measure, pairedIntervals, quantile } from "./statistics.js";

const oracle = startOracle();
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

describe("McNemar's exact test", () => {
  it("equals the p-value of scipy's binomial test", async () => {
    const pairs = [
      [0, 0],
      [1, 0],
      [5, 5],
      [3, 12],
      [40, 61],
      [700, 820],
      [0, 2000],
    ];
    const { p } = await oracle.run<{ p: number[] }>(
      `
      from scipy.stats import binomtest
      out["p"] = [1.0 if n == 0 else float(binomtest(k, n, 0.5).pvalue) for k, n in ((x, x + y) for x, y in pairs)]
      `,
      { pairs },
    );
    for (const [i, [onlyA, onlyB]] of pairs.entries()) {
      const ours = mcnemarExact(onlyA!, onlyB!);
      expect(Math.abs(ours - p[i]!), `${onlyA} ${onlyB}`).toBeLessThanOrEqual(
        1e-10 * Math.max(1e-300, p[i]!) + 1e-14,
      );
      expect(mcnemarExact(onlyB!, onlyA!)).toBe(ours);
    }
  });
});

describe("statistics of predictions", () => {
  it("equal scikit-learn's, for all clips and for a resample, also with a label without clips", async () => {
    const places = Int32Array.from({ length: NUM_CLIPS }, (_, i) => Math.floor(20 * randomFloat(9, i)));
    for (const drawn of [undefined, places]) {
      const pick = (values: Iterable<number>): number[] => {
        const all = [...values];
        return drawn === undefined ? all : [...drawn].map((i) => all[i]!);
      };
      const theirs = await oracle.run<{ f1: number; accuracy: number; loss: number }>(
        `
        from sklearn.metrics import accuracy_score, f1_score
        out["f1"] = float(f1_score(truth, predicted, average="macro", zero_division=0))
        out["accuracy"] = float(accuracy_score(truth, predicted))
        out["loss"] = sum(losses) / len(losses)
        `,
        { truth: pick(a.truth), predicted: pick(a.predicted), losses: pick(a.losses) },
      );
      const ours = measure({ ...a, numClasses: NUM_CLASSES + 1 }, drawn);
      expect(ours.macro_f1).toBeCloseTo(theirs.f1, 12);
      expect(ours.accuracy).toBeCloseTo(theirs.accuracy, 12);
      expect(ours.loss).toBeCloseTo(theirs.loss, 10);
    }
  });

  it("have the same quantiles as numpy", async () => {
    const values = Float64Array.from({ length: 101 }, (_, i) => randomFloat(5, i)).sort();
    const { theirs } = await oracle.run<{ theirs: number[] }>(
      `
      import numpy
      out["theirs"] = [float(numpy.quantile(values, share)) for share in (0, 0.025, 0.5, 0.975, 1)]
      `,
      { values: [...values] },
    );
    expect([0, 0.025, 0.5, 0.975, 1].map((share) => quantile(values, share))).toEqual(
      theirs.map((value) => expect.closeTo(value, 12)),
    );
  });
});

describe("bootstrap intervals", () => {
  it("agree with scipy's paired percentile bootstrap within the sampling variation", async () => {
    const ours = pairedIntervals(a, b, 4000);
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

  it("are equal for equal seeds, have width 0 for a model compared with itself, and are NaN without samples", () => {
    expect(pairedIntervals(a, b, 50, 7)).toEqual(pairedIntervals(a, b, 50, 7));
    expect(pairedIntervals(a, b, 50, 7)).not.toEqual(pairedIntervals(a, b, 50, 8));
    expect(pairedIntervals(a, a, 50).difference.macro_f1).toEqual({ value: 0, low: 0, high: 0 });
    expect(pairedIntervals(a, b, 0).a.loss.low).toBeNaN();
  });
});
