// C = labels, T = thresholds, M = median filters, D = shortest events, N = clips of a set.
import type { EventCounts } from "../../metrics/events/event-counts.js";
import type { OptionsOf } from "../options.js";
import type { EvaluationRecord, EventRules } from "../task.js";

/** Criteria by which true and false positives are counted; the last two are the scenarios of the PSDS. */
export const CRITERIA = ["events", "segments", "intersections", "psds1", "psds2"] as const;

export type Criterion = (typeof CRITERIA)[number];

/**
 * The row of a recording in the record of an evaluation: its length, the counts of its frames, then for each pair of a median filter
 * and a shortest event the numbers of true ones [C] and the counts at fixed thresholds [C, T]. Rows add over recordings, and their size does not
 * depend on the length of recordings.
 */
export class CountLayout {
  readonly numLabels: number;
  /** Ascending [T]. */
  readonly thresholds: readonly number[];
  readonly medianSec: readonly number[]; // [M]
  readonly minSec: readonly number[]; // [D]
  readonly collarSec: number;

  constructor(
    numLabels: number,
    options: Pick<OptionsOf<"detection">, "num_thresholds" | "median_sec" | "min_sec" | "collar_sec">,
  ) {
    const { num_thresholds: count, median_sec, min_sec, collar_sec } = options;
    this.numLabels = numLabels;
    this.thresholds = Array.from({ length: count }, (_, i) => (i + 1) / (count + 1));
    this.medianSec = median_sec;
    this.minSec = min_sec;
    this.collarSec = collar_sec;
  }

  /** Numbers of a criterion: [C], [C, T], [C, T]. */
  get #criterionSize(): number {
    return this.numLabels * (1 + 2 * this.thresholds.length);
  }

  /** Numbers of a pair of rules; cross-triggers [C, T] come last. */
  get #pairSize(): number {
    return CRITERIA.length * this.#criterionSize + this.numLabels * this.thresholds.length;
  }

  /** Numbers of a row. */
  get size(): number {
    return this.#pairAt(this.medianSec.length, 0);
  }

  /** Views the counts of frames, without smoothing, in a row or in a sum of rows. */
  frames(row: Row): Record<keyof EventCounts, Row> {
    return this.#viewAt(row, 1);
  }

  /** Views the counts of a criterion in a row, or in a sum of rows. */
  counts(row: Row, criterion: Criterion, median: number, min: number): Record<keyof EventCounts, Row> {
    return this.#viewAt(row, this.#pairAt(median, min) + CRITERIA.indexOf(criterion) * this.#criterionSize);
  }

  #viewAt(row: Row, at: number): Record<keyof EventCounts, Row> {
    const { numLabels } = this;
    const table = numLabels * this.thresholds.length;
    return {
      numTrue: row.subarray(at, at + numLabels),
      truePositives: row.subarray(at + numLabels, at + numLabels + table),
      falsePositives: row.subarray(at + numLabels + table, at + numLabels + 2 * table),
    };
  }

  /**
   * Views the cross-triggers of scenario 2 [C, T]: the mean over the other labels of their number by the length of the label's
   * true events in the set, a second.
   */
  crossTriggers(row: Row, median: number, min: number): Row {
    const at = this.#pairAt(median, min) + CRITERIA.length * this.#criterionSize;
    return row.subarray(at, at + this.numLabels * this.thresholds.length);
  }

  #pairAt(median: number, min: number): number {
    return 1 + this.#criterionSize + (median * this.minSec.length + min) * this.#pairSize;
  }

  /** Returns the sum of the rows of recordings, by their places. */
  sumOf({ outputs }: EvaluationRecord, clips: ArrayLike<number>): Float64Array {
    const sum = new Float64Array(this.size);
    for (let i = 0; i < clips.length; i++) {
      const from = clips[i]! * this.size;
      for (let j = 0; j < sum.length; j++) sum[j]! += outputs[from + j]!;
    }
    return sum;
  }

  /** Returns the places of a label's rules among the median filters, shortest events and thresholds: the nearest ones. */
  placesOf(rules: EventRules, label: number): { median: number; min: number; level: number } {
    return {
      median: nearest(this.medianSec, rules.medianSec[label]!),
      min: nearest(this.minSec, rules.minSec[label]!),
      level: nearest(this.thresholds, rules.thresholds[label]!),
    };
  }

  /** Returns the counts of a criterion at the rules, one threshold a label. */
  countsAt(row: Row, criterion: Criterion, rules: EventRules): EventCounts {
    const all = Array.from({ length: this.numLabels }, (_, label) => {
      const { median, min, level } = this.placesOf(rules, label);
      const counts = this.counts(row, criterion, median, min);
      const at = label * this.thresholds.length + level;
      return [counts.numTrue[label]!, counts.truePositives[at]!, counts.falsePositives[at]!] as const;
    });
    const column = (i: 0 | 1 | 2): Float64Array => Float64Array.from(all, (counts) => counts[i]);
    return { numTrue: column(0), truePositives: column(1), falsePositives: column(2) };
  }
}

/** The row of a recording, or the sum of rows. */
type Row = Float64Array;

/** Returns the place of the value nearest to another one, the first of several. */
function nearest(values: readonly number[], value: number): number {
  let best = 0;
  for (const [i, one] of values.entries())
    if (Math.abs(one - value) < Math.abs(values[best]! - value)) best = i;
  return best;
}
