// N = clips of a set, B = clips of a batch, O = outputs of the model's head.
import type { Clip } from "../data/clip.js";
import type { MixTargets, TargetTable } from "../data/targets.js";
import type { Window } from "../data/windows.js";
import type { Cell, Item, TableColumn } from "../items.js";
import type { Statistics } from "../metrics/bootstrap.js";
import type { Head } from "../models/model.js";
import type { TaskPredictions } from "../predictions.js";
import type { Tensor } from "../tensor/index.js";
import type { Answer, TaskDescription } from "./answer.js";

/** A metric of an evaluation, named without its split. */
export interface MetricDeclaration {
  name: string;
  /** The name in a line of output. */
  title: string;
  /** The name in tables and charts; by default the title. */
  longTitle?: string;
  /** The direction of improvement; null if there is none. */
  better: "min" | "max" | null;
}

/** A figure or table of an evaluation, named without its split; one for each of several targets ends in `_1`, `_2`. */
export interface ItemDeclaration {
  name: string;
  title: string;
  kind: "figure" | "table";
}

/** The metrics and items of a task: their only declaration. */
export interface TaskMetrics {
  /** The loss, and the others by importance. */
  evaluation: readonly MetricDeclaration[];
  /** Means over clips that a training step measures besides the loss, in the order of `Task.statistics`. */
  training: readonly MetricDeclaration[];
  /** The most telling first. */
  items: readonly ItemDeclaration[];
}

/** Numbers fitted to validation clips, such as a threshold for each label: JSON, stored in checkpoints. */
export type Calibration = Readonly<Record<string, readonly number[]>>;

/** How scores in time become events, by label, in the order of the outputs. */
export interface EventRules {
  readonly labels: readonly string[];
  /** Scores from which on a label sounds. */
  readonly thresholds: readonly number[];
  /** Lengths of a median filter, in seconds; 0 for none. */
  readonly medianSec: readonly number[];
  /** The shortest events, in seconds; 0 keeps all. */
  readonly minSec: readonly number[];
}

/** Targets of a batch on the model's device, by name: [B, ...shape]. */
export type TargetTensors = Readonly<Record<string, Tensor>>;

/** Results of every clip of a set, by the clip's place in it. */
export interface EvaluationRecord {
  /** Activated outputs, or what the task collected of them, row-major. */
  outputs: Float32Array; // [N, O]
  losses: Float32Array; // [N]
  targets: TargetTable; // [N, ...]
  /** Places of the clips that were evaluated, ascending: all of them, unless the evaluation was interrupted. */
  evaluated: Int32Array;
  /**
   * Results of `RecordingOutputs.trace` by the clip's place, for as many recordings as fit (`logging.predictions.max_mb`). Left out
   * for a task without traces, and where predictions are not recorded.
   */
  traces?: ReadonlyMap<number, Uint8Array>;
}

/** A recording that is evaluated. */
export interface EvaluatedRecording {
  /** Its place among the clips of the set, and the targets of all. */
  clip: number;
  targets: TargetTable;
  /** Its length. */
  numSamples: number;
  sampleRateHz: number;
}

/** Puts the outputs of a recording's windows together, which come in their order. */
export interface RecordingOutputs {
  /** Adds row `row` of activated outputs [n, ...], those of a window. */
  add(outputs: Float32Array, row: number, numRows: number, window: Window): void;
  /** Returns the recording's row of the record, after the last window. */
  row(): ArrayLike<number>; // [O]
  /**
   * Returns what `Task.predictions` needs of the recording besides its row, in few bytes, whose number depends on the recording's length
   * alone; called after `row`, if predictions are recorded.
   */
  trace?(): Uint8Array;
}

/** Lengths of a recording that a model predicts. */
export interface RecordingTimes {
  durationSec: number;
  /** Length of its windows together: longer by the padding of the last. */
  windowedSec: number;
}

