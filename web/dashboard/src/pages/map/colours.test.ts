import { expect, test } from "vitest";
import { encodeColumns } from "../../../../../src/columns.js";
import type { PredictionsMeta } from "../../../../../src/predictions.js";
import { Evaluation } from "../../predictions/evaluation.js";
import { JoinedEvaluation } from "../../predictions/joined-evaluation.js";
import { colourPlaces, HIDDEN, waysToColour } from "./colours.js";

function evaluation(split: string): Evaluation {
  const meta: PredictionsMeta = {
    ...{
      step: 1,
      split,
      task: "t",
      numClips: 3,
      kind: "one_label",
      labels: ["a"],
      thresholds: null,
      texts: [],
    },
  };
  const columns = [{ name: "clip", values: Int32Array.of(0, 2), shape: [] }];
  return Evaluation.read(encodeColumns({ meta, columns }).buffer);
}

test("points are coloured by split where several are shown", () => {
  const [first, second] = [evaluation("validation"), evaluation("test")];
  const parts = [first, second].map((one, i) => ({ evaluation: one, first: 3 * i, numClips: 3 }));
  const joined = new JoinedEvaluation(parts, 6);
  const splits = ["validation", "test"];
  expect(waysToColour(joined, splits)[0]).toBe("split");
  expect(waysToColour(first, ["validation"])).not.toContain("split");
  expect([...colourPlaces(joined, "split", splits, (row) => row !== 1)]).toEqual([
    ...[0, HIDDEN, HIDDEN],
    ...[1, HIDDEN, 1],
  ]);
});
