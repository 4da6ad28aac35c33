/** A metric of a run as buckets of 2^level steps, counted from step 0: see `CurvesMeta`. N = buckets. */
import type { ColumnFile } from "../../../../src/columns.js";
import type { CurvesMeta, MetricValue } from "../../../../src/dashboard/api.js";

export interface Curve {
  run: string;
  metric: string;
  level: number;
  generation: number;
  /** The newest step; -1 for none. */
  lastStep: number;
  /** First step of each bucket. */
  step: number[]; // [N]
  /** Step at which a bucket is drawn: its end, where its last value is. */
  at: number[]; // [N]
  first: number[]; // [N]
  last: number[]; // [N]
  min: number[]; // [N]
  max: number[]; // [N]
  mean: number[]; // [N]
  count: number[]; // [N]
  nan: number[]; // [N]
  /** Unix time of the first value, ms. */
  time: number[]; // [N]
}

const FIELDS = ["step", "at", "first", "last", "min", "max", "mean", "count", "nan", "time"] as const;

/** The end of a bucket; the last one ends at the newest step, and grows. */
const endOf = (step: number, level: number, lastStep: number): number =>
  Math.min(step + 2 ** level - 1, lastStep);

export function emptyCurve(run: string, metric: string): Curve {
  const columns = Object.fromEntries(FIELDS.map((field) => [field, [] as number[]]));
  return { run, metric, level: 0, generation: 0, lastStep: -1, ...columns } as unknown as Curve;
}

export function curvesOf({ meta, columns }: ColumnFile<CurvesMeta>): Curve[] {
  const values = new Map(columns.map((column) => [column.name, column.values]));
  return meta.series.map(({ run, metric, level, generation, lastStep }, i) => {
    const column = (name: string): number[] => Array.from(values.get(`${i}/${name}`) ?? []);
    const step = column("step");
    return {
      ...{ run, metric, level, generation, lastStep, step },
      at: step.map((one) => endOf(one, level, lastStep)),
      ...{ first: column("first"), last: column("last"), min: column("min"), max: column("max") },
      ...{ mean: column("mean"), count: column("count"), nan: column("nan"), time: column("time") },
    };
  });
}

/**
 * Adds values that were logged since. Buckets before the last one stay as they are.
 *
 * @param points ascending, from the last known step or an earlier one on
 * @returns null if values between the known ones and these may be missing: read the curve again
 */
export function withPoints(curve: Curve, points: readonly MetricValue[], timeMs: number): Curve | null {
  if (points.length === 0) return curve;
  if (points[0]!.step > curve.lastStep && curve.lastStep >= 0) return null;
  const fresh = points.filter(({ step }) => step > curve.lastStep);
  if (fresh.length === 0) return curve;
  const result = copyOf(curve);
  const width = 2 ** curve.level;
  for (const { step, value } of fresh) {
    const start = Math.floor(step / width) * width;
    const i = result.step.length - 1;
    const isNumber = value !== null;
    const number = value ?? Number.NaN;
    if (i >= 0 && result.step[i] === start) {
      const known = result.count[i]! - result.nan[i]!;
      result.at[i] = step;
      result.last[i] = number;
      result.count[i]!++;
      if (!isNumber) result.nan[i]!++;
      else {
        result.mean[i] = known === 0 ? number : (result.mean[i]! * known + number) / (known + 1);
        result.min[i] = lesser(result.min[i]!, number);
        result.max[i] = greater(result.max[i]!, number);
      }
    } else {
      // The bucket before this one is complete now.
      if (i >= 0) result.at[i] = result.step[i]! + width - 1;
      for (const field of ["first", "last", "min", "max", "mean"] as const) result[field].push(number);
      result.step.push(start);
      result.at.push(step);
      result.count.push(1);
      result.nan.push(isNumber ? 0 : 1);
      result.time.push(timeMs);
    }
    result.lastStep = step;
  }
  return result;
}

/** Returns the buckets of a coarser level: the same ones that the server computes. */
export function coarsened(curve: Curve, level: number): Curve {
  if (level <= curve.level) return curve;
  const result = { ...emptyCurve(curve.run, curve.metric), level };
  const width = 2 ** level;
  for (let i = 0; i < curve.step.length; i++) {
    const start = Math.floor(curve.step[i]! / width) * width;
    const j = result.step.length - 1;
    if (j >= 0 && result.step[j] === start) {
      const [known, more] = [result.count[j]! - result.nan[j]!, curve.count[i]! - curve.nan[i]!];
      if (more > 0)
        result.mean[j] =
          known === 0 ? curve.mean[i]! : (result.mean[j]! * known + curve.mean[i]! * more) / (known + more);
      result.last[j] = curve.last[i]!;
      result.min[j] = lesser(result.min[j]!, curve.min[i]!);
      result.max[j] = greater(result.max[j]!, curve.max[i]!);
      result.count[j]! += curve.count[i]!;
      result.nan[j]! += curve.nan[i]!;
    } else for (const field of FIELDS) result[field].push(curve[field][i]!);
  }
  result.lastStep = curve.lastStep;
  result.generation = curve.generation;
  result.at = result.step.map((step) => endOf(step, level, curve.lastStep));
  return result;
}

/** Returns the coarse buckets with those that finer ones cover replaced by these. */
export function spliced(whole: Curve, part: Curve): Curve {
  if (part.step.length === 0 || whole.step.length === 0) return whole;
  const [from, to] = [part.step[0]!, part.at.at(-1)!];
  const before = whole.at.filter((at) => at < from).length;
  const after = whole.step.findIndex((step) => step > to);
  const result = { ...part, lastStep: whole.lastStep };
  for (const field of FIELDS)
    result[field] = [
      ...whole[field].slice(0, before),
      ...part[field],
      ...(after === -1 ? [] : whole[field].slice(after)),
    ];
  return result;
}

function copyOf(curve: Curve): Curve {
  const columns = Object.fromEntries(FIELDS.map((field) => [field, curve[field].slice()]));
  return { ...curve, ...columns };
}

/** A bucket without finite values has NaN, which any other value replaces. */
const lesser = (a: number, b: number): number => (a <= b || Number.isNaN(b) ? a : b);
const greater = (a: number, b: number): number => (a >= b || Number.isNaN(b) ? a : b);
