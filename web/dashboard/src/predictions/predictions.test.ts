import { describe, expect, test } from "vitest";
import type { NamedColumn } from "../../../../src/columns.js";
import { encodeColumns } from "../../../../src/columns.js";
import type { PredictionKind, PredictionsMeta } from "../../../../src/predictions.js";
import { confusionOf, isInCell, labelScores, NONE } from "./confusion.js";
import { Evaluation } from "./evaluation.js";
import { filterRows, NO_FILTER } from "./filter.js";

const LABELS = ["dog", "rain", "__proto__"];

function evaluation(kind: PredictionKind, columns: Record<string, NamedColumn["values"]>): Evaluation {
  const meta: PredictionsMeta = {
    ...{
      step: 5,
      split: "validation",
      task: "t",
      numClips: 9,
      kind,
      labels: LABELS,
      thresholds: [0.5, 0.9, 0.5],
    },
    texts: ["dog", "rain", "__proto__"],
  };
  const file = {
    meta,
    columns: Object.entries(columns).map(([name, values]) => ({ name, values, shape: [] })),
  };
  return Evaluation.read(encodeColumns(file).buffer);
}

const oneLabel = evaluation("one_label", {
  clip: Int32Array.of(8, 3, 4, 0),
  loss: Float32Array.of(0.1, 3, Number.NaN, 1),
  is_correct: Uint8Array.of(1, 0, 0, 1),
  truth: Int32Array.of(0, 0, 2, 1),
  predicted: Int32Array.of(0, 1, 0, 1),
  truth_text: Int32Array.of(0, 0, 2, 1),
  predicted_text: Int32Array.of(0, 1, 0, 1),
  scores: Float32Array.of(0.9, 0.1, 0, 0.2, 0.8, 0, 0.7, 0.2, 0.1, 0, 1, 0),
});
const nameOf = (clip: number): string => `clips/${clip}.wav`;

describe("evaluation", () => {
  test("one label", () => {
    expect(oneLabel.rowOf(3)).toBe(1);
    expect(oneLabel.rowOf(5)).toBeNull();
    expect([oneLabel.truthText(2), oneLabel.predictedText(2), oneLabel.verdict(2)]).toEqual([
      "__proto__",
      "dog",
      "wrong",
    ]);
    expect(oneLabel.score(1, 1)).toBeCloseTo(0.8);
  });

  test("several labels are predicted from their thresholds on; unknown ones are not true", () => {
    const several = evaluation("labels", {
      clip: Int32Array.of(0, 1),
      truth: Uint8Array.of(1, 0, 2, 0, 1, 1),
      scores: Float32Array.of(0.5, 0.8, 0.1, 0.9, 0.95, 0.2),
    });
    expect([several.truthLabels(0), several.predictedLabels(0)]).toEqual([[0], [0]]);
    expect([several.truthLabels(1), several.predictedLabels(1)]).toEqual([
      [1, 2],
      [0, 1],
    ]);
    const { names, counts } = confusionOf(several);
    expect(names).toEqual([...LABELS, NONE]);
    expect(counts.map((row) => [...row])).toEqual([
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [1, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
  });

  test("events by clip, true and predicted", () => {
    const events = evaluation("events", {
      clip: Int32Array.of(7, 2),
      weak_labels: Uint8Array.of(0, 0, 0, 0, 0, 1),
      event_row: Int32Array.of(0, 0, 0),
      event_is_true: Uint8Array.of(1, 0, 0),
      event_label: Int32Array.of(1, 1, 0),
      event_onset: Float64Array.of(0.5, 0.6, 2),
      event_offset: Float64Array.of(1, 1.1, 3),
    });
    expect(events.events(0).truth).toEqual([{ label: 1, onsetSec: 0.5, offsetSec: 1 }]);
    expect([events.truthLabels(0), events.predictedLabels(0)]).toEqual([[1], [0, 1]]);
    expect([events.truthLabels(1), events.predictedLabels(1)]).toEqual([[2], []]);
  });

  test("numbers", () => {
    const numbers = evaluation("numbers", {
      clip: Int32Array.of(0),
      truth: Float32Array.of(1, 2, 3),
      predicted: Float32Array.of(4, 5, 6),
    });
    expect([numbers.numbers(0, "truth"), numbers.numbers(0, "predicted")]).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(numbers.verdict(0)).toBe("close");
  });
});

describe("filter", () => {
  const clips = (filter: Partial<typeof NO_FILTER>): number[] =>
    filterRows(oneLabel, { ...NO_FILTER, ...filter }, "hardest", nameOf).map((row) => oneLabel.clip[row]!);

  test("hardest first, NaN before all", () => {
    expect(clips({})).toEqual([4, 3, 0, 8]);
    expect(filterRows(oneLabel, NO_FILTER, "easiest", nameOf)).toEqual([0, 3, 1, 2]);
    expect(filterRows(oneLabel, NO_FILTER, "set", nameOf)).toEqual([0, 1, 2, 3]);
  });

  test.each([
    [{ isWrongOnly: true }, [4, 3]],
    [{ label: "rain" }, [3, 0]],
    [{ cell: { truth: "dog", predicted: "rain" } }, [3]],
    [{ label: "no such label" }, []],
    [{ leastLoss: 0.5 }, [3, 0]],
    [{ mostLoss: 0.5 }, [8]],
    [{ text: "CLIPS/3" }, [3]],
    [{ text: "proto" }, [4]],
  ])("%j", (filter, expected) => {
    expect(clips(filter)).toEqual(expected);
  });
});

test("confusion and scores of labels", () => {
  expect(confusionOf(oneLabel).counts.map((row) => [...row])).toEqual([
    [1, 1, 0],
    [0, 1, 0],
    [1, 0, 0],
  ]);
  const [dog, , last] = labelScores(oneLabel);
  expect(dog).toMatchObject({
    numTrue: 2,
    numPredicted: 2,
    numFound: 1,
    precision: 0.5,
    recall: 0.5,
    f1: 0.5,
  });
  expect(last).toMatchObject({ numTrue: 1, numPredicted: 0, precision: null, recall: 0, f1: 0 });
});

test("each count of a confusion is the number of clips that its cell opens", () => {
  const several = evaluation("labels", {
    clip: Int32Array.from({ length: 64 }, (_, i) => i),
    // All combinations of three true and three predicted labels.
    truth: Uint8Array.from({ length: 192 }, (_, i) => (Math.floor(i / 3) >> (i % 3)) & 1),
    scores: Float32Array.from({ length: 192 }, (_, i) => (Math.floor(i / 3) >> (3 + (i % 3))) & 1),
  });
  for (const one of [several, oneLabel]) {
    const { names, counts } = confusionOf(one);
    for (const [i, truth] of names.entries())
      for (const [j, predicted] of names.entries()) {
        const rows = filterRows(one, { ...NO_FILTER, cell: { truth, predicted } }, "set", nameOf);
        expect(rows.length, `${truth} ${predicted}`).toBe(counts[i]![j]);
      }
  }
  expect(isInCell(several, 1, "dog", NONE)).toBe(true);
});
