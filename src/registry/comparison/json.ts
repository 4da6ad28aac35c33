import type { Interval } from "../../metrics/bootstrap.js";
import type { Comparison } from "./compare.js";

/** Returns a comparison for programs. @param mostClips of each list of disagreements */
export function comparisonJson(comparison: Comparison, mostClips: number): Record<string, unknown> {
  const { a, b, clips, configuration, metrics, intervals, numSamples, report } = comparison;
  const byMetric = (of: Record<string, Interval>) =>
    Object.fromEntries(
      metrics.map(({ name }) => {
        const { value, low, high } = of[name]!;
        return [name, { value, low, high }];
      }),
    );
  return {
    ...{ a, b, numClips: clips.length, configuration },
    intervals: {
      a: byMetric(intervals.a),
      b: byMetric(intervals.b),
      difference: byMetric(intervals.difference),
    },
    numSamples,
    ...report.json(mostClips),
  };
}
