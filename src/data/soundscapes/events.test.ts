import { expect, test } from "vitest";
import { formatTable, mergeSpans } from "./events.js";

test("sounds of a label that overlap or follow within 0.15 s are one event; others stay apart", () => {
  const spans = [
    { label: "reed", onset: 16000, offset: 20000 },
    { label: "bass", onset: 8000, offset: 12000 },
    { label: "reed", onset: 18000, offset: 19000 },
    { label: "reed", onset: 22399, offset: 24000 },
    { label: "reed", onset: 26400, offset: 28000 },
    { label: "bass", onset: 12001, offset: 16000 },
    { label: "pipe", onset: 8000, offset: 9000 },
  ];
  const before = structuredClone(spans);
  expect(mergeSpans(spans)).toEqual([
    { label: "bass", onset: 8000, offset: 16000 },
    { label: "pipe", onset: 8000, offset: 9000 },
    { label: "reed", onset: 16000, offset: 24000 },
    { label: "reed", onset: 26400, offset: 28000 },
  ]);
  expect(spans).toEqual(before);
});

test("a table has times to the microsecond, and a row without times for a scene without events", () => {
  const scenes = [
    { path: "test/a.wav", events: [{ label: "bass", onset: 1, offset: 16000 }] },
    { path: "test/b.wav", events: [] },
  ];
  expect(formatTable(scenes)).toBe(
    "filename\tonset\toffset\tevent_label\ntest/a.wav\t0.000063\t1.000000\tbass\ntest/b.wav\t\t\t\n",
  );
});
