import { describe, expect, it } from "vitest";
import type { Clip } from "../../data/clip.js";
import { Classification } from "../../tasks/classification/index.js";
import { METRICS_ALONE } from "../../tasks/comparison.js";
import type { EvaluationRecord, MetricDeclaration, Task } from "../../tasks/task.js";
import type { Candidate } from "./candidate.js";
import { compareModels } from "./compare.js";
import { type Intervals, intervalVerdict } from "./intervals.js";

const clips: Clip[] = ["x", "y"].map((label) => ({
  ...{ path: `${label}.wav`, startSec: 0, durationSec: null, label },
}));
const named = (name: string): Task =>
  Object.assign(new Classification(["x", "y"], { labelSmoothing: 0 }), {
    ...{ name, resample: undefined, comparison: undefined },
  }) as unknown as Task;

it("refuses models of different tasks with an error that names both", async () => {
  const candidate = (name: string, task: string) => ({ name, model: { task: named(task) } }) as Candidate;
  const comparing = compareModels(candidate("birds/1", "classification"), candidate("runs/b", "tagging"), {
    clips,
  });
  await expect(comparing).rejects.toThrow(
    /^a \(birds\/1\) is a model of the task classification, b \(runs\/b\) one of the task tagging: compare/,
  );
});

describe("a task without a comparison of its own", () => {
  const counting = (name: string, ...labels: string[]) => ({ name, labels, task: named("counting") });
  const models = { a: counting("a", "x", "y"), b: counting("b", "y", "x") };
  const recordOf = (...outputs: number[]): EvaluationRecord => ({
    outputs: Float32Array.from(outputs),
    losses: Float32Array.of(0.25, 0.75),
    targets: { label: { values: BigInt64Array.of(0n, 1n), shape: [] } },
    evaluated: Int32Array.of(0, 1),
  });

  it("is compared by its metrics on all clips, also on clips that are drawn twice", () => {
    const chosen = METRICS_ALONE.choose(models, clips, "all");
    expect(chosen.clips).toBe(clips);
    const records = { a: recordOf(0.9, 0.1, 0.8, 0.2), b: recordOf(0.9, 0.1, 0.2, 0.8) };
    const { metrics, verdict, breakdown, disagreements } = chosen.report(records);
    expect(metrics.a(Int32Array.of(0, 1))).toMatchObject({ accuracy: 0.5, loss: 0.5 });
    expect(metrics.a(Int32Array.of(1, 1))).toMatchObject({ accuracy: 0, loss: 0.75 });
    expect(metrics.b(Int32Array.of(1, 1))).toMatchObject({ accuracy: 1, loss: 0.75 });
    expect([verdict, breakdown, disagreements]).toEqual([null, null, []]);
  });

  it("is not compared if the outputs differ", () => {
    const other = { ...models, b: counting("runs/b", "x", "z") };
    expect(() => METRICS_ALONE.choose(other, clips, "all")).toThrow(
      /^a \(a\) has the outputs x, y, b \(runs\/b\) has x, z: models of the task counting are compared if/,
    );
  });

  it("has no labels to share", () => {
    expect(() => METRICS_ALONE.choose(models, clips, "shared")).toThrow(
      /^--labels shared: models of the task counting do not choose among labels; leave it out/,
    );
  });
});

describe("the verdict by intervals", () => {
  const metrics: MetricDeclaration[] = [
    { name: "r2", title: "R2", better: "max" },
    { name: "mae", title: "MAE", longTitle: "mean absolute error", better: "min" },
    { name: "bias", title: "bias", better: null },
  ];
  const verdict = (...ranges: [low: number, high: number][]): string => {
    const intervals = metrics.map(({ name }, i) => {
      const [low, high] = ranges[i]!;
      return [name, { value: 0, mean: 0, low, high, numSamples: 1 }] as const;
    });
    return intervalVerdict(metrics, { difference: Object.fromEntries(intervals) } as Intervals);
  };

  it.each([
    [verdict([0.1, 0.2], [-2, -1], [1, 2]), /^b is better by R2, mean absolute error: the 95% interval/],
    [verdict([0.1, 0.2], [1, 2], [1, 2]), /^a is better by mean absolute error; b is better by R2: the 95%/],
    [verdict([-0.1, 0.2], [0, 2], [1, 2]), /^No metric differs by more than chance/],
    [verdict([Number.NaN, Number.NaN], [-1, 2], [1, 2]), /^No metric differs by more than chance/],
  ])("%s", (text, expected) => {
    expect(text).toMatch(expected);
  });
});
