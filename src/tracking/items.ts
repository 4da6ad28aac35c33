/** What a run shows besides numbers: plain data that fits into JSON; files lie in the run's folder. */
export type Item = ConfusionMatrixItem | CurvesItem | TableItem | ModelItem | EmbeddingsItem | FigureItem;

/** Counts of clips by true label (row) and predicted label (column). */
export interface ConfusionMatrixItem {
  kind: "confusion_matrix";
  labels: readonly string[];
  counts: readonly (readonly number[])[];
}

/** Lines in one chart, such as a ROC curve of each class. */
export interface CurvesItem {
  kind: "curves";
  title: string;
  xLabel: string;
  yLabel: string;
  curves: readonly { label: string; x: readonly number[]; y: readonly number[] }[];
}

export interface TableItem {
  kind: "table";
  columns: readonly TableColumn[];
  rows: readonly (readonly Cell[])[];
}

export interface TableColumn {
  name: string;
  type: "text" | "number" | "audio" | "image";
}

/** Media are named by their path in the run's folder; null where there is nothing. */
export type Cell = string | number | null;

/** A map of clips by what the model makes of them: clips that are near each other are alike to it. */
export interface EmbeddingsItem {
  kind: "embeddings";
  /** The map came later than the evaluation that it is of. */
  evaluatedAtStep: number;
  names: readonly string[];
  labels: readonly string[];
  predicted: readonly string[];
  x: readonly number[];
  y: readonly number[];
}

/** What is trained. */
export interface ModelItem {
  kind: "model";
  name: string;
  numParameters: number;
  /** A line a layer: name, type and shapes of its own parameters. */
  layers: readonly { name: string; type: string; parameters: Readonly<Record<string, readonly number[]>> }[];
}

/** A chart that comes drawn: a figure of Plotly. */
export interface FigureItem {
  kind: "figure";
  data: readonly Record<string, unknown>[];
  layout: Record<string, unknown>;
}

/** An item with its place in the run. */
export interface ShownItem {
  step: number;
  /** `validation/confusion_matrix` */
  name: string;
  /** Unix time in milliseconds. */
  timeMs: number;
  item: Item;
}
