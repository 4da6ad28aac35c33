import { expect, test } from "vitest";
import { assertFinite } from "./finite.js";

test("a prediction that is not finite is an error that names the recording", () => {
  expect(() => assertFinite([0.25, 0.75], "a.wav")).not.toThrow();
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY])
    expect(() => assertFinite([0.5, bad], "a.wav")).toThrow(/^a\.wav: the model's prediction is not finite/);
});
