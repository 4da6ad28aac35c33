import { expect, it } from "vitest";
import type { BestPolicy, PeriodicPolicy, Policy } from "./policy.js";
import { isAmongTop, namesToKeep, type StoredCheckpoint } from "./retention.js";

const best = (metric: string, mode: "min" | "max", keepTop: number): BestPolicy => ({
  kind: "best",
  id: `best-${metric}`,
  metric,
  mode,
  keepTop,
});
const every = (keepLast: number | "all", keepEvery: number | null = null): PeriodicPolicy => ({
  kind: "periodic",
  id: "every-1-steps",
  unit: "steps",
  every: 1,
  keepLast,
  keepEvery,
});

/** Returns one checkpoint for each step from 1, saved for all the policies. */
function stored(policies: readonly Policy[], values: readonly number[]): StoredCheckpoint[] {
  return values.map((value, i) => ({
    name: `step-${String(i + 1).padStart(7, "0")}`,
    position: { step: i + 1, epoch: 0, batch: i + 1 },
    metricsStep: i + 1,
    metrics: { loss: value, accuracy: 1 - value },
    savedFor: policies.map(({ id }) => id),
    saves: Object.fromEntries(policies.map(({ id }) => [id, i + 1])),
  }));
}

const kept = (policies: readonly Policy[], values: readonly number[]): number[] =>
  [...namesToKeep(policies, stored(policies, values))]
    .map((name) => Number(name.slice(5)))
    .sort((a, b) => a - b);

it.each<[string, Policy[], number[]]>([
  ["the newest even without a policy", [], [8]],
  ["the last three", [every(3)], [6, 7, 8]],
  ["all", [every("all")], [1, 2, 3, 4, 5, 6, 7, 8]],
  ["the last, and every third permanently", [every(1, 3)], [3, 6, 8]],
  ["the two best by a loss", [best("loss", "min", 2)], [3, 5, 8]],
  ["the two best by an accuracy", [best("accuracy", "max", 2)], [3, 5, 8]],
  [
    "every checkpoint that at least one of several policies keeps",
    [every(2), best("loss", "max", 1)],
    [1, 7, 8],
  ],
])("keeps %s", (_, policies, expected) => {
  expect(kept(policies, [0.9, 0.7, 0.2, 0.8, 0.1, 0.5, 0.6, 0.4])).toEqual(expected);
});

it("keeps the earlier of equal values, and never NaN as best", () => {
  expect(kept([best("loss", "min", 1)], [Number.NaN, 0.5, 0.5, 0.5])).toEqual([2, 4]);
});

it("detects whether a value would be among the best", () => {
  const policy = best("loss", "min", 2);
  const there = stored([policy], [0.3, 0.2]);
  expect([0.1, 0.25, 0.3, 0.4, Number.NaN].map((loss) => isAmongTop(policy, { loss }, there))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
  expect(isAmongTop(policy, { loss: 9 }, there.slice(1))).toBe(true);
});

it("orders several checkpoints of one step by save number, also beyond nine", () => {
  const names = ["step-0000007", ...Array.from({ length: 10 }, (_, i) => `step-0000007.${i + 2}`)];
  const same = names.map((name) => ({ ...stored([every(1)], [1])[0]!, name }));
  expect([...namesToKeep([every(1)], same)]).toEqual(["step-0000007.11"]);
});
