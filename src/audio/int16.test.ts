import { expect, it } from "vitest";
import { fromInt16, toInt16 } from "./int16.js";

it("every 16-bit number becomes a sample and the same number again", () => {
  const numbers = Int16Array.from({ length: 2 ** 16 }, (_, i) => i - 2 ** 15);
  const samples = fromInt16(numbers);
  expect([samples[0], samples[2 ** 15], samples.at(-1)]).toEqual([-1, 0, 32_767 / 32_768]);
  expect(toInt16(samples)).toEqual(numbers);
});

it.each([
  ["more digits", 0.1],
  ["a half of a 16-bit number, as the mean of two channels", 1.5 / 32_768],
  ["full scale", 1],
  ["a negative zero", -0],
  ["NaN", Number.NaN],
  ["infinity", Number.NEGATIVE_INFINITY],
])("samples with %s have no 16-bit form", (_, sample) => {
  expect(toInt16(Float32Array.of(0, 0.5, sample))).toBeNull();
});
