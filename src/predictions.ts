/**
 * A file of the predictions for a set of clips, in the format of columns.ts. Without Node: pages import it too.
 *
 * Columns of every task: `clip` (int32: place in the set), `loss` (float32), `is_correct` (uint8: 0, 1, or 2 where predictions are
 * close rather than correct or wrong), `truth_text` and `predicted_text` (int32: places in the description's texts). The others
 * depend on `PredictionKind`.
 */
import type { FilePart } from "./audio/source.js";
import type { NamedColumn } from "./columns.js";

/**
 * - `one_label`: `truth`, `predicted` (int32: places in `labels`, -1 for none), `scores` (float32 [C])
 * - `labels`: `truth` (uint8 [C]: 0, 1, or 2 where it is unknown), `scores` (float32 [C])
 * - `numbers`: `truth`, `predicted` (float32 [D])
 * - `events`: `weak_labels` (uint8 [C]: 1 for a label that is somewhere in a clip whose annotation has no times; such a clip has no
 *   true events), and a row for each event: `event_row` (int32: row of its clip in `clip`), `event_is_true` (uint8: 0 for a predicted
 *   one), `event_label` (int32), `event_onset`, `event_offset` (float64, seconds from the start of the clip)
 * - `other`: `outputs` (float32 [O]), if a clip has no more than 1,024
 */
export type PredictionKind = "one_label" | "labels" | "numbers" | "events" | "other";

/** The part of the predictions for some clips that a task shows. */
export interface TaskPredictions {
  kind: PredictionKind;
  /** Names of the labels, or of a regression's targets: the order of columns with a value for each. */
  labels: readonly string[];
  /** Scores from which on a label is predicted; null if the highest score decides. */
  thresholds: readonly number[] | null;
  columns: readonly NamedColumn[];
}

/** The description in a file of predictions. */
export interface PredictionsMeta extends Omit<TaskPredictions, "columns"> {
  step: number;
  /** `validation`, `test` */
  split: string;
  /** The task's name, to show: pages read the kind. */
  task: string;
  /** Clips of the set; the file may have fewer, spread evenly over it (`logging.predictions.max_mb`). */
  numClips: number;
  texts: readonly string[];
}

/** The clips of a set, as JSON beside the predictions. */
export interface PredictedClips {
  /** The folder, annotations or shards that they come from, absolute; null for a data set that has none. */
  source: string | null;
  /** By their place in the set. */
  clips: readonly PredictedClip[];
}

export interface PredictedClip {
  /** The name of its file, as the data set gives it. */
  name: string;
  /** The file, absolute; null for a clip of a data set of the user's, which has none. */
  file: string | null;
  /** The audio's place in a tar. */
  range?: FilePart;
  startSec: number;
  /** null: to the file's end. */
  durationSec: number | null;
  /** The annotation, as the task writes it. */
  label: string;
  /** Line of a manifest that names it, absolute: `/data/train.csv:17`. */
  line?: string;
}
