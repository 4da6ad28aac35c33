// Steps with dropout on one, two and three ranks, and in one part or several.
import { beforeAll, describe, expect, it } from "vitest";
import { resultsOf, runRanks } from "./support/ranks.js";

/** Loss and gradient norm of each step. */
type Numbers = [loss: number, norm: number][];

const CASES = {
  "two parts": { masks: "by_clip", parts: 2 },
  "one part, norms frozen": { masks: "by_clip", parts: 1, freezesNorms: true },
  "four parts, norms frozen": { masks: "by_clip", parts: 4, freezesNorms: true },
  "masks by rank": { masks: "by_rank", parts: 2 },
};
type Case = keyof typeof CASES;

let results: Record<number, Record<Case, Numbers>>;
beforeAll(async () => {
  results = {};
  for (const numRanks of [1, 2, 3]) {
    const [first] = resultsOf(
      await runRanks<Record<Case, Numbers>>("dropout.mjs", numRanks, { input: CASES }),
    );
    results[numRanks] = first!;
  }
});

/** Returns the largest differences of losses and of gradient norms, relative to values above 1. */
function differences(a: Numbers, b: Numbers): { loss: number; norm: number } {
  expect(a.length).toBe(b.length);
  const largest = (which: 0 | 1): number =>
    Math.max(...a.map((one, i) => Math.abs(one[which] - b[i]![which]) / Math.max(1, Math.abs(one[which]))));
  return { loss: largest(0), norm: largest(1) };
}

/** Rounding of float32 sums in another order, as in tests/distributed.slow.test.ts. */
function expectSame(a: Numbers, b: Numbers): void {
  const { loss, norm } = differences(a, b);
  expect(loss).toBeLessThan(1e-5);
  expect(norm).toBeLessThan(2e-4);
}

describe("with masks by clip", () => {
  it.each([2, 3])("%i ranks have the losses and gradient norms of one rank", (numRanks) => {
    expectSame(results[numRanks]!["two parts"], results[1]!["two parts"]);
  });

  it.each([1, 2, 3])("batches in four parts equal batches in one, on %i ranks", (numRanks) => {
    expectSame(results[numRanks]!["four parts, norms frozen"], results[1]!["one part, norms frozen"]);
  });
});

it("with masks by rank, ranks and parts differ", () => {
  const { loss } = differences(results[2]!["masks by rank"], results[1]!["masks by rank"]);
  expect(loss).toBeGreaterThan(1e-3);
});
