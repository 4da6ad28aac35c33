import type { TaskMetrics } from "../task.js";

export const REGRESSION_TASK_METRICS: TaskMetrics = {
  evaluation: [
    { name: "loss", title: "loss", better: "min" },
    { name: "mae", title: "MAE", better: "min" },
    { name: "rmse", title: "RMSE", better: "min" },
    { name: "r2", title: "R2", better: "max" },
    { name: "pearson", title: "Pearson", better: "max" },
    { name: "spearman", title: "Spearman", better: "max" },
    { name: "concordance", title: "concordance", better: "max" },
  ],
  training: [{ name: "mae", title: "MAE", better: "min" }],
  items: [
    { name: "predicted", title: "Predicted and true", kind: "figure" },
    { name: "residuals", title: "Residuals", kind: "figure" },
    { name: "per_target", title: "Targets", kind: "table" },
  ],
};
