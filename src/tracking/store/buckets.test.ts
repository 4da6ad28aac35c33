import { describe, expect, it } from "vitest";
import { Buckets } from "./buckets.js";

/** Deterministic numbers in [0, 1). */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function randomPoints(seed: number, count: number) {
  const next = random(seed);
  let step = 0;
  const points = Array.from({ length: count }, () => {
    step += 1 + Math.floor(next() ** 4 * 20);
    const kind = next();
    const value = kind < 0.03 ? Number.NaN : kind < 0.05 ? Infinity : kind < 0.07 ? -Infinity : next() - 0.5;
    return { step, value, timeMs: 1000 * step };
  });
  return points;
}

const columnsOf = (points: ReturnType<typeof randomPoints>) => ({
  step: Float64Array.from(points, ({ step }) => step),
  value: Float64Array.from(points, ({ value }) => value),
  timeMs: Float64Array.from(points, ({ timeMs }) => timeMs),
});

const all = (buckets: Buckets) =>
  buckets.encode().map(({ name, values }) => [name, Array.from(values)] as const);

/** The same by the definition of each column. */
function naive(points: ReturnType<typeof randomPoints>, level: number) {
  const groups = new Map<number, typeof points>();
  for (const point of points) {
    const bucket = Math.floor(point.step / 2 ** level);
    groups.set(bucket, [...(groups.get(bucket) ?? []), point]);
  }
  return [...groups].map(([bucket, group]) => {
    const finite = group.map(({ value }) => value).filter(Number.isFinite);
    return {
      bucket,
      first: group[0]!.value,
      last: group.at(-1)!.value,
      min: finite.length === 0 ? Number.NaN : Math.min(...finite),
      max: finite.length === 0 ? Number.NaN : Math.max(...finite),
      sum: finite.reduce((a, b) => a + b, 0),
      count: group.length,
      nan: group.length - finite.length,
      time: group[0]!.timeMs,
    };
  });
}

describe("Buckets", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])("equal a naive computation (seed %i)", (seed) => {
    const points = randomPoints(seed, 50 * seed);
    for (const level of [0, 1, 2, 5, 9]) {
      const buckets = Buckets.of(columnsOf(points)).atLevel(level);
      const expected = naive(points, level);
      for (const field of ["bucket", "first", "last", "min", "max", "count", "nan", "time"] as const)
        expect(Array.from(buckets.values(field)), `${field}, level ${level}`).toEqual(
          expected.map((one) => one[field]),
        );
      buckets.values("sum").forEach((sum, i) => {
        expect(sum).toBeCloseTo(expected[i]!.sum, 9);
      });
    }
  });

  it("are the same bits however a run grew, at every level", () => {
    const points = randomPoints(11, 700);
    const whole = Buckets.of(columnsOf(points));
    for (const level of [0, 3, 6]) {
      const grown = new Buckets(level);
      for (let end = 7; end <= points.length; end += 31) {
        // Like a reader of a growing run: the last bucket is read again.
        const from = grown.size === 0 ? 0 : grown.stepOf(grown.size - 1);
        const news = points.slice(0, end).filter(({ step }) => step >= from);
        grown.append(Buckets.of(columnsOf(news)).atLevel(level));
        expect(all(grown)).toEqual(all(Buckets.of(columnsOf(points.slice(0, end))).atLevel(level)));
      }
      expect(all(grown.atLevel(8)).slice(0, -1)).toEqual(
        all(Buckets.of(columnsOf(points.slice(0, 7 + 31 * 22))).atLevel(8)).slice(0, -1),
      );
    }
    expect(all(whole.atLevel(3).atLevel(7))).toEqual(all(whole.atLevel(7)));
  });

  it("zooming shows the same buckets", () => {
    const buckets = Buckets.of(columnsOf(randomPoints(5, 600))).atLevel(3);
    const part = buckets.between(100, 999);
    const places = Array.from(buckets.values("bucket"));
    const [start, end] = [places.findIndex((one) => one >= 12), places.findIndex((one) => one > 124)];
    for (const field of ["bucket", "first", "last", "min", "max", "sum", "count"] as const)
      expect(Array.from(part.values(field))).toEqual(Array.from(buckets.values(field).slice(start, end)));
  });

  it("a single spike is in every level", () => {
    const points = randomPoints(3, 500).map((point, i) => ({ ...point, value: i === 321 ? 1e6 : 0 }));
    for (let level = 0; level < 14; level++)
      expect(Math.max(...Buckets.of(columnsOf(points)).atLevel(level).values("max"))).toBe(1e6);
  });
});
