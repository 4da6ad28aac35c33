import { expect, it } from "vitest";
import { numberScale } from "./number-scale.js";

it("places many numbers between the least and the largest, by the first of several", () => {
  const numbers = Array.from({ length: 30 }, (_, i) => i + 10);
  expect(numberScale(numbers.map(String))).toEqual(numbers.map((number) => (number - 10) / 29));
  expect(numberScale(numbers.map((number) => `${number}, ${-number / 3}`))).toEqual(
    numbers.map((number) => (number - 10) / 29),
  );
});

it("refuses a few numbers, and labels", () => {
  const numbers = Array.from({ length: 30 }, (_, i) => String(i));
  expect(numberScale(numbers.slice(0, 10))).toBeNull();
  expect(numberScale([...numbers, "dog"])).toBeNull();
  expect(numberScale([...numbers, ""])).toBeNull();
  expect(numberScale(numbers.map((number) => `${number}, dog`))).toBeNull();
});
