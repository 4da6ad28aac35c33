import { expect, test } from "vitest";
import { encodeColumns, type NamedColumn } from "../../../../src/columns.js";
import type { PredictionKind, PredictionsMeta } from "../../../../src/predictions.js";
import { Evaluation } from "./evaluation.js";
import { filterRows, NO_FILTER } from "./filter.js";
import { JoinedEvaluation } from "./joined-evaluation.js";

function evaluation(
  split: string,
  labels: readonly string[],
  thresholds: readonly number[] | null,
  columns: Record<string, NamedColumn["values"]>,
  kind: PredictionKind = "labels",
): Evaluation {
  const meta: PredictionsMeta = {
    ...{ step: 5, split, task: "t", numClips: 4, kind, labels, thresholds },
    texts: [`${split} true`, `${split} predicted`],
  };
  const named = Object.entries(columns).map(([name, values]) => ({ name, values, shape: [] }));
  return Evaluation.read(encodeColumns({ meta, columns: named }).buffer);
}

const validation = evaluation("validation", ["dog", "rain"], [0.5, 0.5], {
  clip: Int32Array.of(2, 0),
  loss: Float32Array.of(0.1, 3),
  is_correct: Uint8Array.of(1, 0),
  truth: Uint8Array.of(1, 0, 0, 1),
  scores: Float32Array.of(0.6, 0.1, 0.6, 0.1),
  truth_text: Int32Array.of(0, 0),
  predicted_text: Int32Array.of(1, 1),
});
/** With a clip that the set does not have, labels in another order, and thresholds of its own. */
const testSet = evaluation("test", ["rain", "owl", "dog"], [0.5, 0.5, 0.9], {
  clip: Int32Array.of(1, 9, 3),
  loss: Float32Array.of(2, 8, 1),
  is_correct: Uint8Array.of(0, 0, 1),
  truth: Uint8Array.of(0, 0, 1, 1, 1, 1, 0, 1, 0),
  scores: Float32Array.of(0.1, 0.2, 0.6, 1, 1, 1, 0.3, 0.7, 0.95),
  truth_text: Int32Array.of(0, 0, 0),
  predicted_text: Int32Array.of(1, 1, 1),
});
/** 10 clips of the training set come first, and have no evaluation. */
const joined = new JoinedEvaluation(
  [
    { evaluation: validation, first: 10, numClips: 4 },
    { evaluation: testSet, first: 14, numClips: 4 },
  ],
  18,
);

test("clips of each split follow those of the split before", () => {
  expect([...joined.clip]).toEqual([12, 10, 15, 17]);
  expect([0, 1, 2, 3].map((row) => joined.splitOf(row))).toEqual([
    "validation",
    "validation",
    "test",
    "test",
  ]);
  expect(joined.meta.numClips).toBe(18);
  expect(joined.rowOf(17)).toBe(3);
  // Place 9 of the test set does not exist, and is no clip of another split.
  expect(joined.rowOf(14 + 9)).toBeNull();
  expect([...joined.loss].map((loss) => Number(loss.toFixed(1)))).toEqual([0.1, 3, 2, 1]);
  expect(filterRows(joined, { ...NO_FILTER, isWrongOnly: true }, "hardest", () => "")).toEqual([1, 2]);
});

test("labels and texts are those of each split, by the labels of all", () => {
  expect(joined.meta.labels).toEqual(["dog", "rain", "owl"]);
  const rows = [0, 1, 2, 3];
  expect(rows.map((row) => joined.truthLabels(row))).toEqual([[0], [1], [0], [2]]);
  // The test set's threshold of `dog` is 0.9.
  expect(rows.map((row) => joined.predictedLabels(row))).toEqual([[0], [0], [], [2, 0]]);
  expect(joined.score(2, 0)).toBeCloseTo(0.6);
  expect(joined.score(0, 2)).toBeNaN();
  expect([joined.truthText(1), joined.predictedText(2)]).toEqual(["validation true", "test predicted"]);
  expect(rows.map((row) => joined.verdict(row))).toEqual(["correct", "wrong", "wrong", "correct"]);
});

test("events name the labels of all", () => {
  const events = (split: string, labels: readonly string[], label: number): Evaluation =>
    evaluation(
      split,
      labels,
      null,
      {
        ...{ clip: Int32Array.of(0), event_row: Int32Array.of(0), event_is_true: Uint8Array.of(1) },
        ...{ event_label: Int32Array.of(label), event_onset: Float64Array.of(1) },
        event_offset: Float64Array.of(2),
      },
      "events",
    );
  const both = new JoinedEvaluation(
    [
      { evaluation: events("validation", ["dog"], 0), first: 0, numClips: 1 },
      { evaluation: events("test", ["rain", "dog"], 0), first: 1, numClips: 1 },
    ],
    2,
  );
  expect(both.events(0).truth).toEqual([{ label: 0, onsetSec: 1, offsetSec: 2 }]);
  expect(both.events(1).truth).toEqual([{ label: 1, onsetSec: 1, offsetSec: 2 }]);
});
