import { filterFrames } from "../events/median-filter.js";
import type { FrameGrid } from "../inference/timeline/frame-grid.js";
import type { EventRules } from "../tasks/task.js";
import type { EventRule } from "./events.js";

/** A part of a sample that a product of seconds may be off. */
const ROUNDING = 1e-6;

/** Returns the rules in frames and samples, by label. */
export function eventRules(
  { labels, thresholds, medianSec, minSec }: EventRules,
  mergeSec: number,
  grid: FrameGrid,
  sampleRateHz: number,
): EventRule[] {
  return labels.map((_, label) => {
    const frameSec = grid.frameSamples / sampleRateHz;
    return {
      threshold: thresholds[label]!,
      medianFrames: filterFrames(medianSec[label]!, frameSec),
      mergeSamples: Math.floor(mergeSec * sampleRateHz + ROUNDING),
      minSamples: Math.ceil(minSec[label]! * sampleRateHz - ROUNDING),
    };
  });
}
