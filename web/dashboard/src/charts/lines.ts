/** The line that a chart draws for a curve: x and y in the units of its axes. */
import type { Curve } from "./curve.js";
import { smoothed } from "./smoothing.js";
import type { XKind } from "./ticks.js";

export interface RunTimes {
  /** Unix time in ms. */
  startedMs: number;
  /** null if unknown: there are no epochs then. */
  stepsPerEpoch: number | null;
}

/** N = buckets. */
export interface Line {
  x: number[]; // [N], ascending
  /** The last value of each bucket, or the smoothed one; NaN where there is none. */
  y: number[]; // [N]
  low: number[]; // [N]
  high: number[]; // [N]
  /** The logged values, where `y` is smoothed; null elsewhere. */
  raw: number[] | null; // [N]
  /** Steps of the values. */
  at: number[]; // [N]
  /** Places of values that are NaN or infinite. */
  broken: number[];
}

export function xOf(curve: Curve, kind: XKind, { startedMs, stepsPerEpoch }: RunTimes): number[] {
  if (kind === "step") return curve.at;
  if (kind === "epoch") return stepsPerEpoch === null ? [] : curve.at.map((step) => step / stepsPerEpoch);
  const origin = kind === "time" ? startedMs : 0;
  // A clock may have been set back meanwhile.
  let latest = Number.NEGATIVE_INFINITY;
  return curve.time.map((time) => {
    latest = Math.max(latest, (time - origin) / 1000);
    return latest;
  });
}

export function lineOf(curve: Curve, kind: XKind, times: RunTimes, halfLife: number): Line {
  const x = xOf(curve, kind, times);
  if (x.length === 0) return { x, y: [], low: [], high: [], raw: null, at: [], broken: [] };
  const isSmooth = halfLife > 0;
  const [low, high] = [curve.min, curve.max];
  return {
    ...{ x, y: isSmooth ? smoothed(curve, halfLife) : curve.last, low, high, at: curve.at },
    raw: isSmooth ? curve.last : null,
    broken: curve.nan.flatMap((count, i) => (count > 0 ? [i] : [])),
  };
}

/**
 * The mean of lines, with the range from the lowest to the highest of them. At each x, a line counts by the value of its straight
 * connection. The mean begins and ends where not all of the lines have values: it would jump as a line ends.
 */
export function meanLine(lines: readonly Line[]): Line {
  const drawn = lines.filter(({ x }) => x.length > 0);
  const [from, to] = [Math.max(...drawn.map(({ x }) => x[0]!)), Math.min(...drawn.map(({ x }) => x.at(-1)!))];
  const xs = [...new Set(drawn.flatMap(({ x }) => x))]
    .filter((x) => x >= from && x <= to)
    .sort((a, b) => a - b);
  const result: Line = { x: [], y: [], low: [], high: [], raw: null, at: [], broken: [] };
  const places = drawn.map(() => 0);
  for (const x of xs) {
    let [sum, count, low, high, step] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
    for (const [k, line] of drawn.entries()) {
      while (places[k]! < line.x.length - 1 && line.x[places[k]! + 1]! <= x) places[k]!++;
      const i = places[k]!;
      const j = Math.min(i + 1, line.x.length - 1);
      const share = line.x[j]! > line.x[i]! ? (x - line.x[i]!) / (line.x[j]! - line.x[i]!) : 0;
      const value = share === 0 ? line.y[i]! : line.y[i]! + share * (line.y[j]! - line.y[i]!);
      if (!Number.isFinite(value)) continue;
      sum += value;
      count++;
      low = Math.min(low, value);
      high = Math.max(high, value);
      step = Math.max(step, line.at[i]!);
    }
    if (count < drawn.length) continue;
    result.x.push(x);
    result.y.push(sum / count);
    result.low.push(low);
    result.high.push(high);
    result.at.push(step);
  }
  return result;
}

/** Place of the last value at or before x; -1 for none. */
export function placeAt(x: readonly number[], at: number): number {
  let [low, high] = [0, x.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The value that a cursor shows: of the nearest x of the line; null outside of the line. */
export function valueAt(line: Line, at: number): { y: number; place: number } | null {
  if (line.x.length === 0) return null;
  const before = placeAt(line.x, at);
  const after = Math.min(before + 1, line.x.length - 1);
  const place = before === -1 || line.x[after]! - at < at - line.x[before]! ? after : before;
  const y = line.y[place]!;
  return { y, place };
}

/** Lines on one x axis, as uPlot takes them: values that a line does not have are null. */
export function aligned(lines: readonly Line[], isLog: boolean): [number[], ...(number | null)[][]] {
  const xs = [...new Set(lines.flatMap(({ x }) => x))].sort((a, b) => a - b);
  const placeOf = new Map(xs.map((x, i) => [x, i]));
  const columns = lines.map((line) => {
    const column = new Array<number | null>(xs.length).fill(null);
    for (const [i, x] of line.x.entries()) {
      const y = line.y[i]!;
      if (Number.isFinite(y) && (!isLog || y > 0)) column[placeOf.get(x)!] = y;
    }
    return column;
  });
  return [xs, ...columns];
}

/** The range of values between two x; null without values. */
export function rangeOf(
  lines: readonly Line[],
  from: number,
  to: number,
  isLog: boolean,
): { low: number; high: number } | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const line of lines) {
    // One before and one after: the line enters and leaves the chart there.
    const start = Math.max(0, placeAt(line.x, from));
    for (let i = start; i < line.x.length; i++) {
      for (const value of [line.low[i]!, line.high[i]!, line.y[i]!])
        if (Number.isFinite(value) && (!isLog || value > 0)) {
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
      if (line.x[i]! > to) break;
    }
  }
  return low <= high ? { low, high } : null;
}

/** The steps that the lines have between two x, for a request of finer buckets; null if there are none. */
export function stepsBetween(
  lines: readonly Line[],
  from: number,
  to: number,
): { from: number; to: number } | null {
  let [first, last] = [Number.POSITIVE_INFINITY, -1];
  for (const { x, at } of lines) {
    if (x.length === 0 || x[0]! > to || x.at(-1)! < from) continue;
    const i = placeAt(x, from);
    const j = placeAt(x, to);
    first = Math.min(first, i === -1 ? 0 : at[i]!);
    last = Math.max(last, at[Math.min(j + 1, at.length - 1)]!);
  }
  return last >= first ? { from: first, to: last } : null;
}
