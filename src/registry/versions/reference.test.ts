import { expect, it } from "vitest";
import { isReference, parseReference } from "./reference.js";

it.each([
  ["models:/birds/3", { name: "birds", version: "3", alias: null }],
  ["models:/my birds@champion", { name: "my birds", version: null, alias: "champion" }],
  ["birds/12", { name: "birds", version: "12", alias: null }],
  ["birds@best-so_far", { name: "birds", version: null, alias: "best-so_far" }],
])("parses %s", (text, reference) => {
  expect(parseReference(text)).toEqual(reference);
});

it.each([
  "models:/birds",
  "models:/birds/latest",
  "models:/birds/3/x",
  "birds@",
  "models:/",
  "a/b/3",
  "models:/birds/-1",
])("refuses %s, with examples of valid references", (text) => {
  expect(() => parseReference(text)).toThrow(
    /expected a model with a version or an alias, such as models:\/birds\/3/,
  );
});

it("where a path is also possible, only text that begins with models:/ is a reference", () => {
  expect([isReference("models:/birds/3"), isReference("runs/birds"), isReference("birds/3")]).toEqual([
    true,
    false,
    false,
  ]);
});
