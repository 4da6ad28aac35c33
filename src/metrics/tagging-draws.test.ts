import { expect, it } from "vitest";
import { TAGGING_CASES } from "../../tests/support/tagging-rows.js";
import { randomFloat } from "../data/random.js";
import { takeRows } from "./bootstrap.js";
import { drawTagging } from "./tagging-draws.js";
import { countClips, type TaggingRows } from "./tagging-rows.js";
import { summarizeTagging } from "./tagging-summary.js";

function summaryOf(rows: TaggingRows, thresholds: readonly number[], clips: Int32Array) {
  const { scores, targets, numLabels } = rows;
  const taken = { scores: takeRows(scores, numLabels, clips), targets: takeRows(targets, numLabels, clips) };
  const { perLabel, labelsWithoutPositives, ...means } = summarizeTagging(
    { ...taken, numLabels },
    thresholds,
  );
  return means;
}

it.each(Object.entries(TAGGING_CASES))("metrics of drawn clips equal their summary: %s", (_, rows) => {
  const numClips = countClips(rows);
  const thresholds = Array.from({ length: rows.numLabels }, (_, label) => 0.3 + 0.1 * label);
  const draw = drawTagging(rows, thresholds);
  const every = Int32Array.from({ length: numClips }, (_, clip) => clip);
  // A few clips, so that labels lose their positive clips and clips come several times.
  const few = every.slice(0, 5).map((i) => Math.floor(numClips * randomFloat(8, i)));
  const many = every.map((i) => Math.floor(numClips * randomFloat(9, i)));
  for (const clips of [every, few, many, every])
    expect(draw(clips)).toEqual(summaryOf(rows, thresholds, clips));
});
