import { describe, expect, test } from "vitest";
import type { NamedColumn } from "../../../../src/columns.js";
import { type Curve, coarsened, curvesOf, emptyCurve, spliced, withPoints } from "./curve.js";
import { placeLabels } from "./labels.js";
import { aligned, lineOf, meanLine, rangeOf, stepsBetween, valueAt } from "./lines.js";
import { resumeMarks, resumesAt } from "./resume-marks.js";
import { halfLives, smoothed } from "./smoothing.js";
import { formatTicks, type XKind } from "./ticks.js";

const TIMES = { startedMs: 1000, stepsPerEpoch: 10 };

/** A curve of all steps, as the server sends it at level 0. */
function curveOf(values: readonly number[], everySteps = 1): Curve {
  const column = (name: string, numbers: ArrayLike<number>): NamedColumn => ({
    ...{ name: `0/${name}`, shape: [] },
    values: Float64Array.from(numbers),
  });
  const isNumber = values.map((value) => Number.isFinite(value));
  const finite = values.map((value, i) => (isNumber[i] ? value : Number.NaN));
  const steps = values.map((_, i) => i * everySteps);
  const series = { run: "r", metric: "m", level: 0, generation: 0, lastStep: steps.at(-1) ?? -1 };
  return curvesOf({
    meta: { series: [series] },
    columns: [
      column("step", steps),
      ...["first", "last"].map((name) => column(name, values)),
      ...["min", "max", "mean"].map((name) => column(name, finite)),
      column(
        "count",
        values.map(() => 1),
      ),
      column(
        "nan",
        isNumber.map((is) => (is ? 0 : 1)),
      ),
      column(
        "time",
        steps.map((step) => 1000 + 500 * step),
      ),
    ],
  })[0]!;
}

const waves = (count: number): number[] =>
  Array.from({ length: count }, (_, i) => Math.sin(i / 30) + 0.2 * Math.sin(i * 2.7));

describe("buckets", () => {
  test("live values give the buckets that coarsening the whole gives, and move no old ones", () => {
    const all = waves(203);
    const half = coarsened(curveOf(all.slice(0, 101)), 3);
    const points = all.slice(100).map((value, i) => ({ step: 100 + i, value }));
    const grown = withPoints(half, points, 0)!;
    const whole = coarsened(curveOf(all), 3);
    for (const field of ["step", "at", "first", "last", "min", "max", "count", "nan"] as const)
      expect(grown[field]).toEqual(whole[field]);
    for (const [i, mean] of whole.mean.entries()) expect(grown.mean[i]).toBeCloseTo(mean, 12);
    const numComplete = half.step.length - 1;
    expect(grown.at.slice(0, numComplete)).toEqual(half.at.slice(0, numComplete));
    expect(grown.last.slice(0, numComplete)).toEqual(half.last.slice(0, numComplete));
    expect(half.lastStep).toBe(100);
  });

  test("values that were missed are noticed", () => {
    const curve = curveOf([1, 2, 3]);
    expect(withPoints(curve, [{ step: 5, value: 1 }], 0)).toBeNull();
    expect(withPoints(curve, [{ step: 2, value: 3 }], 0)).toBe(curve);
    expect(withPoints(emptyCurve("r", "m"), [{ step: 5, value: 1 }], 0)!.at).toEqual([5]);
  });

  test("a NaN is counted and leaves minimum and maximum", () => {
    const grown = withPoints(
      curveOf([1, 2]),
      [
        { step: 1, value: 2 },
        { step: 2, value: null },
      ],
      0,
    )!;
    const bucket = coarsened(grown, 2);
    expect(bucket).toMatchObject({ min: [1], max: [2], count: [3], nan: [1], mean: [1.5] });
    expect(lineOf(grown, "step", TIMES, 0).broken).toEqual([2]);
    expect(coarsened(curveOf([Number.NaN, 4]), 1)).toMatchObject({ min: [4], max: [4], mean: [4] });
  });

  test("finer buckets replace coarse ones, the others stay", () => {
    const fine = curveOf(waves(64));
    const whole = coarsened(fine, 3);
    const part: Curve = { ...fine };
    for (const field of [
      "step",
      "at",
      "first",
      "last",
      "min",
      "max",
      "mean",
      "count",
      "nan",
      "time",
    ] as const)
      part[field] = fine[field].slice(16, 32);
    const both = spliced(whole, part);
    expect(both.at).toEqual([7, 15, ...part.at, 39, 47, 55, 63]);
    expect(both.last.slice(0, 2)).toEqual(whole.last.slice(0, 2));
    expect(spliced(whole, { ...emptyCurve("r", "m") })).toBe(whole);
  });
});

