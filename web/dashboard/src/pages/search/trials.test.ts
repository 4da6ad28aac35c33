import { expect, test } from "vitest";
import { bestSoFar, goodness, readBrushes, writeBrushes } from "./trials.js";
import type { Trial } from "./use-search.js";
import { merge } from "./use-search.js";

const trial = (number: number, value: number | null, more: Partial<Trial> = {}): Trial => ({
  ...{
    number,
    state: "complete",
    value,
    objectives: [value],
    parameters: {},
    run: null,
    steps: [],
    values: [],
  },
  ...{ startedMs: null, endedMs: null, isFeasible: true, isRetried: false, error: null },
  ...more,
});
const of = ({ objectives }: Trial): number => objectives[0] ?? Number.NaN;

test("ranges in an address are read as they were written, whatever a parameter is called", () => {
  const brushes = new Map([
    ["p:model.dropout", [0.1, 0.25]],
    ["p:a=b;c%d é", [-1e-7, 3]],
    ["o:0", [0, 1e9]],
  ] as const);
  const address = new URLSearchParams({ ranges: writeBrushes(brushes) }).toString();
  expect(readBrushes(new URLSearchParams(address).get("ranges")!)).toEqual(brushes);
  expect(readBrushes("p:x=1..;=1..2;p:y=a..b;p:%=1..2")).toEqual(new Map([["p:%", [1, 2]]]));
});

test("the best value so far skips trials that failed, were pruned or are not feasible", () => {
  const trials = [
    trial(0, 5),
    trial(1, 1, { isFeasible: false }),
    trial(2, 2, { state: "pruned" }),
    trial(3, null, { state: "failed" }),
    trial(4, 4),
    trial(5, 4.5),
    trial(6, 3),
  ];
  expect(bestSoFar(trials, of, "min").map(({ number }) => number)).toEqual([0, 4, 6]);
  expect(bestSoFar(trials, of, "max").map(({ number }) => number)).toEqual([0]);
  expect(goodness([trial(0, 5), trial(1, 1), trial(2, 3)], of, "min")).toEqual(
    new Map([
      [1, 1],
      [2, 0.5],
      [0, 0],
    ]),
  );
});

test("an answer with the trials that changed is joined with those before; a whole one replaces them", () => {
  const base = { trials: [trial(0, 1), trial(1, null, { state: "running" })], since: -1, version: 9 };
  const news = { trials: [trial(1, 2), trial(2, null, { state: "running" })], since: 9, version: 12 };
  const joined = merge(base as never, news as never);
  expect(joined.trials.map(({ number, value }) => [number, value])).toEqual([
    [0, 1],
    [1, 2],
    [2, null],
  ]);
  expect(merge(joined, base as never)).toBe(base);
});
