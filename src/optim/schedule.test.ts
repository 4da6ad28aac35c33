import { describe, expect, test } from "vitest";
import "../../tests/support/allclose.js";
import { warmupConstant, warmupCosine } from "./index.js";

const rates = (schedule: (step: number) => number, count: number) =>
  Array.from({ length: count }, (_, i) => schedule(i));

describe("warmupCosine", () => {
  const options = { learningRate: 0.4, numSteps: 12, warmupSteps: 4, minFraction: 0.25 };

  test("rises linearly to the learning rate, falls to the minimum and stays there", () => {
    const values = rates(warmupCosine(options), 15);
    expect(values.slice(0, 5)).toBeAllclose([0.1, 0.2, 0.3, 0.4, 0.4]);
    expect(values[8]).toBeCloseTo(0.4 * (0.25 + 0.75 / 2), 12);
    expect(values.slice(12)).toBeAllclose([0.1, 0.1, 0.1]);
    for (let i = 5; i <= 12; i++) expect(values[i]).toBeLessThan(values[i - 1]!);
  });

  test("starts at the learning rate without a warm-up, and is finite with a warm-up only", () => {
    expect(warmupCosine({ ...options, warmupSteps: 0 })(0)).toBe(0.4);
    const values = rates(warmupCosine({ ...options, numSteps: 4 }), 6);
    expect(values.every(Number.isFinite)).toBe(true);
  });
});

test("warmupConstant rises linearly, then is constant", () => {
  expect(rates(warmupConstant({ learningRate: 0.3, warmupSteps: 3 }), 5)).toBeAllclose([
    0.1, 0.2, 0.3, 0.3, 0.3,
  ]);
  expect(warmupConstant({ learningRate: 0.3, warmupSteps: 0 })(0)).toBe(0.3);
});
