import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { recipeJsonSchema, recipeJsonSchemaText } from "./json-schema.js";
import { loadConfig } from "./load.js";

const recipes = new URL("../../recipes/", import.meta.url);
const recipePaths = readdirSync(recipes)
  .filter((entry) => entry.endsWith(".yaml"))
  .map((entry) => fileURLToPath(new URL(entry, recipes)));

describe("recipes/schema.json", () => {
  it("is current (to update: `woodshed config schema > recipes/schema.json`)", () => {
    expect(readFileSync(new URL("schema.json", recipes), "utf8")).toBe(recipeJsonSchemaText());
  });

  it("requires nothing and refuses unknown keys", () => {
    const schema = recipeJsonSchema();
    expect(schema.required).toBeUndefined();
    expect(schema["additionalProperties"]).toBe(false);
    expect(schema.properties?.["extends"]?.type).toBe("string");
    expect(recipeJsonSchemaText()).not.toContain(String(Number.MAX_SAFE_INTEGER));
  });
});

describe.each(recipePaths)("%s", (path) => {
  it("refers to the schema in its first line, and loads", () => {
    expect(readFileSync(path, "utf8").split("\n")[0]).toBe("# yaml-language-server: $schema=./schema.json");
    expect(loadConfig(path).config.data).toBeDefined();
  });
});
