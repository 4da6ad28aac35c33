import { expect, it } from "vitest";
import { REGRESSION_PAIRS, regressionRows } from "../../tests/support/regression-rows.js";
import { randomFloat } from "../data/random.js";
import { takeRows } from "./bootstrap.js";
import { REGRESSION_METRICS, type RegressionRows, summarizeRegression } from "./regression.js";
import { drawRegression } from "./regression-draws.js";

const everyClip = (numClips: number): Int32Array => Int32Array.from({ length: numClips }, (_, clip) => clip);

/** Asserts that draws have the metrics of the summary of their rows: float64, only the order of sums differs. */
function expectEqual(rows: RegressionRows, draws: readonly Int32Array[]): void {
  const draw = drawRegression(rows);
  const { numDimensions } = rows;
  for (const clips of draws) {
    const [predicted, target] = [rows.predicted, rows.target].map((all) =>
      takeRows(all, numDimensions, clips),
    );
    const { mean } = summarizeRegression({ predicted: predicted!, target: target!, numDimensions });
    const drawn = draw(clips);
    for (const name of REGRESSION_METRICS) {
      // toBeCloseTo refuses NaN beside NaN.
      if (Number.isNaN(mean[name])) expect(drawn[name], name).toBeNaN();
      else expect(drawn[name], name).toBeCloseTo(mean[name], 9);
    }
  }
}

it.each([...Object.entries(REGRESSION_PAIRS)])(
  "metrics of drawn clips equal their summary: %s",
  (_, pair) => {
    for (const numClips of [60, 2, 1]) {
      const every = everyClip(numClips);
      const drawn = every.map((i) => Math.floor(numClips * randomFloat(9, i)));
      // The same clip several times is a constant.
      const one = every.map(() => numClips - 1);
      expectEqual(regressionRows(numClips, [pair]), [every, drawn, one, every]);
    }
  },
);

it("means leave out dimensions whose target is constant in the draw, and count a NaN only where it is drawn", () => {
  const pairs = ["noisy predictions", "a constant target", "ties everywhere"] as const;
  const rows = regressionRows(
    50,
    pairs.map((name) => REGRESSION_PAIRS[name]!),
  );
  rows.predicted[3 * 7] = Number.NaN;
  const every = everyClip(50);
  const without = every.map((i) => (i === 7 ? 8 : i));
  expectEqual(rows, [every, without, every]);
  expect(drawRegression(rows)(every).mae).toBeNaN();
  expect(drawRegression(rows)(without).spearman).toBeGreaterThan(0);
});
