import { describe, expect, it } from "vitest";
import { ConfusionMatrix } from "../../metrics/confusion-matrix.js";
import { confusionCsv, describeClassification } from "./report.js";

/** Returns a matrix with `perLabel` clips of each label, the first of which is predicted as the next label. */
function matrixOf(numLabels: number, perLabel = 4): ConfusionMatrix {
  const confusion = new ConfusionMatrix(Array.from({ length: numLabels }, (_, i) => `label-${i}`));
  for (let i = 0; i < numLabels; i++)
    for (let clip = 0; clip < perLabel; clip++) confusion.add(i, clip === 0 ? (i + 1) % numLabels : i);
  return confusion;
}

describe("describeClassification", () => {
  it("prints the confusion matrix of few labels", () => {
    const text = describeClassification("test", { loss: 0.5, confusion: matrixOf(3) }, 80, "unused");
    expect(text).toMatch(/^test accuracy 75\.0%, macro F1 0\.750, loss 0\.500 on 12 clips/);
    expect(text).toContain("rows: true label; columns: predicted label\n");
    expect(text).toMatch(/^label-0 +3 +1 +\. +75\.0%$/m);
    expect(text).not.toContain("unused");
  });

  it("heads columns with whole labels if there is room, else with enough letters to tell them apart", () => {
    const confusion = new ConfusionMatrix(["crying baby, far", "crying baby, near", "dog"]);
    const text = (width: number): string =>
      describeClassification("test", { loss: 0.5, confusion }, width, "unused");
    expect(text(100)).toMatch(/^ +crying baby, far +crying baby, near +dog +recall$/m);
    expect(text(72)).toMatch(/^ +crying baby, f crying baby, n +dog +recall$/m);
  });

  it.each([80, 40])(
    "prints recalls and the ten most common confusions of many labels in %i columns",
    (width) => {
      const confusion = matrixOf(50);
      confusion.add(7, 30);
      confusion.add(7, 30);
      const text = describeClassification("test", { loss: 0.5, confusion }, width, "confusion.csv");
      const table = text.slice(text.indexOf("\n\n"));
      for (const line of table.split("\n").slice(0, -1)) expect(line.length).toBeLessThanOrEqual(width);
      expect(text).toMatch(/^label-0 +4 +75\.0%$/m);
      expect(text).toMatch(/^true label +predicted +clips +of label\nlabel-7 +label-30 +2 +33\.3%$/m);
      expect(text.match(/^label-\d+ +label-\d+/gm)).toHaveLength(10);
      expect(text).toMatch(/confusion matrix of 50 labels: confusion\.csv$/);
    },
  );

  it("confusionCsv quotes labels", () => {
    const confusion = new ConfusionMatrix(['a "b"', "c,d"]);
    confusion.add(0, 1);
    expect(confusionCsv(confusion)).toBe(
      'true label \\ predicted label,"a ""b""","c,d"\n"a ""b""",0,1\n"c,d",0,0\n',
    );
  });
});
