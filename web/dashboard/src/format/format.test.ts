import { describe, expect, test } from "vitest";
import { leafTitle } from "./names.js";
import { formatAligned, formatNumber, formatSetting, formatShortSetting, formatSigned } from "./numbers.js";
import { formatAge, formatClock, formatDuration, formatWall } from "./times.js";

describe("numbers", () => {
  test("measured values have four digits", () => {
    const values = [0, 0.45678, 12.5, 1234.5, 12_345_678, 0.00012, -0.5, 1, 100, -0.00001];
    expect(values.map((value) => formatNumber(value))).toEqual([
      ...["0", "0.4568", "12.5", "1,235", "1.23e7", "1.2e−4", "−0.5", "1", "100", "−1e−5"],
    ]);
    expect([undefined, null, Number.NaN, Number.NEGATIVE_INFINITY].map((one) => formatNumber(one))).toEqual([
      ...["–", "NaN", "NaN", "−∞"],
    ]);
    expect([1.5, -2, 0].map(formatSigned)).toEqual(["+1.5", "−2", "±0"]);
  });

  test("in a column they keep their zeros", () => {
    expect([0.5, 12.5, 3, 1234.5, 0, undefined].map((value) => formatAligned(value))).toEqual([
      ...["0.5000", "12.50", "3", "1,235", "0", "–"],
    ]);
  });

  test("settings are as they were written, and seeds whole", () => {
    expect([3_091_234_567, 0.0003, [8, 16], null, "adamw", undefined].map(formatSetting)).toEqual([
      ...["3091234567", "0.0003", "8, 16", "null", "adamw", "–"],
    ]);
    expect([3_091_234_567, 0.0003, 0.123456789].map(formatShortSetting)).toEqual([
      ...["3091234567", "0.0003", "0.1235"],
    ]);
  });
});

test("headings of metrics have their units", () => {
  const names = ["disk_read_mb_per_sec", "memory_gb", "gpu0_percent", "clips_per_sec", "step_ms", "macro_f1"];
  expect(names.map(leafTitle)).toEqual([
    ...["disk read, MB/s", "memory, GB", "GPU0, %", "clips, per second", "step, ms", "macro f1"],
  ]);
});

test("times", () => {
  expect([7, 750, 3723, 183_600].map(formatClock)).toEqual(["0:07", "12:30", "1:02:03", "2d 3h"]);
  expect([7, 750, 3723, 183_600].map(formatDuration)).toEqual(["7 s", "13 min", "1 h 2 min", "2 d 3 h"]);
  expect([0, 7_300_000].map((ms) => formatAge(0, ms + 59_000))).toEqual(["just now", "2 h ago"]);
  const noon = new Date(2026, 10, 28, 12, 5, 9).getTime() / 1000;
  expect([60, 7200, 200_000, 1e6].map((span) => formatWall(noon, span))).toEqual([
    "12:05:09",
    "12:05",
    "11-28 12:05",
    "2026-11-28",
  ]);
});
