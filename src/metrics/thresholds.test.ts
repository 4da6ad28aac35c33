import { describe, expect, it } from "vitest";
import { startOracle } from "../../tests/support/oracle.js";
import { TAGGING_CASES } from "../../tests/support/tagging-rows.js";
import { Tensor } from "../tensor/index.js";
import { f1Scores } from "./f1.js";
import { countClips } from "./tagging-rows.js";
import { bestThresholds } from "./thresholds.js";

const oracle = startOracle("sklearn.metrics");
const NEXT = 1 + 2 ** -23; // the float32 number after 1

/** The threshold of one label; a positive clip's score comes in `positive`. */
function threshold(positive: readonly number[], negative: readonly number[]): number {
  const scores = Float32Array.of(...positive, ...negative);
  const targets = Int8Array.from(scores, (_, i) => Number(i < positive.length));
  return bestThresholds({ scores, targets, numLabels: 1 })[0]!;
}

describe("thresholds with the highest F1", () => {
  it.each(Object.entries(TAGGING_CASES))(
    "reach the best F1 of scikit-learn at any score: %s",
    async (_, rows) => {
      const shape = [countClips(rows), rows.numLabels];
      // scikit-learn refuses NaN: a number below all others stands for it, and is no threshold.
      const { best } = await oracle.run<{ best: number[] }>(
        `
      import warnings
      from sklearn.metrics import precision_recall_curve
      warnings.simplefilter("ignore")
      out["best"] = []
      for c in range(targets.shape[1]):
          known = targets[:, c] >= 0
          y, s = targets[known, c].numpy(), np.nan_to_num(scores[known, c].numpy(), nan=-1e30)
          best = 0
          if y.any():
              precision, recall, at = precision_recall_curve(y, s)
              p, r = precision[:-1][at > -1e29], recall[:-1][at > -1e29]
              best = max(2 * p * r / np.maximum(p + r, 1e-9), default=0)
          out["best"].append(float(best))
      `,
        { scores: Tensor.from(rows.scores, { shape }), targets: Tensor.from(rows.targets, { shape }) },
      );
      const thresholds = bestThresholds(rows);
      expect(thresholds.every(Number.isFinite)).toBe(true);
      const { f1, labelsWithoutPositives } = f1Scores(rows, thresholds);
      for (const [label, expected] of best.entries()) expect(f1[label]).toBeCloseTo(expected, 12);
      for (const label of labelsWithoutPositives) expect(thresholds[label]).toBe(0.5);
      // Compared in float32, as by ONNX and the browser, scores predict the same.
      if (rows.scores instanceof Float32Array) {
        expect(f1Scores(rows, Float32Array.from(thresholds)).f1).toEqual(f1);
      }
    },
  );

  it("lie half-way between the scores that they separate", () => {
    expect(threshold([0.75, 0.875], [0.25, 0.5])).toBe(0.625);
    expect(threshold([2, 3], [-2, -4])).toBe(0);
  });

  it("are the upper one of neighbouring float32 scores", () => {
    expect(threshold([NEXT], [1])).toBe(NEXT);
  });

  it("are 0.5 where the clips decide nothing", () => {
    expect(threshold([], [0.1, 0.9])).toBe(0.5);
    expect(threshold([Number.NaN, Number.NEGATIVE_INFINITY], [0.1, 0.9])).toBe(0.5);
    expect(bestThresholds({ scores: new Float32Array(), targets: new Int8Array(), numLabels: 2 })).toEqual(
      Float64Array.of(0.5, 0.5),
    );
  });

  it("predict every clip at 0.5 if all scores are above, else at the lowest score", () => {
    expect(threshold([0.75, 0.875], [])).toBe(0.5);
    expect(threshold([0.25, 0.375], [])).toBe(0.25);
    expect(threshold([0.25, 0.375], [Number.NaN])).toBe(0.25);
  });

  it("of equal F1 are nearest to 0.5, then the higher ones", () => {
    // F1 is 2 / 3 both for the best clip alone and for all three: 0.75 and 0.25 are equally far from 0.5.
    expect(threshold([0.875, 0.25], [0.625, 0.625])).toBe(0.75);
    expect(threshold([0.875, 0.375], [0.625, 0.625])).toBe(0.375);
    expect(threshold([0.75, 0.125], [0.5, 0.5])).toBe(0.625);
  });

  it("stay finite beside infinite logits", () => {
    const infinite = threshold([Number.POSITIVE_INFINITY], [3]);
    expect(infinite > 3 && Number.isFinite(infinite)).toBe(true);
    expect(threshold([2], [Number.NEGATIVE_INFINITY])).toBe(0.5);
    expect(threshold([Number.POSITIVE_INFINITY], [Number.NEGATIVE_INFINITY])).toBe(0.5);
  });
});
