import { expect, it } from "vitest";
import { builtInKeys } from "./built-in-keys.js";
import { allKeys } from "./describe.js";

it("has each key of the JSON schema, but the modules of the user's, and no other", () => {
  const keys = new Set(allKeys().map(({ key }) => key));
  const modules = [...keys].filter((key) => key.endsWith(".use"));
  expect(modules).toContain("model.use");
  expect([...keys].filter((key) => !builtInKeys().has(key))).toEqual(modules);
  expect([...builtInKeys()].filter((key) => !keys.has(key))).toEqual([]);
});
