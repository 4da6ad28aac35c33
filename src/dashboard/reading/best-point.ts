import { MOST_LEVEL } from "../../tracking/store/metric-blocks.js";
import { parts } from "./parts.js";
import type { Point, RecordReader } from "./record-reader.js";

/** Fewer blocks are no faster than the values. */
const LEAST_BLOCKS = 8;

/**
 * Returns the best point of a metric; of equal ones the earliest. NaN is never best, infinities can be. A running run is asked for
 * it each second: the values of a long metric are searched by its blocks.
 */
export function bestPoint(record: RecordReader, name: string, better: "min" | "max"): Point | null {
  const last = Number.MAX_SAFE_INTEGER;
  const level = record.blockLevel(name, 0, last, MOST_LEVEL, LEAST_BLOCKS);
  if (level === null) return record.best(name, better, 0, last);
  const sign = better === "max" ? 1 : -1;
  let [best, from] = [-Infinity, 0];
  for (const part of parts(record, name, 0, last, level, () => level)) {
    // Buckets do not tell an infinity from NaN.
    if (part.values("nan").some((count) => count > 0)) return record.best(name, better, 0, last);
    const values = part.values(better);
    for (let i = 0; i < part.size; i++) {
      if (sign * values[i]! <= best) continue;
      best = sign * values[i]!;
      from = part.stepOf(i);
    }
  }
  return record.best(name, better, from, from + 2 ** level - 1);
}
