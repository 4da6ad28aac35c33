import { describe, expect, it } from "vitest";
import { precisionRecallCurve, rocCurve } from "./curves.js";

// This is the example in scikit-learn's documentation.
const scores = [0.1, 0.4, 0.35, 0.8];
const isPositive = [false, false, true, true];

describe("curves of a class", () => {
  it("equal scikit-learn's", () => {
    expect(precisionRecallCurve(scores, isPositive)).toEqual({
      x: [0, 0.5, 0.5, 1, 1],
      y: [1, 1, 0.5, 2 / 3, 0.5],
    });
    expect(rocCurve(scores, isPositive)).toEqual({ x: [0, 0, 0.5, 0.5, 1], y: [0, 0.5, 0.5, 1, 1] });
  });

  it("treat equal scores as one threshold", () => {
    expect(rocCurve([0.5, 0.5, 0.5], [true, false, false])).toEqual({ x: [0, 1], y: [0, 1] });
  });

  it("are reduced to 100 points, with both ends", () => {
    const many = Array.from({ length: 5000 }, (_, i) => i / 5000);
    const { x, y } = rocCurve(
      many,
      many.map((score) => score > 0.5),
    );
    expect([x.length, x[0], y[0], x.at(-1), y.at(-1)]).toEqual([100, 0, 0, 1, 1]);
  });
});
