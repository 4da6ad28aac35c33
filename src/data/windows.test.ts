import { describe, expect, it } from "vitest";
import {
  createWindowing,
  numWindowsOf,
  paddedLength,
  WindowMean,
  windowedSamples,
  windowsOf,
} from "./windows.js";

describe("windows", () => {
  const same = createWindowing(1000, 1000);
  const own = createWindowing(1000, 300);

  it("lie side by side from the start, and the last one is the rest", () => {
    const windows = [...windowsOf(same, 2500)];
    expect(windows).toEqual([
      { first: 0, count: 1000, padded: 1000 },
      { first: 1000, count: 1000, padded: 1000 },
      { first: 2000, count: 500, padded: 1000 },
    ]);
    expect([...windowsOf(same, 2500, 2)]).toEqual(windows.slice(2));
    expect([...windowsOf(same, 2000, 1)]).toEqual(windows.slice(1, 2));
    expect([...windowsOf(same, 1)]).toEqual([{ first: 0, count: 1, padded: 1000 }]);
  });

  it("overlap by a shorter hop, up to the first that reaches the end", () => {
    const windowing = createWindowing(1000, 300, 400);
    const starts = (numSamples: number) => [...windowsOf(windowing, numSamples)].map(({ first }) => first);
    expect(starts(0)).toEqual([]);
    expect(starts(1000)).toEqual([0]);
    expect(starts(1001)).toEqual([0, 400]);
    expect(starts(1400)).toEqual([0, 400]);
    expect(starts(2201)).toEqual([0, 400, 800, 1200, 1600]);
    expect([...windowsOf(windowing, 2201, 4)]).toEqual([
      { first: 1600, count: 601, padded: expect.any(Number) },
    ]);
  });

  it.each([1000, 999, 400, 1])("have the number and the samples that are computed, %i apart", (hop) => {
    const windowing = createWindowing(1000, 300, hop);
    for (const numSamples of [0, 1, 399, 1000, 1001, 1399, 1400, 1401, 2000, 2999, 3000, 7351]) {
      const counts = [...windowsOf(windowing, numSamples)].map(({ count }) => count);
      expect(numWindowsOf(windowing, numSamples)).toBe(counts.length);
      expect(windowedSamples(windowing, numSamples)).toBe(counts.reduce((sum, count) => sum + count, 0));
      expect(counts.slice(0, -1).every((count) => count === 1000)).toBe(true);
    }
  });

  it("are padded to one of a few lengths, by a fiftieth and a sample at most, and to what the model needs", () => {
    const { paddedSamples } = own;
    expect(paddedSamples.at(0)).toBe(300);
    expect(paddedSamples.at(-1)).toBe(1000);
    expect(paddedSamples.length).toBeLessThan(70);
    const fits = (count: number): boolean => {
      const padded = paddedLength(own, count);
      return paddedSamples.includes(padded) && padded >= count && padded <= Math.max(300, 1.02 * count + 1);
    };
    const counts = Array.from({ length: 1000 }, (_, i) => i + 1);
    expect(counts.filter((count) => !fits(count))).toEqual([]);
    expect(counts.filter((count) => paddedLength(same, count) !== 1000)).toEqual([]);
  });

  it("are all as long as a clip where the model needs more than a clip", () => {
    expect(createWindowing(1000, 2000)).toEqual(same);
  });
});

describe("the mean over windows", () => {
  it("weights each by its audio, and knows when it is complete", () => {
    const mean = new WindowMean(2, 2500);
    const rows = Float32Array.of(9, 9, 1, 2, 3, 4, 5, 8);
    mean.add(rows, 1, 1000);
    mean.add(rows, 2, 1000);
    expect(mean.isComplete).toBe(false);
    mean.add(rows, 3, 500);
    expect(mean.isComplete).toBe(true);
    expect([...mean.values]).toEqual([0.4 * 1 + 0.4 * 3 + 0.2 * 5, 0.4 * 2 + 0.4 * 4 + 0.2 * 8]);
  });

  it("is the result of a single window to the bit, also without any sample", () => {
    const row = Float32Array.of(0.1, Number.NaN, -3e-30, Number.POSITIVE_INFINITY);
    for (const numSamples of [0, 7, 1000]) {
      const mean = new WindowMean(4, numSamples);
      mean.add(row, 0, numSamples);
      expect(mean.isComplete).toBe(true);
      expect(Float32Array.from(mean.values)).toEqual(row);
    }
  });
});
