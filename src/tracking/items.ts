/** What a run shows besides numbers: plain data that fits into JSON; files lie in the run's folder. */
export type Item =
  | ConfusionMatrixItem
  | CurvesItem
  | TableItem
  | ModelItem
  | EmbeddingsItem
  | FigureItem
  | FilesItem;

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
  type: "text" | "number" | "vector" | "audio" | "image";
}

/** Media are named by their path in the run's folder; null where there is nothing. */
export type Cell = string | number | readonly number[] | null;

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
  /** The embeddings themselves: path in the run's folder of a .npy file of float32 [N, D]; null where none was kept. */
  vectors: string | null;
  /** null without sound. */
  sounds: MapSounds | null;
}

/** Sounds of a map's clips, one after another: 8-bit mu-law (G.711), one channel. */
export interface MapSounds {
  /** In the run's folder. */
  path: string;
  sampleRateHz: number;
  /** Where each clip's begins in the file, and where the last one's ends; equal ones are a clip without sound. */
  offsets: readonly number[]; // [N + 1]
}

/** Files of a run that are worth keeping elsewhere too. */
export interface FilesItem {
  kind: "files";
  /** Whole checkpoints can be resumed from; a model is weights alone. */
  what: "checkpoint" | "model";
  /** Names this version of it: `step-0000480`. */
  version: string;
  /** Whether it is the best of its kind up to then. */
  isBest: boolean;
  metrics: Readonly<Record<string, number>>;
  /** `path` is that in the run's folder. */
  files: readonly { name: string; path: string; bytes: number }[];
}

/** What is trained. */
export interface ModelItem {
  kind: "model";
  name: string;
  numParameters: number;
  /** Of one clip's forward pass; a multiplication with its addition counts as two. */
  flops: number;
  /** Features of one clip, [1, mel, frames]. */
  input: readonly number[];
  /** A line a layer: name, type, shapes of its own parameters and what the forward pass costs in it. */
  layers: readonly {
    name: string;
    type: string;
    parameters: Readonly<Record<string, readonly number[]>>;
    flops: number;
  }[];
  /** The forward pass, one call of an operator after another; numbers tell tensors apart. */
  graph: readonly GraphCall[];
}

export interface GraphCall {
  operator: string;
  /** `%3 [1, 16, 32, 26]`, the name of a parameter, or a plain value. */
  inputs: readonly string[];
  outputs: readonly string[];
  flops: number;
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
