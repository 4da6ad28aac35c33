// The list of augmentations in a recipe: keys, messages, overrides and differences.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { keysText, sourcesText } from "../cli/config.js";
import { packageRoot } from "../package-root.js";
import { findDifferences } from "./differences.js";
import { loadConfig, loadValues, overrideConfig } from "./load.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-augmentations-"));
const own = join(packageRoot, "tests", "fixtures", "components", "noise.ts");

const recipeWith = (list: string): string => {
  const path = join(folder, "recipe.yaml");
  writeFileSync(path, `data:\n  train: x\n  augmentations:\n${list}`);
  return path;
};

const GAIN = "    - { name: gain, gain_db: [-3, 3] }\n";
const OWN = `    - { use: ${own}, level: 0.1 }\n`;
const POLARITY = "    - { name: polarity, probability: 0.5 }\n";

describe("data.augmentations", () => {
  it("holds built-in and own augmentations in any order, with their defaults", () => {
    const { config } = loadConfig(recipeWith(POLARITY + OWN + GAIN));
    expect(config.data.augmentations).toMatchObject([
      { name: "polarity", probability: 0.5 },
      { use: own, level: 0.1 },
      { name: "gain", gain_db: [-3, 3], probability: 1 },
    ]);
    expect(overrideConfig(config, []).data.augmentations).toEqual(config.data.augmentations);
  });

  it.each([
    [
      "another name",
      "    - { name: gian }\n",
      /recipe\.yaml:4:9: data\.augmentations\.0\.name expects .*gain/,
    ],
    [
      "a wrong key",
      `${OWN}    - { name: gain, gain: 3 }\n`,
      /recipe\.yaml:5:.*data\.augmentations\.1\.gain\. Did you mean data\.augmentations\.1\.gain_db\?/,
    ],
    [
      "a wrong key of an own one",
      `${GAIN}    - { use: ${own}, levl: 3 }\n`,
      /recipe\.yaml:5:.*Did you mean data\.augmentations\.1\.level\?/,
    ],
    [
      "a wrong value",
      `${OWN}    - { name: gain, gain_db: 3 }\n`,
      /recipe\.yaml:5:21: data\.augmentations\.1\.gain_db expects \[number in \[-60, 60\], number in \[-60, 60\]\], got 3/,
    ],
    [
      "a range from high to low",
      "    - { name: gain, gain_db: [3, -3] }\n",
      /recipe\.yaml:4:21: data\.augmentations\.0\.gain_db: the first number is larger than the second, got the list \[3,-3\]/,
    ],
    ["nothing", "    - \n", /data\.augmentations\.0 expects a section/],
  ])("refuses %s, and names its place", (_, list, message) => {
    expect(() => loadConfig(recipeWith(list))).toThrow(message);
  });

  it("refuses undefined of a program", () => {
    expect(() => loadValues({ data: { train: "x", augmentations: [undefined as never] } })).toThrow(
      /data\.augmentations\.0 expects a section/,
    );
  });

  it("takes overrides of its elements by their places", () => {
    const recipe = recipeWith(GAIN + OWN);
    const load = (...overrides: string[]) => loadConfig(recipe, overrides).config.data.augmentations;
    expect(load("data.augmentations.0.probability=0.2", "data.augmentations.1.level=0.5")).toMatchObject([
      { name: "gain", gain_db: [-3, 3], probability: 0.2 },
      { use: own, level: 0.5 },
    ]);
    expect(load("data.augmentations=[{name: polarity}]")).toEqual([{ name: "polarity", probability: 1 }]);
    expect(() => load("data.augmentations.0.gain=3")).toThrow(
      /Did you mean data\.augmentations\.0\.gain_db\?/,
    );
    expect(() => load("data.augmentations.2.probability=1")).toThrow(/no key is called/);
    expect(sourcesText(recipe, [])).toMatch(/^data\.augmentations\.1\.level +.*recipe\.yaml:5:/m);
  });

  it("lists its keys", () => {
    expect(keysText("augmentations.N.gain_db")).toMatch(
      /Only with data\.augmentations\.N\.name gain, low_shelf/,
    );
    expect(keysText("augmentations.0.level", recipeWith(OWN))).toMatch(/Largest value of the noise/);
  });

  it("differs by the keys of its elements", () => {
    const config = loadConfig(recipeWith(GAIN + OWN)).config;
    const changed = overrideConfig(config, ["data.augmentations.0.probability=0.2"]);
    expect(findDifferences(config, changed)).toEqual([
      { key: "data.augmentations.0.probability", before: 1, now: 0.2, isHarmless: false },
    ]);
    const shorter = loadConfig(recipeWith(GAIN)).config;
    expect(findDifferences(config, shorter).map(({ key }) => key)).toEqual(["data.augmentations"]);
  });
});