describe("smoothing", () => {
  test("zoom, which makes buckets smaller, does not change it", () => {
    const fine = curveOf(waves(4096));
    const exact = smoothed(fine, 100);
    for (const level of [1, 3, 5]) {
      const coarse = coarsened(fine, level);
      const values = smoothed(coarse, 100);
      // Within a bucket, a value counts as the bucket's mean: for buckets of 32 steps of noise of ±0.2.
      for (const [i, at] of coarse.at.entries())
        if (at > 300) expect(Math.abs(values[i]! - exact[at]!)).toBeLessThan(0.01);
    }
    const zoomed = spliced(coarsened(fine, 5), { ...fine, ...sliced(fine, 2048, 2304) });
    const values = smoothed(zoomed, 100);
    for (const [i, at] of zoomed.at.entries())
      if (at > 2048) expect(Math.abs(values[i]! - exact[at]!)).toBeLessThan(0.01);
  });

  test("weights halve in a half-life, and the first value is not pulled to zero", () => {
    expect(smoothed(curveOf([8, 8, 8]), 3)).toEqual([8, 8, 8]);
    const [, second] = smoothed(curveOf([0, 3], 10), 10);
    expect(second).toBeCloseTo(2, 12);
    expect(smoothed(curveOf([Number.NaN, 3]), 10)).toEqual([Number.NaN, 3]);
    expect(smoothed(curveOf([1, 5]), 0)).toEqual([1, 5]);
    expect(halfLives(30)).toEqual([0, 1, 2, 5, 10]);
    expect(halfLives(-1)).toEqual([0]);
  });
});

const sliced = (curve: Curve, from: number, to: number): Partial<Curve> =>
  Object.fromEntries(
    (["step", "at", "first", "last", "min", "max", "mean", "count", "nan", "time"] as const).map((field) => [
      field,
      curve[field].slice(from, to),
    ]),
  );

