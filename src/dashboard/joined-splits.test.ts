import { expect, test } from "vitest";
import { JoinedSplits, partsText } from "./joined-splits.js";

const predictions = (split: string, step: number, weightsStep?: number) => ({
  ...{ step, name: `${split}/predictions`, kind: "predictions" as const, timeMs: 0 },
  ...(weightsStep === undefined ? {} : { weightsStep }),
});

test("evaluations of the same weights belong together", () => {
  const joined = JoinedSplits.of({
    evaluations: { test: [30], validation: [10, 20, 30], train: [10, 30], dawn: [25] },
    items: [predictions("test", 30, 20), predictions("validation", 20)],
  })!;
  expect(joined.splits).toEqual(["train", "validation", "test", "dawn"]);
  expect(joined.steps).toEqual([10, 20, 25, 30]);
  expect(partsText(joined.at(10))).toBe("train:10,validation:10");
  expect(partsText(joined.at(24))).toBe("train:10,validation:20,test:30");
  expect(joined.at(30).map(({ weightsStep }) => weightsStep)).toEqual([30, 30, 20, 25]);
  expect(joined.at(5)).toEqual([]);
  // No step has all four.
  expect(joined.defaultStep).toBe(30);
});

test("the newest step whose weights were evaluated on all splits comes first", () => {
  const evaluations = { validation: [10, 20, 30], test: [30] };
  expect(JoinedSplits.of({ evaluations, items: [predictions("test", 30, 20)] })!.defaultStep).toBe(20);
  // Older records do not name the weights.
  expect(JoinedSplits.of({ evaluations, items: [predictions("test", 30)] })!.defaultStep).toBe(30);
});

test("of test evaluations with the same weights, the newest counts", () => {
  const evaluations = { validation: [10, 20, 40], test: [20, 40] };
  const items = [predictions("test", 20, 10), predictions("test", 40, 10)];
  expect(partsText(JoinedSplits.of({ evaluations, items })!.at(20))).toBe("validation:20,test:40");
});

test("one split has nothing to join", () => {
  expect(JoinedSplits.of({ evaluations: { validation: [10], test: [] }, items: [] })).toBeNull();
  expect(JoinedSplits.of({ evaluations: {}, items: [] })).toBeNull();
});
