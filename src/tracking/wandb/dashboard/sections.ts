import {
  barPlot,
  linePlot,
  media,
  type Panel,
  runComparer,
  systemPlot,
  systemPlotOfAll,
  table,
} from "./panels.js";

export interface Section {
  name: string;
  isOpen: boolean;
  /** Number of panels side by side. */
  perRow: number;
  panels: readonly Panel[];
}

/** The sections of a workspace; keys are the names that training logs. */
export const WORKSPACE_SECTIONS: readonly Section[] = [
  {
    ...{ name: "Metrics", isOpen: true, perRow: 3 },
    panels: [
      linePlot("Loss", ["train/epoch_loss", "validation/loss"]),
      linePlot("Accuracy", ["train/epoch_accuracy", "validation/accuracy"]),
      linePlot("Macro F1", ["validation/macro_f1"]),
      linePlot("Training loss by logging window", ["train/loss"]),
      linePlot("Training accuracy by logging window", ["train/accuracy"]),
      linePlot("Learning rate", ["train/learning_rate"]),
      linePlot("Gradient norm", ["train/gradient_norm"]),
      linePlot("Epoch", ["epoch"]),
    ],
  },
  {
    ...{ name: "Samples", isOpen: true, perRow: 1 },
    panels: [table("validation/samples")],
  },
  {
    ...{ name: "Embeddings", isOpen: true, perRow: 1 },
    // The table opens in W&B's own projector.
    panels: [
      media("Map of the validation clips", "validation/embeddings"),
      table("validation/embeddings_table"),
    ],
  },
  {
    ...{ name: "Confusion", isOpen: true, perRow: 1 },
    panels: [media("Confusion matrix", "validation/confusion_matrix")],
  },
  {
    ...{ name: "Classes", isOpen: true, perRow: 3 },
    panels: [
      media("Precision and recall", "validation/precision_recall"),
      media("ROC", "validation/roc"),
      table("validation/per_class"),
    ],
  },
  {
    ...{ name: "Test", isOpen: false, perRow: 3 },
    panels: [
      barPlot("Test accuracy", "test/accuracy"),
      media("Confusion matrix of the test clips", "test/confusion_matrix"),
      table("test/per_class"),
    ],
  },
  {
    ...{ name: "System", isOpen: false, perRow: 3 },
    panels: [
      linePlot("Clips per second", ["train/clips_per_sec"]),
      linePlot("Fraction of time waiting for data", ["train/data_wait_fraction"]),
      systemPlot("CPU, %", ["system/cpu"]),
      systemPlot("Process memory, MB", ["system/proc.memory.rssMB"]),
      systemPlot("System memory, %", ["system/memory_percent"]),
      systemPlotOfAll("GPU, %", "system/gpu\\.\\d+\\.gpu"),
      systemPlotOfAll("GPU memory, %", "system/gpu\\.\\d+\\.memoryAllocated"),
      systemPlotOfAll("GPU power, W", "system/gpu\\.\\d+\\.powerWatts"),
    ],
  },
];

/** The sections of a report that compares runs. */
export const REPORT_SECTIONS: readonly Section[] = [
  {
    ...{ name: "Training curves", isOpen: true, perRow: 2 },
    panels: [
      linePlot("Loss", ["train/epoch_loss", "validation/loss"]),
      linePlot("Accuracy", ["train/epoch_accuracy", "validation/accuracy"]),
    ],
  },
  {
    ...{ name: "Final metrics", isOpen: true, perRow: 3 },
    panels: [
      barPlot("Validation accuracy", "validation/accuracy"),
      barPlot("Validation macro F1", "validation/macro_f1"),
      barPlot("Validation loss", "validation/loss"),
    ],
  },
  { ...{ name: "Configuration differences", isOpen: true, perRow: 1 }, panels: [runComparer()] },
  {
    ...{ name: "Confusion matrices", isOpen: true, perRow: 1 },
    panels: [media("Confusion matrix", "validation/confusion_matrix")],
  },
  {
    ...{ name: "Samples", isOpen: true, perRow: 1 },
    panels: [table("validation/samples")],
  },
  {
    ...{ name: "Embeddings", isOpen: true, perRow: 1 },
    panels: [media("Map of the validation clips", "validation/embeddings")],
  },
];
