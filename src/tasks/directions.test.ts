import { expect, it } from "vitest";
import { metricDirection } from "./directions.js";

it.each([
  ["validation/loss", "min"],
  ["validation/accuracy", "max"],
  ["test/map", "max"],
  ["validation/lwlrap", "max"],
  ["validation/mae", "min"],
  ["train/epoch_mae", "min"],
  ["validation/r2", "max"],
  // Declared by no task: by its name.
  ["custom/phone_error", "min"],
  ["custom/recall", "max"],
  ["train/gradient_norm", undefined],
] as const)("the better direction of %s is %s", (metric, direction) => {
  expect(metricDirection(metric)).toBe(direction);
});
