import { expect, it } from "vitest";
import { summarizeTagging } from "../../metrics/tagging-summary.js";
import { describeTagging } from "./report.js";

const labels = ["a", "b", "c"];

/** The report of three labels: targets and scores by clip. */
function report(targets: readonly number[], scores: readonly number[]): string[] {
  const thresholds = [0.5, 0.5, 0.5];
  const rows = { targets: Int8Array.from(targets), scores: Float32Array.from(scores), numLabels: 3 };
  const summary = summarizeTagging(rows, thresholds);
  const result = { labels, thresholds, rows, summary, loss: 0.5, numClips: targets.length / 3 };
  return describeTagging("test", result, 100, "").split("\n");
}

it("names the labels that the means leave out", () => {
  const lines = report([1, 0, 1, 0, 0, 1], [0.9, 0.1, 0.8, 0.2, 0.1, 0.7]);
  expect(lines.slice(0, 3)).toEqual([
    "test mAP 1.000, macro F1 1.000, AUROC 1.000, lwlrap 1.000, loss 0.500 on 2 clips",
    "left out of the means, without a positive clip: b",
    "left out of the mean AUROC, without a negative clip: c",
  ]);
  expect(lines.find((line) => line.startsWith("b"))).toMatch(/^b +0 +- +- +0\.500/);
});

it("explains metrics that no clip defines", () => {
  expect(report([0, 0, 0], [0.9, 0.1, 0.8]).slice(0, 3)).toEqual([
    "test mAP -, macro F1 -, AUROC -, lwlrap -, loss 0.500 on 1 clip",
    "mAP, macro F1, AUROC and lwlrap are undefined: no clip has a label",
    "",
  ]);
});
