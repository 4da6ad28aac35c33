/** Output of a run other than numbers: plain data that fits into JSON; files are stored in the run's folder. */
export type Item =
  | ConfusionMatrixItem
  | CurvesItem
  | TableItem
  | ModelItem
  | EmbeddingsItem
  | FigureItem
  | FilesItem
  | PredictionsItem;

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

/** A value of a table. Media are paths in the run's folder; null is an empty cell. */
export type Cell = string | number | readonly number[] | null;

/** A 2D map of clips by their embeddings: clips close to each other are similar to the model. */
export interface EmbeddingsItem {
  kind: "embeddings";
  /** The step of the evaluation; the map may be logged later. */
  evaluatedAtStep: number;
  names: readonly string[];
  labels: readonly string[];
  predicted: readonly string[];
  /** null if predictions are close rather than correct or wrong; absent in older records: equal texts are correct. */
  isCorrect?: readonly boolean[] | null;
  x: readonly number[];
  y: readonly number[];
  /** The embeddings: path in the run's folder of a .npy file of float32 [N, D]; null if not stored. */
  vectors: string | null;
  /** null if the map has no sounds. */
  sounds: MapSounds | null;
}

/** The sounds of a map's clips, concatenated: 8-bit mu-law (G.711), one channel. */
export interface MapSounds {
  /** Path in the run's folder. */
  path: string;
  sampleRateHz: number;
  /** Start of each clip in the file, and the end of the last one; a clip without sound has equal start and end. */
  offsets: readonly number[]; // [N + 1]
}

/** Files of a run to be uploaded: a checkpoint or a model. */
export interface FilesItem {
  kind: "files";
  /** A run can be resumed from a checkpoint; a model has only weights. */
  what: "checkpoint" | "model";
  /** The name of this version: `step-0000480`. */
  version: string;
  /** True if it is the best of its kind so far. */
  isBest: boolean;
  metrics: Readonly<Record<string, number>>;
  /** `path` is relative to the run's folder. */
  files: readonly { name: string; path: string; bytes: number }[];
}

/** The predictions for a set of clips, in files of the run's folder. */
export interface PredictionsItem {
  kind: "predictions";
  /** Path of the columns (predictions.ts). */
  columns: string;
  /** Path of columns `clip` (int32) and `embedding` (float32 [D]); null if there are none. */
  embeddings: string | null;
  /** Path of the clips (`PredictedClips`), and what proves that this machine wrote them; null where that is impossible. */
  clips: string;
  signature: string | null;
  /** The step of the evaluated weights, where it is another than the item's: of test clips that of the best checkpoint. */
  weightsStep?: number;
}

/** The trained model: layers, operators and cost. */
export interface ModelItem {
  kind: "model";
  name: string;
  numParameters: number;
  /** Cost of one clip's forward pass; a multiply-add counts as two. */
  flops: number;
  /** Features of one clip, [1, mel, frames]. */
  input: readonly number[];
  /** The layers: name, type, shapes of their own parameters and cost of the forward pass. */
  layers: readonly {
    name: string;
    type: string;
    parameters: Readonly<Record<string, readonly number[]>>;
    flops: number;
  }[];
  /** The operator calls of the forward pass in order; numbers identify tensors. */
  graph: readonly GraphCall[];
}

export interface GraphCall {
  operator: string;
  /** `%3 [1, 16, 32, 26]`, the name of a parameter, or a plain value. */
  inputs: readonly string[];
  outputs: readonly string[];
  flops: number;
}

/** A chart as a Plotly figure. */
export interface FigureItem {
  kind: "figure";
  data: readonly Record<string, unknown>[];
  layout: Record<string, unknown>;
}

/** An item with its step, name and time. */
export interface LoggedItem {
  step: number;
  /** `validation/confusion_matrix` */
  name: string;
  /** Unix time in milliseconds. */
  timeMs: number;
  item: Item;
}
