import { expect, test } from "vitest";
import { readUmapFixture } from "../../tests/support/embeddings.js";
import { ConfigError } from "../errors.js";
import { fitCurve } from "./curve.js";

// scipy stops at a relative change of 1.5e-8 of either parameter, which leaves an error of about 1e-6.
test.each(readUmapFixture().curves)(
  "minDist %d and spread %d result in umap-learn's curve",
  (minDist, spread, a, b) => {
    const curve = fitCurve(minDist, spread);
    expect(curve.a / a).toBeCloseTo(1, 5);
    expect(curve.b / b).toBeCloseTo(1, 5);
  },
);

test("the defaults result in the published values", () => {
  const { a, b } = fitCurve(0.1);
  expect(a).toBeCloseTo(1.5769434, 5);
  expect(b).toBeCloseTo(0.8950609, 5);
});

test.each([
  [-0.1, 1],
  [3, 1],
  [0.1, 0],
  [Number.NaN, 1],
])("refuses minDist %d with spread %d", (minDist, spread) => {
  expect(() => fitCurve(minDist, spread)).toThrow(ConfigError);
});
