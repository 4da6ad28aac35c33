import { expect, it } from "vitest";
import { allKeys } from "./describe.js";
import { loadConfig, parseConfig } from "./load.js";
import { OPTIONAL_SECTIONS } from "./optional-sections.js";
import { nest, type Values } from "./values.js";

const DATA = { data: { train: "sounds" } };

it("null leaves out the sections that a recipe may do without, and no others", () => {
  const sections = allKeys().filter(({ type, key }) => type === "section" && key !== "data.augment");
  const without = sections.filter(({ key }) => {
    try {
      const { data } = nest(key, null) as { data?: Values };
      const values = key.startsWith("data.")
        ? { data: { ...DATA.data, ...data } }
        : { ...DATA, ...nest(key, null) };
      parseConfig(values);
      return true;
    } catch {
      return false;
    }
  });
  expect(without.map(({ key }) => key)).toEqual(OPTIONAL_SECTIONS);
});

it("an override switches off the windows of a recipe, as if it had none", () => {
  const recipe = "recipes/soundscapes.yaml";
  const { config, hash } = loadConfig(recipe, ["data.windows=null"]);
  expect("windows" in config.data).toBe(false);
  expect(hash).not.toBe(loadConfig(recipe).hash);
  expect(() => loadConfig(recipe, ["data.windows=none"])).toThrow(
    /data\.windows expects a section with the keys sec, .*, or null for none, got the text "none"/,
  );
});
