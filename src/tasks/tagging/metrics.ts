import type { TaskMetrics } from "../task.js";

export const TAGGING_METRICS: TaskMetrics = {
  evaluation: [
    { name: "loss", title: "loss", better: "min" },
    { name: "map", title: "mAP", better: "max" },
    { name: "macro_f1", title: "F1", longTitle: "macro F1", better: "max" },
    { name: "micro_f1", title: "micro F1", better: "max" },
    { name: "macro_auroc", title: "AUROC", longTitle: "macro AUROC", better: "max" },
    { name: "micro_auroc", title: "micro AUROC", better: "max" },
    { name: "micro_ap", title: "micro AP", better: "max" },
    { name: "lwlrap", title: "lwlrap", better: "max" },
    { name: "exact_match", title: "exact match", better: "max" },
  ],
  training: [],
  items: [
    { name: "precision_recall", title: "Precision and recall", kind: "figure" },
    { name: "per_label", title: "Labels", kind: "table" },
  ],
};
