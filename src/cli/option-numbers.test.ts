import { expect, it } from "vitest";
import { parseCount, parsePositive, wholeNumber } from "./option-numbers.js";

it.each(["0", "-1", "1.5", "", " ", "many", "Infinity", "9007199254740993"])("%j is no count", (text) => {
  expect(() => parseCount(text)).toThrow("expected a whole number, 1 or more.");
});

it("whole numbers have a range", () => {
  const port = wholeNumber(0, 65_535);
  expect([port("0"), port("65535"), parseCount("1e3")]).toEqual([0, 65_535, 1000]);
  expect(() => port("65536")).toThrow("expected a whole number from 0 to 65535.");
});

it.each(["0", "-2", "", "x", "Infinity", "NaN"])("%j is not positive", (text) => {
  expect(() => parsePositive(text)).toThrow("expected a number above 0.");
});
