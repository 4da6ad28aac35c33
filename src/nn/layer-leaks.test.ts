import { beforeAll, expect, it } from "vitest";
import { type LayerCase, runCase } from "../../tests/parity/layer.js";
import { ALL_CASES } from "../../tests/parity/layer-cases.js";
import { settledLiveTensors } from "../../tests/support/gc.js";
import { addon } from "../tensor/addon.js";
import { scope } from "../tensor/index.js";

beforeAll(settledLiveTensors);

it.each(Object.entries(ALL_CASES))("%s leaves no live tensor", (_: string, testCase: LayerCase) => {
  const before = addon.liveTensors();
  scope(() => void runCase(testCase, "float32"));
  expect(addon.liveTensors()).toBe(before);
});
