import { describe, expect, it } from "vitest";
import type { Clip } from "../data/clip.js";
import { randomFloat } from "../data/random.js";
import { Regression } from "./regression/index.js";
import { resample } from "./resample.js";
import { Tagging } from "./tagging/index.js";
import type { EvaluationRecord, Task } from "./task.js";

const clipsOf = (labels: readonly string[]): Clip[] =>
  labels.map((label, i) => ({ path: `${i}.wav`, startSec: 0, durationSec: null, label }));

/** The results of a model for clips. */
function recordOf(task: Task, clips: readonly Clip[], outputs: readonly number[], losses: readonly number[]) {
  return {
    outputs: Float32Array.from(outputs),
    losses: Float32Array.from(losses),
    targets: task.targetsOf(clips),
    evaluated: Int32Array.from(clips.keys()),
  };
}

describe("a comparison of taggings", () => {
  const clips = clipsOf(['["dog"]', '["dog","rain"]', "[]"]);
  const tasks = {
    a: new Tagging(["cat", "dog", "rain"]),
    b: new Tagging(["cat", "dog", "rain"], {}, [0.5, 0.5, 0.9]),
  };
  const records = {
    a: recordOf(tasks.a, clips, [0.1, 0.2, 0.1, 0.1, 0.9, 0.6, 0.1, 0.8, 0.1], [0.5, 0.25, 0.5]),
    b: recordOf(tasks.b, clips, [0.1, 0.9, 0.1, 0.1, 0.8, 0.6, 0.1, 0.7, 0.1], [0.25, 0.5, 0.375]),
  };
  const models = {
    a: { name: "a", task: tasks.a, labels: tasks.a.labels },
    b: { name: "b", task: tasks.b, labels: tasks.b.labels },
  };
  const report = tasks.a.comparison.choose(models, clips, "all").report(records);

  it("has the scores of each label that a clip has, at each model's thresholds", () => {
    const { title, measures, rows } = report.breakdown!;
    expect([title, measures]).toEqual(["labels", ["AP", "F1"]]);
    expect(rows.map(({ name, numClips }) => [name, numClips])).toEqual([
      ["dog", 2],
      ["rain", 1],
    ]);
    // Precision 1 at the first of two positive clips; the second comes third in a, second in b.
    expect(rows[0]!.a[0]).toBeCloseTo((1 + 2 / 3) / 2, 12);
    expect(rows[0]!.b[0]).toBe(1);
    expect(rows[1]).toMatchObject({ a: [1, 1], b: [1, 0] });
  });

  it("lists the clips that each model predicts better, the largest difference of the loss first", () => {
    expect(report.disagreements).toMatchObject([
      {
        title: "b predicts better",
        truthName: "labels",
        clips: [
          { index: 0, truth: "dog", a: "none", b: "dog" },
          { index: 2, truth: "none", a: "dog", b: "dog" },
        ],
      },
      { title: "a predicts better", clips: [{ index: 1, truth: "dog, rain", a: "dog, rain", b: "dog" }] },
    ]);
    expect(report.json(1)).toMatchObject({
      perLabel: [
        { label: "dog", numClips: 2, b: { averagePrecision: 1 } },
        { label: "rain", a: { f1: 1 }, b: { f1: 0 } },
      ],
      betterInB: [{ name: "0.wav", index: 0, difference: 0.25 }],
      betterInA: [{ name: "1.wav", difference: 0.25 }],
    });
    expect(report.json(1)["betterInB"]).toHaveLength(1);
  });
});

describe("a comparison of regressions", () => {
  const clips = clipsOf(["[10,100]", "[20,300]"]);
  // b was trained on clips of another spread: its own scale would make its errors look small.
  const tasks = {
    a: new Regression(
      ["target 1", "target 2"],
      [
        { mean: 15, deviation: 5 },
        { mean: 200, deviation: 100 },
      ],
    ),
    b: new Regression(
      ["target 1", "target 2"],
      [
        { mean: 15, deviation: 500 },
        { mean: 200, deviation: 10000 },
      ],
    ),
  };
  const records = {
    a: recordOf(tasks.a, clips, [15, 100, 20, 300], [9, 9]),
    b: recordOf(tasks.b, clips, [10, 150, 25, 300], [0, 0]),
  };
  const models = {
    a: { name: "a", task: tasks.a, labels: tasks.a.names },
    b: { name: "b", task: tasks.b, labels: tasks.b.names },
  };

  it("lists the clips that each model predicts better, in units of one scale for both", () => {
    const { breakdown, disagreements, json } = tasks.a.comparison
      .choose(models, clips, "all")
      .report(records);
    expect(breakdown).toBeNull();
    expect(disagreements.map(({ title, clips }) => [title, clips.map(({ index }) => index)])).toEqual([
      ["b predicts better", [0]],
      ["a predicts better", [1]],
    ]);
    expect(disagreements[0]!.clips[0]).toMatchObject({ truth: "10, 100", a: "15, 100", b: "10, 150" });
    expect(json(5)).toMatchObject({ betterInB: [{ difference: 0.25 }], betterInA: [{ difference: 0.5 }] });
  });
});

it("a regression measures drawn clips as it summarizes them", () => {
  const clips = clipsOf(Array.from({ length: 30 }, (_, i) => JSON.stringify([randomFloat(1, i), i])));
  const scales = [
    { mean: 0, deviation: 1 },
    { mean: 15, deviation: 9 },
  ];
  const task = new Regression(["target 1", "target 2"], scales);
  const outputs = Array.from({ length: 60 }, (_, i) => 10 * randomFloat(2, i));
  const record: EvaluationRecord = recordOf(task, clips, outputs, outputs.slice(0, 30));
  const summarized: Task = Object.assign(new Regression(task.names, scales), {
    resample: undefined,
  }) as unknown as Task;
  const drawn = Int32Array.from({ length: 30 }, (_, i) => Math.floor(20 * randomFloat(3, i)));
  const slow = resample(summarized, record)(drawn);
  const fast = resample(task, record)(drawn);
  expect(Object.keys(fast).sort()).toEqual(task.metrics.evaluation.map(({ name }) => name).sort());
  for (const [name, value] of Object.entries(fast)) expect(value, name).toBeCloseTo(slow[name]!, 10);
});

it("a tagging measures drawn clips as it summarizes them", () => {
  const clips = clipsOf(Array.from({ length: 40 }, (_, i) => (randomFloat(1, i) < 0.4 ? '["a"]' : '["b"]')));
  const task = new Tagging(["a", "b"], {}, [0.4, 0.6]);
  const outputs = Array.from({ length: 80 }, (_, i) => randomFloat(2, i));
  const record: EvaluationRecord = recordOf(task, clips, outputs, outputs.slice(0, 40));
  const summarized: Task = Object.assign(new Tagging(task.labels, {}, task.thresholds), {
    resample: undefined,
  }) as unknown as Task;
  const drawn = Int32Array.from({ length: 40 }, (_, i) => Math.floor(20 * randomFloat(3, i)));
  for (const places of [record.evaluated, drawn])
    expect(resample(task, record)(places)).toEqual(resample(summarized, record)(places));
});
