import { expect, it } from "vitest";
import { randomFloat } from "../../data/random.js";
import { maximumMatching } from "./maximum-matching.js";

/** The size of a largest matching, by trying every choice. */
function largest(
  graph: readonly (readonly number[])[],
  left = 0,
  taken: ReadonlySet<number> = new Set(),
): number {
  if (left === graph.length) return 0;
  let best = largest(graph, left + 1, taken);
  for (const right of graph[left]!)
    if (!taken.has(right)) best = Math.max(best, 1 + largest(graph, left + 1, new Set([...taken, right])));
  return best;
}

it("matches as many pairs as any other choice", () => {
  const sizes = new Set<number>();
  for (let trial = 0; trial < 60; trial++) {
    const graph = Array.from({ length: 6 }, (_, left) =>
      [0, 1, 2, 3, 4, 5].filter((right) => randomFloat(trial, left, right) < 0.3),
    );
    const pairs = maximumMatching(new Map(graph.entries()));
    for (const [right, left] of pairs) expect(graph[left]).toContain(right);
    expect(new Set(pairs.values()).size).toBe(pairs.size);
    expect(pairs.size).toBe(largest(graph));
    sizes.add(pairs.size);
  }
  expect(sizes.size).toBeGreaterThan(2);
});

it("exchanges pairs along a path of any length", () => {
  // Each vertex takes the first neighbour that is free, so that the last one must move all others.
  const length = 20_000;
  const graph = new Map(
    Array.from({ length }, (_, left) => [left, left + 1 < length ? [left, left + 1] : [0]]),
  );
  expect(maximumMatching(graph).size).toBe(length);
});
