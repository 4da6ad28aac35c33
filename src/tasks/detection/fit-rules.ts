import { bestEventThresholds } from "../../metrics/events/event-counts.js";
import type { EvaluationRecord, EventRules } from "../task.js";
import type { CountLayout } from "./count-layout.js";

/** Chooses the median filter, the shortest event and the threshold of each label with the highest event-based F1. */
export function fitRules(record: EvaluationRecord, layout: CountLayout): Omit<EventRules, "labels"> {
  const sum = layout.sumOf(record, record.evaluated);
  const thresholds = Array.from({ length: layout.numLabels }, () => layout.thresholds);
  const best = thresholds.map(() => ({ f1: -1, threshold: 0.5, medianSec: 0, minSec: 0 }));
  for (const [median, medianSec] of layout.medianSec.entries())
    for (const [min, minSec] of layout.minSec.entries()) {
      const found = bestEventThresholds(layout.counts(sum, "events", median, min), thresholds);
      for (const [label, before] of best.entries()) {
        const score = found.scores.f1[label]!;
        const f1 = Number.isNaN(score) ? 0 : score;
        // Takes the first of equal ones: the least smoothing.
        if (f1 > before.f1) best[label] = { f1, threshold: found.thresholds[label]!, medianSec, minSec };
      }
    }
  return {
    thresholds: best.map(({ threshold }) => threshold),
    medianSec: best.map(({ medianSec }) => medianSec),
    minSec: best.map(({ minSec }) => minSec),
  };
}
