import { expect, it } from "vitest";
import type { Clip } from "./clip.js";
import { rowAt, shareRows } from "./row-table.js";

const clips: Clip[] = [
  { path: "/a/ö ✓ 🎵\n.wav", startSec: 0.1 + 0.2, durationSec: null, label: "Grünspecht" },
  {
    path: "/b/shard.tar",
    startSec: 0,
    durationSec: 1 / 3,
    label: '["a","b"]',
    source: "train.csv:17",
    range: { offset: 2 ** 40 + 1, size: 7, member: "é.wav" },
    realPath: "/c/\ud800.wav",
  },
  { path: "", startSec: 5e-324, durationSec: 1e300, label: "" },
];

it("returns every clip as it was, in any order", () => {
  const table = shareRows(clips);
  for (const i of [2, 0, 1, 1]) expect(rowAt(table, i)).toStrictEqual(clips[i]);
});

it("is shared with other threads, not copied to them", () => {
  const table = shareRows(clips);
  const received = structuredClone(table);
  new Uint8Array(table.text).fill(0x20);
  expect(() => rowAt(received, 0)).toThrow(SyntaxError);
});

it("holds no clips", () => {
  expect(shareRows([]).text.byteLength).toBe(0);
});
