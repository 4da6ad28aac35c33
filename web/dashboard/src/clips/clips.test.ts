import { expect, test } from "vitest";
import { type ClipPart, type ClipRange, partOf, placeOf } from "./clip-parts.js";
import type { SplitSet } from "./clip-set.js";
import { joinSettings } from "./corrections.js";

test("a clip of a joined set is one of its split", () => {
  const setOf = (split: string): SplitSet => ({ split }) as SplitSet;
  const set: { parts: readonly ClipPart[]; ranges: readonly ClipRange[] } = {
    parts: [
      { set: setOf("validation"), first: 10, weightsStep: 5 },
      { set: setOf("test"), first: 14, weightsStep: 5 },
    ],
    ranges: [
      { split: "train", first: 0, count: 10 },
      { split: "validation", first: 10, count: 4 },
      { split: "test", first: 14, count: 4 },
    ],
  };
  const found = (clip: number): [string, number] => {
    const { set: own, clip: place } = partOf(set, clip);
    return [own.split, place];
  };
  expect([10, 13, 14, 17].map(found)).toEqual([
    ["validation", 0],
    ["validation", 3],
    ["test", 0],
    ["test", 3],
  ]);
  expect(placeOf(set, "test", 3)).toBe(17);
  expect(placeOf(set, "train", 9)).toBe(9);
  expect([placeOf(set, "test", 4), placeOf(set, "test", -1), placeOf(set, "dawn", 0)]).toEqual([
    ...[null, null, null],
  ]);
});

test("one setting trains with the corrections of several files", () => {
  expect(joinSettings(["data.corrections=[a.jsonl]", "data.corrections=[a.jsonl]"])).toBe(
    "data.corrections=[a.jsonl]",
  );
  expect(joinSettings(["data.corrections=[a.jsonl]", "data.corrections=[b.jsonl]"])).toBe(
    "data.corrections=[a.jsonl, b.jsonl]",
  );
});
