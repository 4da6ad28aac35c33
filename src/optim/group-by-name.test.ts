import { describe, expect, test } from "vitest";
import { ConfigError } from "../errors.js";
import { Parameter } from "../nn/index.js";
import { ops } from "../tensor/ops.js";
import { groupByName, type NamedGroup, type ParameterGroup } from "./index.js";

const SHAPES: Record<string, number[]> = {
  "encoder.blocks.0.conv.weight": [4, 2],
  "encoder.blocks.0.conv.bias": [4],
  "encoder.blocks.3.conv.weight": [4, 2],
  "encoder.scale": [],
  "head.weight": [2, 4],
  "head.bias": [2],
};
const NAMES = Object.keys(SHAPES);
const named = Object.entries(SHAPES).map(([name, shape]) => [name, new Parameter(ops.zeros(shape))] as const);

/** Returns the settings by name, in the groups' order. */
const settingsOf = (groups: ParameterGroup[]) =>
  groups.flatMap(({ params, ...settings }) =>
    [...params].map((entry) => [(entry as readonly [string, unknown])[0], settings] as const),
  );

test("the first group that matches a name has it, and the order of the parameters stays", () => {
  const groups = groupByName(named, [
    { match: ["encoder.*", "!encoder.blocks.3.*"], learningRateFactor: 0.1 },
    { match: ["*.bias", "encoder.blocks.*"], weightDecay: 0 },
  ]);
  const encoder = { learningRateFactor: 0.1 };
  const rest = { weightDecay: 0 };
  const settings = [encoder, encoder, rest, encoder, {}, rest];
  expect(settingsOf(groups)).toEqual(NAMES.map((name, i) => [name, settings[i]]));
  // Neighbors with equal settings share a group.
  expect(groups.map(({ params }) => [...params].length)).toEqual([2, 1, 1, 1, 1]);
});

test("exclusions alone apply to all names", () => {
  const groups = groupByName(named, [{ match: ["!head.*"], learningRateFactor: 2 }]);
  expect(groups.map(({ params, ...settings }) => [[...params].length, settings])).toEqual([
    [4, { learningRateFactor: 2 }],
    [2, {}],
  ]);
});

test("without decay of biases and norms, parameters of at most one dimension have none in any group", () => {
  const groups = groupByName(named, [{ match: ["encoder.*"], weightDecay: 0.5 }], {
    decayBiasesAndNorms: false,
  });
  expect(settingsOf(groups).map(([, { weightDecay }]) => weightDecay)).toEqual([
    0.5,
    0,
    0.5,
    0,
    undefined,
    0,
  ]);
});

describe("refuses", () => {
  const messageOf = (...groups: NamedGroup[]): string => {
    try {
      groupByName(named, groups);
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      return (error as Error).message;
    }
    throw new Error("accepted");
  };

  test("a pattern that matches nothing, with similar names", () => {
    expect(messageOf({ match: ["head.*"] }, { match: ["encoder.*", "!encoder.block.3.*"] })).toBe(
      "groups[1].match: !encoder.block.3.* matches none of the 6 parameters; similar: encoder.blocks.3.*, encoder.blocks.*, encoder.blocks.0.*",
    );
    expect(messageOf({ match: ["haed.wieght"] })).toMatch(/similar: head\.weight, /);
  });

  test("a group whose parameters earlier groups have", () => {
    expect(messageOf({ match: ["head.*"] }, { match: ["*.bias", "!encoder.*"] })).toMatch(
      /^groups\[1\]: gets no parameter: its exclusions or earlier groups take all matches of \*\.bias, !encoder\.\*; /,
    );
  });
});