/** The meaning of a model's outputs: what it is trained for, and how its outputs are judged and shown. */
export interface Task {
  /** The name in messages: `classification`. */
  readonly name: string;
  readonly metrics: TaskMetrics;
  /** Width of a row of the record: for most tasks that of the model's outputs. */
  readonly numOutputs: number;
  /**
   * True if a model has outputs for each of F frames that divide a window evenly, [B, R, F], and those of a recording are the
   * frames of its windows side by side. Left out: outputs are [B, O], and those of a recording are the mean over its windows.
   */
  readonly hasFrames?: boolean;
  /** True if the recordings of `collect` have a trace, which `predictions` needs. */
  readonly hasTraces?: boolean;
  /** Puts the outputs of an evaluated recording together; left out: their mean, weighted by the audio in each window. */
  collect?(recording: EvaluatedRecording): RecordingOutputs;
  /** Unit of each activated output [O] in which differences count: 1 for probabilities. */
  readonly outputScales: readonly number[];
  /** How a clip whose loss is not finite counts, for messages: `as misclassified`. */
  readonly notFiniteClips: string;
  /** Creates the last layer of a model, with fresh weights. @param width of the encoder's embeddings, D */
  head(width: number): Head;
  /**
   * Names of the head's tensors whose rows belong to the labels, in their order: weights of a run with other labels give the
   * rows of the labels that both have. Without it such weights do not fit.
   */
  readonly labelRows?: readonly string[];
  /** Returns the targets of clips, in their order. */
  targetsOf(clips: readonly Clip[]): TargetTable;
  /**
   * Returns the targets of clips that augmentations mixed, such as soft labels, for the training loss and the statistics.
   * Without it such augmentations are refused.
   */
  readonly mixTargets?: MixTargets | undefined;
  /**
   * True if the training loss of a clip depends on the other clips of the batch. It may then collect those of all ranks by
   * `gatherClips`, and accumulation of gradients is refused, as the parts of a batch know nothing of each other.
   */
  readonly couplesClips?: boolean | undefined;
  /** Returns the sum of the training losses of a batch, a scalar. @param outputs [B, O] in float32 */
  trainingLoss(outputs: Tensor, targets: TargetTensors): Tensor;
  /** Returns sums over a batch, scalars, of what `metrics.training` declares; called without gradients. */
  statistics(outputs: Tensor, targets: TargetTensors): readonly Tensor[];
  /** Returns the loss of each clip [B] in an evaluation. */
  clipLosses(outputs: Tensor, targets: TargetTensors): Tensor;
  /** Turns outputs into predictions, such as probabilities: [B, O] to [B, O]. */
  activate(outputs: Tensor): Tensor;
  /** Fits the calibration to the validation clips; null for a task without one. */
  calibrate(record: EvaluationRecord): Calibration | null;
  /** Returns this task with a calibration; null is the one without data, such as thresholds of 0.5. */
  calibrated(calibration: Calibration | null): Task;
  /** Computes metrics in float64. A function of the record and the calibration. */
  summarize(record: EvaluationRecord): Summary;
  /**
   * Returns a function that computes the metrics of drawn clips, which it gets by their places, from values that are computed
   * once: thousands of draws take a second or two. Without it each draw is summarized.
   */
  resample?(record: EvaluationRecord): Statistics<string>;
  /** Compares two models of this task; without it they are compared by their metrics alone. */
  readonly comparison?: TaskComparison<this>;
  /** Columns of a table of samples besides clip, sound, picture and loss. */
  readonly sampleColumns: { before: readonly TableColumn[]; after: readonly TableColumn[] };
  sampleCells(record: EvaluationRecord, clip: number): { before: Cell[]; after: Cell[] };
  /**
   * Returns the truth and the prediction of a clip in a few words. `isCorrect` is by default true if both are equal; null if
   * predictions are close rather than correct or wrong.
   */
  describeClip(
    record: EvaluationRecord,
    clip: number,
  ): { truth: string; predicted: string; isCorrect?: boolean | null };
  /**
   * Returns what the record shows of the predictions for some clips, in their order, with a row for each; of a task with traces, clips
   * that have one. Without it the clips' outputs are shown as numbers.
   */
  predictions?(record: EvaluationRecord, clips: Int32Array): TaskPredictions;
  /**
   * The labels that outputs score, for a task whose model can tell when something sounds (`woodshed detect`); its activated outputs
   * are scores between 0 and 1, of windows [B, C] or of frames that divide a window evenly [B, R, F], of which the first C rows count.
   */
  readonly events?: EventRules | undefined;
  /** Describes what a model of this task returns. */
  describe(): TaskDescription;
  /**
   * Returns the answer for a recording.
   *
   * @param outputs [O], activated, averaged over its windows, finite; with `hasFrames` [R, frames], side by side
   */
  answer(outputs: ArrayLike<number>, recording: RecordingTimes): Answer;
  /** Name of the item of an evaluation that a model card shows, a table or a confusion matrix; null for none. */
  readonly cardItem: string | null;
}

