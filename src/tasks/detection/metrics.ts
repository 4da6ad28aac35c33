import type { TaskMetrics } from "../task.js";

export const DETECTION_METRICS: TaskMetrics = {
  evaluation: [
    { name: "loss", title: "loss", better: "min" },
    { name: "event_f1", title: "event F1", longTitle: "macro event-based F1", better: "max" },
    { name: "segment_f1", title: "segment F1", longTitle: "macro segment-based F1", better: "max" },
    {
      name: "intersection_f1",
      title: "intersection F1",
      longTitle: "macro intersection-based F1",
      better: "max",
    },
    { name: "psds1", title: "PSDS1", longTitle: "PSDS, scenario 1", better: "max" },
    { name: "psds2", title: "PSDS2", longTitle: "PSDS, scenario 2", better: "max" },
    { name: "frame_map", title: "frame mAP", better: "max" },
  ],
  training: [],
  items: [{ name: "per_label", title: "Labels", kind: "table" }],
};
