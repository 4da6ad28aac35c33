import { expect, test } from "vitest";
import { nameMatcher, nearPatterns, patternsWithoutMatch } from "./name-patterns.js";

const NAMES = ["encoder.blocks.0.weight", "encoder.blocks.0.bias", "encoder.blocks.10.weight", "head.weight"];
const matching = (...patterns: string[]): string[] => NAMES.filter(nameMatcher(patterns));

test("a star stands for any text, and other characters for themselves", () => {
  expect(matching("head.weight")).toEqual(["head.weight"]);
  expect(matching("*.weight")).toEqual([NAMES[0], NAMES[2], NAMES[3]]);
  expect(matching("encoder.blocks.0.*")).toEqual([NAMES[0], NAMES[1]]);
  expect(matching("head?weight", "weight", "hea+d.weight")).toEqual([]);
  expect(matching("headXweight")).toEqual([]);
});

test("exclusions apply to the other patterns, or to all names", () => {
  expect(matching("encoder.*", "!*.bias")).toEqual([NAMES[0], NAMES[2]]);
  expect(matching("!encoder.*")).toEqual(["head.weight"]);
});

test("patterns without a match are found, exclusions included", () => {
  expect(patternsWithoutMatch(["*", "!head.*", "!tail.*", "decoder.*"], NAMES)).toEqual([
    "!tail.*",
    "decoder.*",
  ]);
});

test("names and modules that are similar to a pattern, the most similar first", () => {
  expect(nearPatterns("!encoder.block.0.*", NAMES)[0]).toBe("encoder.blocks.0.*");
  expect(nearPatterns("heads.weight", NAMES)[0]).toBe("head.weight");
});
