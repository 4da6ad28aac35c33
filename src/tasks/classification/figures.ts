import type { Item } from "../../items.js";
import type { ConfusionMatrix } from "../../metrics/confusion-matrix.js";
import { precisionRecallCurve, rocCurve } from "../../metrics/curves.js";
import type { EvaluationRecord } from "../task.js";

/** Predicted classes and their truth, by the clip's place. */
export interface Classes {
  truth: Int32Array; // [N]
  /** -1 where a probability is NaN. */
  predicted: Int32Array; // [N]
}

/** A chart with more curves is unreadable. */
const MOST_CURVES = 12;

/** Figures and tables of a classification, by name. */
export function classificationFigures(
  confusion: ConfusionMatrix,
  { outputs, evaluated }: EvaluationRecord,
  { truth, predicted }: Classes,
): [string, Item][] {
  const { labels } = confusion;
  const numClasses = labels.length;
  const counts = labels.map((_, i) => labels.map((_, j) => confusion.count(i, j)));
  const seen = [...evaluated].filter((clip) => predicted[clip]! >= 0);
  const numPositive = new Float64Array(numClasses);
  for (const clip of seen) numPositive[truth[clip]!]!++;
  const ofClass = (label: number) => ({
    scores: seen.map((clip) => outputs[clip * numClasses + label]!),
    isPositive: seen.map((clip) => truth[clip] === label),
  });
  // A curve needs clips of the class and others; the most common classes come first.
  const shown = labels
    .map((_, i) => i)
    .filter((i) => numPositive[i]! > 0 && numPositive[i]! < seen.length)
    .sort((a, b) => confusion.support(b) - confusion.support(a) || a - b)
    .slice(0, MOST_CURVES);
  const curves = (curveOf: typeof rocCurve) =>
    shown.map((i) => {
      const { scores, isPositive } = ofClass(i);
      return { label: labels[i]!, ...curveOf(scores, isPositive) };
    });
  return [
    ["confusion_matrix", { kind: "confusion_matrix", labels, counts }],
    [
      "precision_recall",
      {
        ...{ kind: "curves", title: "Precision and recall", xLabel: "recall", yLabel: "precision" },
        curves: curves(precisionRecallCurve),
      },
    ],
    [
      "roc",
      {
        ...{ kind: "curves", title: "ROC", xLabel: "false positive rate", yLabel: "true positive rate" },
        curves: curves(rocCurve),
      },
    ],
    [
      "per_class",
      {
        kind: "table",
        columns: [
          { name: "label", type: "text" },
          ...(["clips", "precision", "recall", "F1"] as const).map((name) => ({
            name,
            type: "number" as const,
          })),
        ],
        rows: labels.map((label, i) => [
          ...[label, confusion.support(i), confusion.precision(i), confusion.recall(i), confusion.f1(i)],
        ]),
      },
    ],
  ];
}
