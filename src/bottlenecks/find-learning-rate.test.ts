import { describe, expect, it } from "vitest";
import { readCurve } from "./find-learning-rate.js";

/** Returns the learning rate of step i: from 1e-6 to 10 in 120 steps. */
const rate = (i: number): number => 1e-6 * 1e7 ** (i / 119);

describe("the losses of a range test", () => {
  it("determine the rate of the steepest descent, and the range in which the loss falls", () => {
    // Flat at 2 up to 1e-4, down to 0.5 at 1e-1, steepest around 3e-3, then up.
    const loss = (x: number): number =>
      x < 1e-1 ? 2 - 1.5 / (1 + (3e-3 / x) ** 1.5) : 0.5 + 20 * Math.log10(x / 1e-1);
    const { suggested, range } = readCurve(
      Array.from({ length: 110 }, (_, i) => ({ learningRate: rate(i), loss: loss(rate(i)) })),
    );
    // The moving average lags behind by about ten steps: a factor of four.
    expect(suggested).toBeGreaterThan(2e-3);
    expect(suggested).toBeLessThan(2e-2);
    expect(range[0]).toBeLessThan(suggested);
    expect(range[1]).toBeGreaterThan(suggested);
    expect(range[1]).toBeLessThan(1);
  });

  it("are refused if there are too few finite ones", () => {
    expect(() => readCurve([{ learningRate: 1e-6, loss: 2 }])).toThrow(/not finite after 1 step of/);
  });
});