/** The result of an evaluation, computed from its record. */
export interface Summary {
  numClips: number;
  /** By the names that the task declares; NaN if the clips leave one undefined. */
  metrics: Readonly<Record<string, number>>;
  /** Reasons why metrics are undefined or leave something out, one a line; empty for most sets of clips. */
  notes: readonly string[];
  /** Figures and tables for trackers, named without the split. */
  items(): [name: string, item: Item][];
  /** The result for programs, besides the metrics. */
  json(): Record<string, unknown>;
  /** The most detailed table. One with a row for each clip begins with the names of the clips, if they are given. */
  table: { name: string; fits(width: number): boolean; csv(clipNames?: readonly string[]): string };
  /**
   * Returns the result as text.
   *
   * @param width columns that a table may take; a wider one is summarized
   * @param tablePlace where the complete table is, or how to get it
   */
  describe(split: string, width: number, tablePlace: string): string;
}

/** One value for each of two compared models. */
export interface Pair<Value> {
  a: Value;
  b: Value;
}

/** How two models of a task are compared, besides the intervals of their metrics. */
export interface TaskComparison<Compared> {
  /**
   * Chooses the clips on which both models can be judged, before they run.
   *
   * @param models their names, as the user gave them, their tasks, and the names of their outputs
   * @param labels `shared`: clips of other labels are left out, and each model chooses among the shared labels alone
   * @throws ConfigError for a clip on which a model cannot be judged
   */
  choose(
    models: Pair<{ name: string; task: Compared; labels: readonly string[] }>,
    clips: readonly Clip[],
    labels: "all" | "shared",
  ): ChosenClips;
}

export interface ChosenClips {
  clips: readonly Clip[];
  /** Compares the results of both models on these clips, in their order. */
  report(records: Pair<EvaluationRecord>): ComparisonReport;
}

/** The result of a comparison, besides the intervals of the metrics. */
export interface ComparisonReport {
  /** Computes each model's metrics of drawn clips. */
  metrics: Pair<Statistics<string>>;
  /** The clips and outputs that were compared, where these are not all; empty otherwise. */
  note: string;
  /** The better model by a test of the task; null for a verdict by the intervals. */
  verdict: string | null;
  /** Changes by label, or by another part of the results. */
  breakdown: Breakdown | null;
  /** Clips on which the models differ. */
  disagreements: readonly Disagreements[];
  /** The result for programs. @param mostClips of each list of disagreements */
  json(mostClips: number): Record<string, unknown>;
}

/** A table of both models' results by label. */
export interface Breakdown {
  /** `classes` */
  title: string;
  /** Names of measures between 0 and 1; the difference of the first is shown. */
  measures: readonly string[];
  /** `a` and `b` have a value for each measure. */
  rows: readonly { name: string; numClips: number; a: readonly number[]; b: readonly number[] }[];
}

/** A list of clips to listen to, the most telling first. */
export interface Disagreements {
  /** `only b is correct` */
  title: string;
  /** The name of the truth: `label`. */
  truthName: string;
  /** `index` is the clip's place among the chosen clips; `a` and `b` are predictions in a few words. */
  clips: readonly { index: number; truth: string; a: string; b: string }[];
}
