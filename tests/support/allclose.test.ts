import { describe, expect, test } from "vitest";
import { Tensor } from "../../src/tensor/index.js";
import "./allclose.js";

// Every parity test relies on this matcher, so it has tests of its own.
describe("toBeAllclose", () => {
  test("accepts values within the tolerance", () => {
    expect([1, 2]).toBeAllclose([1, 2 + 1e-10]);
    expect(Tensor.from([[1, Number.NaN]])).toBeAllclose([[1, Number.NaN]]);
    expect([Number.POSITIVE_INFINITY]).toBeAllclose([Number.POSITIVE_INFINITY]);
    expect(100).toBeAllclose(101, { rtol: 0.01 });
  });

  test("reports the worst element, its index and the number of differences", () => {
    const actual = Tensor.from([
      [1, 2.5, 3],
      [4, 5, 7],
    ]);
    expect(() =>
      expect(actual).toBeAllclose([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ).toThrow(/2 of 6 values differ; worst at \[1, 2\]: got 7, expected 6, difference 1 > /);
  });

  test.each([
    ["NaN in place of a number", [Number.NaN], [0]],
    ["a number in place of NaN", [0], [Number.NaN]],
    ["infinities of opposite signs", [Number.NEGATIVE_INFINITY], [Number.POSITIVE_INFINITY]],
    ["a finite value in place of an infinite one", [1e300], [Number.POSITIVE_INFINITY]],
  ])("refuses %s", (_, actual, expected) => {
    expect(() => expect(actual).toBeAllclose(expected, { rtol: 1, atol: 1e9 })).toThrow(
      /1 of 1 values differ/,
    );
  });

  test("refuses other shapes and dtypes", () => {
    expect(() => expect(Tensor.from([1, 2])).toBeAllclose([[1, 2]])).toThrow(
      "got float32 [2], expected [1, 2]",
    );
    const doubles = Tensor.from([1], { dtype: "float64" });
    expect(() => expect(Tensor.from([1])).toBeAllclose(doubles)).toThrow(
      "got float32 [1], expected float64 [1]",
    );
  });
});
