import { expect, it } from "vitest";
import { allKeys, describeKeys, findKey, isSection } from "./describe.js";

it("has a description for every key and section", () => {
  expect(allKeys().filter((info) => info.description === "")).toEqual([]);
});

it("has a default for every key except the name, which comes from the recipe's file name, and modules of a user's", () => {
  // Options of an optimizer or a schedule have the defaults of the part that is named.
  const isOption = (key: string) => /^optimization\.(optimizer|schedule)\./.test(key);
  const without = describeKeys().filter((info) => info.default === undefined && !isOption(info.key));
  expect(without.map((info) => info.key)).toEqual(["name", "task.use", "front_end.use", "model.use"]);
});

it.each([
  ["data.workers", "auto | integer >= 0"],
  ["training.device", "auto | cpu | cuda"],
  ["training.channels_last", "auto | true | false"],
  ["training.early_stopping.patience", "integer >= 1 | null"],
  ["optimization.betas", "[number in [0, 1), number in [0, 1)]"],
  ["optimization.learning_rate", "number > 0"],
  ["model.channels", "list of integer >= 1"],
  ["data.train", "text | null"],
])("describes the type of %s", (key, type) => {
  expect(findKey(key)?.type).toBe(type);
});

it("distinguishes sections from keys", () => {
  expect(isSection("training.early_stopping")).toBe(true);
  expect(isSection("training.epochs")).toBe(false);
  expect(describeKeys().some((info) => info.key === "training")).toBe(false);
});
