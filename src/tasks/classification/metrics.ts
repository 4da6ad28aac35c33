import type { TaskMetrics } from "../task.js";

export const CLASSIFICATION_METRICS: TaskMetrics = {
  evaluation: [
    { name: "loss", title: "loss", better: "min" },
    { name: "accuracy", title: "accuracy", better: "max" },
    { name: "macro_f1", title: "F1", longTitle: "macro F1", better: "max" },
  ],
  training: [{ name: "accuracy", title: "accuracy", better: "max" }],
  items: [
    { name: "confusion_matrix", title: "Confusion matrix", kind: "figure" },
    { name: "precision_recall", title: "Precision and recall", kind: "figure" },
    { name: "roc", title: "ROC", kind: "figure" },
    { name: "per_class", title: "Classes", kind: "table" },
  ],
};
