import { describe, expect, it } from "vitest";
import { summarizeRegression } from "../../metrics/regression.js";
import { describeRegression, predictionsCsv } from "./report.js";

/** The report of pairs of target and prediction for one or more targets. */
function report(names: readonly string[], target: readonly number[], predicted: readonly number[]): string {
  const rows = {
    target: Float64Array.from(target),
    predicted: Float64Array.from(predicted),
    numDimensions: names.length,
  };
  const numClips = target.length / names.length;
  return describeRegression("test", {
    ...{ names, rows, summary: summarizeRegression(rows), loss: 0.5, numClips },
  });
}

describe("a report of a regression", () => {
  it("shows undefined metrics as dashes, with the reason: one clip", () => {
    expect(report(["target"], [60], [61])).toBe(
      "test MAE 1, RMSE 1, R2 -, Pearson -, Spearman -, concordance -, loss 0.500 on 1 clip\n" +
        "R2 and the correlations are undefined: they need two clips or more",
    );
  });

  it("names a target that is the same in every clip", () => {
    const [head, note] = report(["target"], [60, 60], [61, 59]).split("\n");
    expect(head).toMatch(/R2 0, Pearson -, Spearman -, concordance -/);
    expect(note).toBe("the correlations are undefined: every clip has the same target");
    expect(report(["target 1", "target 2"], [1, 60, 2, 60], [1, 60, 3, 61]).split("\n")[1]).toBe(
      "left out of the mean correlations, the same in every clip: target 2",
    );
  });

  it("names a target whose predictions are the same in every clip", () => {
    const [head, note] = report(["target"], [60, 62], [61, 61]).split("\n");
    expect(head).toMatch(/R2 0, Pearson -, Spearman -, concordance 0/);
    expect(note).toBe("Pearson and Spearman are undefined: every clip has the same predicted target");
  });

  it("names the clips of its table", () => {
    const rows = { target: Float64Array.of(60, 62), predicted: Float64Array.of(61, 61.5), numDimensions: 1 };
    const summary = summarizeRegression(rows);
    const result = { names: ["target"], rows, summary, loss: 0.5, numClips: 2 };
    expect(predictionsCsv(result, ["a, b.wav", "c.wav"])).toBe(
      'path,target,predicted target\n"a, b.wav",60,61\nc.wav,62,61.5\n',
    );
    expect(predictionsCsv(result)).toBe("target,predicted target\n60,61\n62,61.5\n");
  });

  it("has no notes on clips that define everything", () => {
    expect(report(["target"], [60, 62], [60, 61])).not.toMatch(/\n|-/);
  });
});
