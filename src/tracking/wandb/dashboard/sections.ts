import type { ItemDeclaration } from "../../../tasks/task.js";
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
import type { ShownMetric, ShownResults } from "./results.js";

export interface Section {
  name: string;
  isOpen: boolean;
  /** Number of panels side by side. */
  perRow: number;
  panels: readonly Panel[];
}

/** Returns the sections of a workspace; keys are the names that training logs. */
export function workspaceSections(shown: ShownResults): Section[] {
  const { metrics, training, items } = shown;
  return [
    {
      ...{ name: "Metrics", isOpen: true, perRow: 3 },
      panels: [
        ...[...metrics.slice(-1), ...metrics.slice(0, -1)].map((metric) => curves(shown, metric)),
        ...[{ name: "loss", title: "loss" }, ...training].map(({ name, title }) =>
          linePlot(`Training ${title} by logging window`, [`train/${name}`]),
        ),
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
    ...items.slice(0, 1).map((item) => ({
      ...{ name: item.title, isOpen: true, perRow: 1 },
      panels: [itemPanel("validation", item)],
    })),
    ...(items.length <= 1
      ? []
      : [
          {
            ...{ name: "Details", isOpen: true, perRow: 3 },
            panels: items.slice(1).map((item) => itemPanel("validation", item)),
          },
        ]),
    {
      ...{ name: "Test", isOpen: false, perRow: 3 },
      panels: [
        ...metrics.slice(0, 1).map(({ name, title }) => barPlot(`Test ${title}`, `test/${name}`)),
        ...items
          .filter(({ kind }, i) => i === 0 || kind === "table")
          .map((item) => itemPanel("test", { ...item, title: `${item.title} of the test clips` })),
      ],
    },
    SYSTEM,
  ];
}

const SYSTEM: Section = {
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
};

/** Returns the sections of a report that compares runs. */
export function reportSections(shown: ShownResults): Section[] {
  const { metrics, items } = shown;
  return [
    {
      ...{ name: "Training curves", isOpen: true, perRow: 2 },
      panels: [...metrics.slice(-1), ...metrics.slice(0, 1)].map((metric) => curves(shown, metric)),
    },
    {
      ...{ name: "Final metrics", isOpen: true, perRow: 3 },
      panels: metrics.map(({ name, title }) => barPlot(`Validation ${title}`, `validation/${name}`)),
    },
    { ...{ name: "Configuration differences", isOpen: true, perRow: 1 }, panels: [runComparer()] },
    ...items.slice(0, 1).map((item) => ({
      ...{ name: item.title, isOpen: true, perRow: 1 },
      panels: [itemPanel("validation", item)],
    })),
    {
      ...{ name: "Samples", isOpen: true, perRow: 1 },
      panels: [table("validation/samples")],
    },
    {
      ...{ name: "Embeddings", isOpen: true, perRow: 1 },
      panels: [media("Map of the validation clips", "validation/embeddings")],
    },
  ];
}

/** A metric of the validation clips, beside the same of training if there is one. */
function curves({ training }: ShownResults, { name, title }: ShownMetric): Panel {
  const isTrained = name === "loss" || training.some((one) => one.name === name);
  const keys = [...(isTrained ? [`train/epoch_${name}`] : []), `validation/${name}`];
  return linePlot(capitalized(title), keys);
}

function itemPanel(split: string, { name, title, kind }: ItemDeclaration): Panel {
  return kind === "table" ? table(`${split}/${name}`) : media(title, `${split}/${name}`);
}

/** Returns `Macro F1` of `macro F1`; `mAP` stays as it is. */
function capitalized(title: string): string {
  return /^[a-z]+\b/.test(title) ? title.charAt(0).toUpperCase() + title.slice(1) : title;
}
