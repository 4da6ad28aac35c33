import type { Interval } from "../../metrics/bootstrap.js";
import type { MetricDeclaration } from "../../tasks/task.js";

/** Bootstrap intervals of each metric; `difference` is b minus a, on the same clips of each sample. */
export type Intervals = Record<"a" | "b" | "difference", Record<string, Interval>>;

/** Describes the metrics by which a model is better: those whose interval of the difference lies on one side of zero. */
export function intervalVerdict(metrics: readonly MetricDeclaration[], { difference }: Intervals): string {
  const better: Record<"a" | "b", string[]> = { a: [], b: [] };
  for (const { name, title, longTitle = title, better: direction } of metrics) {
    const { low, high } = difference[name]!;
    if (direction === null || !(low > 0 || high < 0)) continue;
    better[low > 0 === (direction === "max") ? "b" : "a"].push(longTitle);
  }
  const sentences = (["a", "b"] as const).flatMap((side) =>
    better[side].length === 0 ? [] : [`${side} is better by ${better[side].join(", ")}`],
  );
  return sentences.length === 0
    ? "No metric differs by more than chance: every interval of b - a contains zero."
    : `${sentences.join("; ")}: the 95% interval of b - a does not contain zero.`;
}
