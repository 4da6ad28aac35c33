import { expect, it } from "vitest";
import { isReference, parseReference } from "./reference.js";

it.each([
  ["models:/birds/3", { name: "birds", version: "3", alias: null }],
  ["models:/my birds@champion", { name: "my birds", version: null, alias: "champion" }],
  ["birds/12", { name: "birds", version: "12", alias: null }],
  ["birds@best-so_far", { name: "birds", version: null, alias: "best-so_far" }],
])("%s is read", (text, reference) => {
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
])("%s is refused with two that are right", (text) => {
  expect(() => parseReference(text)).toThrow(
    /expected a model with a version or an alias, such as models:\/birds\/3/,
  );
});

it("only what begins with models:/ is taken for one where a path could stand", () => {
  expect([isReference("models:/birds/3"), isReference("runs/birds"), isReference("birds/3")]).toEqual([
    true,
    false,
    false,
  ]);
});
