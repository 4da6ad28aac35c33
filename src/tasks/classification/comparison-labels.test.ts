import { describe, expect, it } from "vitest";
import type { Clip } from "../../data/clip.js";
import { answersAmong, comparableClips, describeLabels, labelSets } from "./comparison-labels.js";
import { Classification } from "./index.js";

const modelOf = (name: string, labels: string[]) => ({
  name,
  task: new Classification(labels, { labelSmoothing: 0 }),
});
const a = modelOf("birds/1", ["high", "low", "mid"]);
const b = modelOf("runs/b", ["high", "low", "noise"]);
const clipsOf = (...labels: string[]): Clip[] =>
  labels.map((label, i) => ({ path: `${label}/${i}.wav`, startSec: 0, durationSec: null, label }));
const sets = labelSets(a.task.labels, b.task.labels, "all");

it("names the labels that each model lacks", () => {
  expect(sets).toEqual({ shared: ["high", "low"], onlyA: ["mid"], onlyB: ["noise"], compared: "all" });
});

describe("clips of a label that a model lacks", () => {
  it.each([
    [
      ["high", "mid", "mid"],
      /^b \(runs\/b\) lacks the label mid of 2 of 3 clips, such as mid\/1\.wav; it has high, low, noise\. .*--labels shared/,
    ],
    [["noise", "low"], /^a \(birds\/1\) lacks the label noise of 1 of 2 clips, such as noise\/0\.wav/],
    [["noise", "wind"], /^a \(birds\/1\) lacks the labels noise, wind of 2 of 2 clips/],
  ])("%j are refused with the name of the model", (labels, message) => {
    expect(() => comparableClips(clipsOf(...labels), { a, b }, sets)).toThrow(message);
  });

  it("are left out if the shared labels are compared", () => {
    const clips = clipsOf("high", "mid", "noise", "low");
    const shared = labelSets(a.task.labels, b.task.labels, "shared");
    expect(comparableClips(clips, { a, b }, shared)).toEqual([clips[0], clips[3]]);
    expect(() => comparableClips(clipsOf("mid"), { a, b }, shared)).toThrow(/no clip has a shared label/);
    const c = modelOf("c", ["high", "wind"]);
    const few = labelSets(a.task.labels, c.task.labels, "shared");
    expect(() => comparableClips(clips, { a, b: c }, few)).toThrow(/expected two shared labels or more/);
  });

  it("are absent: the clips are returned unchanged", () => {
    const clips = clipsOf("high", "low");
    expect(comparableClips(clips, { a, b }, sets)).toBe(clips);
  });
});

describe("predictions", () => {
  const task = new Classification(["high", "low", "mid"], { labelSmoothing: 0 });
  const record = {
    targets: { label: { values: BigInt64Array.of(0n, 1n), shape: [] } },
    outputs: Float32Array.of(0.2, 0.2, 0.6, 0.25, 0.5, 0.25),
    losses: Float32Array.of(1.5, 0.5),
    evaluated: Int32Array.of(0, 1),
  };

  it("over all labels are the model's own, mapped to another order of labels", () => {
    const { answers, probabilities } = answersAmong(record, task, ["mid", "low", "high"]);
    expect([...answers.truth, ...answers.predicted]).toEqual([2, 1, 0, 1]);
    expect([...answers.losses]).toEqual([1.5, 0.5]);
    expect([...probabilities]).toEqual([expect.closeTo(0.6), 0.5]);
  });

  it("over the shared labels are the most probable of these, with probabilities that sum to 1", () => {
    const { answers, probabilities } = answersAmong(record, task, ["low", "high"]);
    expect([...answers.truth, ...answers.predicted]).toEqual([1, 0, 1, 0]);
    expect([...answers.losses]).toEqual([expect.closeTo(Math.log(2)), expect.closeTo(Math.log(1.5))]);
    expect([...probabilities]).toEqual([expect.closeTo(0.5), expect.closeTo(2 / 3)]);
  });

  it("with a probability of 0 have a finite loss", () => {
    const certain = { ...record, outputs: Float32Array.of(0, 0, 1, 0, 1, 0) };
    const { answers } = answersAmong(certain, task, ["low", "high"]);
    expect([...answers.losses].every(Number.isFinite)).toBe(true);
  });
});

it("the text states how the label sets differ and how they were compared", () => {
  expect(describeLabels(labelSets(["x", "y"], ["y", "x"], "all"), 0)).toBe("");
  expect(describeLabels(sets, 0)).toMatch(
    /^The label sets differ: a lacks noise; b lacks mid\. .*--labels shared/,
  );
  expect(describeLabels(labelSets(["x", "y", "z"], ["x", "y"], "shared"), 5)).toMatch(
    /^The label sets differ: b lacks z\. Compared on the shared labels \(x, y\): 5 clips of other labels are left out/,
  );
});
