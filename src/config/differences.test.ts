import { expect, it } from "vitest";
import { describeDifference, findDifferences } from "./differences.js";
import { parseConfig } from "./load.js";

const config = (values: Record<string, unknown> = {}) => parseConfig({ data: { train: "x" }, ...values });

it("finds no difference between equal configurations", () => {
  expect(findDifferences(config(), config())).toEqual([]);
});

it("lists each changed key, and marks those that do not affect results as harmless", () => {
  const now = config({
    data: { train: "elsewhere", workers: 0 },
    model: { channels: [8, 16] },
    training: { epochs: 3, precision: "fp32" },
    logging: { every_steps: 1 },
    checkpoint: { save: [{ every_steps: 5 }] },
  });
  const found = findDifferences(config(), now);
  const keysOf = (isHarmless: boolean) =>
    found.filter((one) => one.isHarmless === isHarmless).map(({ key }) => key);
  expect(keysOf(false)).toEqual(["model.channels", "training.epochs"]);
  expect(keysOf(true)).toEqual([
    "data.train",
    "data.workers",
    "training.precision",
    "checkpoint.save",
    "logging.every_steps",
  ]);
  expect(describeDifference(found.find(({ key }) => key === "training.epochs")!)).toBe(
    "training.epochs: 20 before, 3 now",
  );
});

it("treats changes of the best checkpoint's metric as harmful, because values before and after cannot be compared", () => {
  const now = config({ checkpoint: { monitor: "validation/accuracy", mode: "max" } });
  expect(findDifferences(config(), now).map(({ isHarmless }) => isHarmless)).toEqual([false, false]);
});
