import { describe, expect, it } from "vitest";
import "../../tests/support/allclose.js";
import { startOracle } from "../../tests/support/oracle.js";
import { noisy, REGRESSION_PAIRS, regressionRows, truth } from "../../tests/support/regression-rows.js";
import { Tensor } from "../tensor/index.js";
import { pearson, spearman } from "./correlation.js";
import { REGRESSION_METRICS, type RegressionRows, summarizeRegression } from "./regression.js";

const oracle = startOracle("sklearn.metrics", "scipy.stats");
/** float64 on both sides; only the order of sums differs. */
const TOLERANCE = { rtol: 1e-9, atol: 1e-9 };

const REFERENCE = `
import warnings
from scipy import stats
from sklearn import metrics
warnings.simplefilter("ignore")
nan = float("nan")

def concordance(x, y):
    with np.errstate(all="ignore"):
        covariance = np.mean((x - x.mean()) * (y - y.mean()))
        return 2 * covariance / (x.var() + y.var() + (x.mean() - y.mean()) ** 2)

def measure(x, y):
    if np.isnan(x).any() or np.isnan(y).any():  # refused by scikit-learn
        return [nan, nan, nan, stats.pearsonr(x, y).statistic, stats.spearmanr(x, y).statistic, concordance(x, y)]
    return [
        metrics.mean_absolute_error(y, x),
        metrics.root_mean_squared_error(y, x),
        metrics.r2_score(y, x),
        stats.pearsonr(x, y).statistic if len(x) > 1 else nan,  # refused by scipy
        stats.spearmanr(x, y).statistic,
        concordance(x, y),
    ]

x, y = predicted.numpy(), target.numpy()
out["values"] = torch.tensor([measure(x[:, d], y[:, d]) for d in range(x.shape[1])], dtype=torch.float64).T
if not np.isnan(x).any():
    out["means"] = torch.tensor([
        metrics.mean_absolute_error(y, x), metrics.root_mean_squared_error(y, x), metrics.r2_score(y, x),
    ], dtype=torch.float64)
`;

async function expectParity(input: RegressionRows): Promise<void> {
  const shape = [input.target.length / input.numDimensions, input.numDimensions];
  const expected = await oracle.run<{ values: Tensor; means?: Tensor }>(REFERENCE, {
    predicted: Tensor.from(input.predicted, { shape }),
    target: Tensor.from(input.target, { shape }),
  });
  const { perDimension, mean } = summarizeRegression(input);
  const values = REGRESSION_METRICS.map((name) => perDimension[name]);
  expect(Tensor.from(values, { dtype: "float64" })).toBeAllclose(expected.values, TOLERANCE);
  if (expected.means !== undefined) {
    expect(Float64Array.of(mean.mae, mean.rmse, mean.r2)).toBeAllclose(expected.means, TOLERANCE);
  }
}

describe("metrics of regression", () => {
  it.each([200, 3, 2, 1])(
    "are scikit-learn's and scipy's, for each dimension and on average: %i clips",
    (numClips) => expectParity(regressionRows(numClips, Object.values(REGRESSION_PAIRS))),
  );

  it("are NaN for a dimension with a NaN, and for no other", async () => {
    const spoilt = regressionRows(50, [
      REGRESSION_PAIRS["noisy predictions"]!,
      REGRESSION_PAIRS["ties everywhere"]!,
    ]);
    spoilt.predicted[7 * 2 + 1] = Number.NaN;
    await expectParity(spoilt);
    const { perDimension } = summarizeRegression(spoilt);
    for (const name of REGRESSION_METRICS) {
      expect(perDimension[name].map(Number.isNaN), name).toEqual([false, true]);
    }
    const constant = {
      predicted: Float64Array.of(1, Number.NaN),
      target: Float64Array.of(1, 1),
      numDimensions: 1,
    };
    expect(summarizeRegression(constant).perDimension.r2).toEqual([Number.NaN]);
  });

  it("are NaN without clips and without dimensions", () => {
    const none = new Float64Array();
    for (const numDimensions of [0, 2]) {
      const { mean } = summarizeRegression({ predicted: none, target: none, numDimensions });
      expect(Object.values(mean)).toEqual(Array(6).fill(Number.NaN));
    }
  });

  it("leave constant targets out of mean correlations, but not constant predictions", () => {
    const [good, fixedTarget, fixedPrediction] = [
      REGRESSION_PAIRS["noisy predictions"]!,
      REGRESSION_PAIRS["a constant target"]!,
      REGRESSION_PAIRS["a constant prediction"]!,
    ];
    const { perDimension, mean, constantTargets } = summarizeRegression(
      regressionRows(60, [fixedTarget, good, good]),
    );
    expect(constantTargets).toEqual([0]);
    for (const name of ["pearson", "spearman", "concordance"] as const) {
      expect(mean[name], name).toBeCloseTo(perDimension[name][1]!, 14);
      expect(mean[name]).toBeGreaterThan(0.5);
    }
    const collapsed = summarizeRegression(regressionRows(60, [good, fixedPrediction]));
    expect(collapsed.constantTargets).toEqual([]);
    expect(collapsed.mean.pearson).toBeNaN();
    expect(collapsed.mean.concordance).toBeCloseTo(collapsed.perDimension.concordance[0]! / 2, 14);
  });

  it("recognize constants whose mean is not exact", () => {
    // The mean of ten times 0.1, summed, is not 0.1.
    const constant = regressionRows(10, [(i) => [truth(i), 0.1]]);
    const { perDimension, constantTargets } = summarizeRegression(constant);
    expect([perDimension.r2[0], perDimension.pearson[0], perDimension.concordance[0]]).toEqual([
      0,
      Number.NaN,
      0,
    ]);
    expect(constantTargets).toEqual([0]);
  });
});

describe("correlations", () => {
  it("do not depend on a scale whose squares overflow or underflow", () => {
    const [x, y] = [noisy, truth].map((value) => Float64Array.from({ length: 40 }, (_, i) => value(i)));
    for (const scale of [2 ** 700, 2 ** -700]) {
      const scaled = x!.map((value) => value * scale);
      expect(pearson(scaled, y!)).toBeCloseTo(pearson(x!, y!), 12);
      expect(spearman(scaled, y!)).toBeCloseTo(spearman(x!, y!), 12);
    }
  });

  it("are Spearman's of ranks only, with infinities", () => {
    const x = Float64Array.of(Number.NEGATIVE_INFINITY, 2, 3, Number.POSITIVE_INFINITY);
    expect(spearman(x, Float64Array.of(1, 10, 100, 1000))).toBeCloseTo(1, 14);
    expect(pearson(x, Float64Array.of(1, 10, 100, 1000))).toBeNaN();
  });
});