describe("lines", () => {
  test("x is a step, an epoch, or a time that never goes back", () => {
    const curve = { ...curveOf([1, 2, 3], 5), time: [3000, 2000, 5000] };
    expect(lineOf(curve, "step", TIMES, 0).x).toEqual([0, 5, 10]);
    expect(lineOf(curve, "epoch", TIMES, 0).x).toEqual([0, 0.5, 1]);
    expect(lineOf(curve, "time", TIMES, 0).x).toEqual([2, 2, 4]);
    expect(lineOf(curve, "wall", TIMES, 0).x).toEqual([3, 3, 5]);
    expect(lineOf(curve, "epoch", { ...TIMES, stepsPerEpoch: null }, 0).x).toEqual([]);
  });

  test("lines of different steps share one x axis; values that cannot be drawn are left out", () => {
    const [a, b] = [curveOf([1, -2, 3]), curveOf([4, Number.NaN, 6], 2)];
    const lines = [a, b].map((curve) => lineOf(curve, "step", TIMES, 0));
    expect(aligned(lines, false)).toEqual([
      [0, 1, 2, 4],
      [1, -2, 3, null],
      [4, null, null, 6],
    ]);
    expect(aligned(lines, true)[1]).toEqual([1, null, 3, null]);
    expect(rangeOf(lines, 0, 1, false)).toEqual({ low: -2, high: 4 });
    expect(rangeOf(lines, 0, 4, true)).toEqual({ low: 1, high: 6 });
    expect(rangeOf([], 0, 1, false)).toBeNull();
    expect(stepsBetween(lines, 1.5, 2.5)).toEqual({ from: 0, to: 4 });
    expect(stepsBetween(lines.slice(0, 1), 1.5, 2)).toEqual({ from: 1, to: 2 });
    expect(stepsBetween(lines, 9, 12)).toBeNull();
  });

  test("a spike within a bucket is in the range", () => {
    const values = waves(1000);
    values[500] = 40;
    const line = lineOf(coarsened(curveOf(values), 6), "step", TIMES, 50);
    expect(rangeOf([line], 0, 1000, false)!.high).toBe(40);
  });

  test("the mean of a group is of all its lines, and ends where the first of them does", () => {
    const lines = [curveOf([0, 0, 0, 0]), curveOf([2, 4], 2), emptyCurve("r", "m")].map((curve) =>
      lineOf(curve, "step", TIMES, 0),
    );
    expect(meanLine(lines)).toMatchObject({
      x: [0, 1, 2],
      y: [1, 1.5, 2],
      low: [0, 0, 0],
      high: [2, 3, 4],
    });
    const apart = [curveOf([1]), { ...curveOf([2]), at: [5] }].map((curve) =>
      lineOf(curve, "step", TIMES, 0),
    );
    expect(meanLine(apart).x).toEqual([]);
  });

  test("marks of resumes stand at their steps within the run's line", () => {
    const curve = { ...curveOf([1, 2, 3, 4], 5), time: [1000, 2000, 9000, 9500] };
    const row = { key: "r", id: "a-1", resumes: [5, 5, 10, 99] };
    const marksOf = (kind: XKind, stepsPerEpoch: number | null = 10) => {
      const look = { run: "r", label: "", color: "--run-1", dash: [], bestStep: null, isMain: true };
      return resumeMarks(row, [{ ...lineOf(curve, kind, TIMES, 0), ...look }], kind, stepsPerEpoch);
    };
    expect(marksOf("step").map(({ x }) => x)).toEqual([5, 10]);
    expect(marksOf("epoch").map(({ x }) => x)).toEqual([0.5, 1]);
    expect(marksOf("epoch", null)).toEqual([]);
    // When it went on, after a pause.
    expect(marksOf("time").map(({ x }) => x)).toEqual([8, 8.5]);
    expect(resumesAt(marksOf("step"), 5.4, 0.5)).toEqual(["a-1 resumed from step 5"]);
    expect(resumeMarks(row, [], "step", null)).toEqual([]);
  });

  test("a cursor shows the nearest value", () => {
    const line = lineOf(curveOf([1, 2, 3], 10), "step", TIMES, 0);
    expect([-5, 4, 6, 14, 99].map((x) => valueAt(line, x)!.y)).toEqual([1, 1, 2, 2, 3]);
    expect(valueAt(lineOf(emptyCurve("r", "m"), "step", TIMES, 0), 3)).toBeNull();
  });
});

describe("labels", () => {
  test("labels are apart, in order and inside, and near their lines", () => {
    expect(placeLabels([20, 80], 100, 14)).toEqual([20, 80]);
    expect(placeLabels([50, 50], 100, 14)).toEqual([43, 57]);
    expect(placeLabels([0, 2, 4], 100, 14)).toEqual([7, 21, 35]);
    expect(placeLabels([99, 97], 100, 14)).toEqual([93, 79]);
    // Two blocks that meet become one.
    const placed = placeLabels([50, 52, 70, 72], 200, 14) as number[];
    for (const [i, y] of placed.slice(1).entries()) expect(y - placed[i]!).toBeGreaterThanOrEqual(14 - 1e-9);
  });

  test("without room, the least important have no label", () => {
    expect(placeLabels([10, 12, 14], 30, 14).map((y) => y !== null)).toEqual([true, true, false]);
  });
});

describe("texts", () => {
  test("ticks of an axis have the same decimals", () => {
    expect(formatTicks([0, 0.25, 0.5], 0.25)).toEqual(["0.00", "0.25", "0.50"]);
    expect(formatTicks([0, 10_000, 20_000], 10_000)).toEqual(["0", "10k", "20k"]);
    expect(formatTicks([-1, 0, 1], 1)).toEqual(["−1", "0", "1"]);
    expect(formatTicks([0, 2e-4], 2e-4)).toEqual(["0", "2e−4"]);
  });
});
