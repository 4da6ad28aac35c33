import { describe, expect, it } from "vitest";
import { ConfusionMatrix } from "./confusion-matrix.js";

describe("confusion matrix", () => {
  const matrix = new ConfusionMatrix(["a", "b", "c", "never"]);
  // scikit-learn 1.5's f1_score of the same pairs: a 0.8, b 0.4, c 0.5; macro 0.56667.
  const pairs = [
    [0, 0],
    [0, 0],
    [1, 0],
    [1, 1],
    [1, 2],
    [2, 1],
    [2, 2],
  ] as const;
  for (const [truth, predicted] of pairs) matrix.add(truth, predicted);

  it("counts clips by true and predicted label", () => {
    expect([matrix.numClips, matrix.count(1, 2), matrix.support(1)]).toEqual([7, 1, 3]);
    expect(matrix.accuracy).toBeCloseTo(4 / 7, 12);
    expect(matrix.majorityShare).toBeCloseTo(3 / 7, 12);
  });

  it("computes F1 for each label, and its mean over labels that occur", () => {
    expect([0, 1, 2, 3].map((label) => matrix.f1(label))).toEqual([0.8, 0.4, 0.5, 0]);
    expect(matrix.macroF1).toBeCloseTo((0.8 + 0.4 + 0.5) / 3, 12);
  });

  it("counts a clip without a prediction as an error of its label, but in no column", () => {
    const some = new ConfusionMatrix(["a", "b"]);
    some.add(0, 0);
    some.addUnpredicted(0);
    expect([some.numClips, some.accuracy, some.support(0), some.recall(0)]).toEqual([2, 0.5, 2, 0.5]);
    expect([...some.counts]).toEqual([1, 0, 0, 0]);
    expect([some.precision(0), some.macroF1]).toEqual([1, (2 * 0.5) / 1.5]);
  });

  it("prints true labels in rows", () => {
    const row = matrix
      .table(10)
      .split("\n")
      .find((line) => line.startsWith("b "));
    expect(row).toMatch(/^b\s+1\s+1\s+1\s+\.\s+33\.3%$/);
  });
});
