import { describe, expect, test } from "vitest";
import { encodeColumns, type NamedColumn } from "../../../../../src/columns.js";
import type { PredictionsMeta } from "../../../../../src/predictions.js";
import { Evaluation } from "../../predictions/evaluation.js";
import { pairedBootstrap } from "./bootstrap.js";
import { differingPairs, type Evaluated, measuresOf, pairsOf } from "./pairs.js";

function evaluated(names: readonly string[], correct: readonly number[], loss: readonly number[]): Evaluated {
  const meta: PredictionsMeta = {
    ...{ step: 1, split: "validation", task: "t", kind: "one_label", labels: ["a"], thresholds: null },
    ...{ numClips: names.length, texts: ["a"] },
  };
  const columns: NamedColumn[] = [
    { name: "clip", shape: [], values: Int32Array.from(names.keys()) },
    { name: "loss", shape: [], values: Float32Array.from(loss) },
    { name: "is_correct", shape: [], values: Uint8Array.from(correct) },
  ];
  const clips = names.map((name) => ({ name, startSec: 0, durationSec: 1, label: "a" }));
  return { clips, evaluation: Evaluation.read(encodeColumns({ meta, columns }).buffer) };
}

describe("pairs", () => {
  const first = evaluated(["x", "y", "z", "__proto__"], [1, 0, 1, 1], [0.1, 3, 0.2, 0.5]);
  const second = evaluated(["z", "__proto__", "y", "w"], [0, 1, 1, 1], [0.9, 0.4, 0.5, 0]);
  const pairs = pairsOf(first, second);

  test("clips are the same by name, whatever their place", () => {
    expect(pairs.map(({ name, rows }) => [name, ...rows])).toEqual([
      ["y", 1, 2],
      ["z", 2, 0],
      ["__proto__", 3, 1],
    ]);
  });

  test("the clips on which the runs differ, the largest difference first", () => {
    expect(differingPairs(first.evaluation, second.evaluation, pairs).map(({ name }) => name)).toEqual([
      "y",
      "z",
    ]);
    const close = evaluated(["y", "z"], [2, 2], [1, 9]);
    const other = evaluated(["y", "z"], [2, 2], [0.5, 1]);
    const both = pairsOf(close, other);
    expect(differingPairs(close.evaluation, other.evaluation, both).map(({ name }) => name)).toEqual([
      "z",
      "y",
    ]);
  });

  test("measures are those that all clips have", () => {
    const measures = measuresOf(first.evaluation, second.evaluation, pairs);
    expect(measures.map(({ title }) => title)).toEqual(["correct predictions", "loss"]);
    expect([...measures[0]!.values[1]]).toEqual([1, 0, 1]);
    const close = evaluated(["y"], [2], [1]);
    const titles = measuresOf(close.evaluation, close.evaluation, pairsOf(close, close));
    expect(titles.map(({ title }) => title)).toEqual(["loss"]);
  });
});

describe("paired bootstrap", () => {
  test("the interval is that of the normal approximation for many clips, and the same each time", async () => {
    // One clip in five is gained, one in ten is lost: mean 0.1, variance 0.29.
    const differences = Float64Array.from({ length: 1000 }, (_, i) =>
      i % 10 < 2 ? 1 : i % 10 === 2 ? -1 : 0,
    );
    const [interval] = (await pairedBootstrap([differences], 1))!;
    const error = 1.96 * Math.sqrt(0.29 / 1000);
    expect(interval!.mean).toBeCloseTo(0.1, 12);
    // Within 15 %: the standard error of a quantile of 2,000 draws is 4 % of it.
    expect(interval!.low).toBeGreaterThan(0.1 - 1.15 * error);
    expect(interval!.low).toBeLessThan(0.1 - 0.85 * error);
    expect(interval!.high).toBeGreaterThan(0.1 + 0.85 * error);
    expect(interval!.high).toBeLessThan(0.1 + 1.15 * error);
    expect(await pairedBootstrap([differences], 1)).toEqual([interval]);
    expect(await pairedBootstrap([differences], 2)).not.toEqual([interval]);
  });

  test("runs that agree have an interval of zero width; without clips there is none", async () => {
    expect(await pairedBootstrap([new Float64Array(7)], 1)).toEqual([{ mean: 0, low: 0, high: 0 }]);
    expect(await pairedBootstrap([new Float64Array(0)], 1)).toBeNull();
    expect(await pairedBootstrap([new Float64Array(1000)], 1, AbortSignal.abort())).toBeNull();
  });
});
