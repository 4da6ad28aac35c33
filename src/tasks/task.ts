// N = clips of a set, B = clips of a batch, O = outputs of the model's head.
import type { Clip } from "../data/clip.js";
import type { TargetTable } from "../data/targets.js";
import type { Cell, Item, TableColumn } from "../items.js";
import type { Tensor } from "../tensor/index.js";
import type { Answer, TaskDescription } from "./answer.js";

/** A metric of an evaluation, named without its split. */
export interface MetricDeclaration {
  name: string;
  /** The name in a line of output. */
  title: string;
  /** The direction of improvement; null if there is none. */
  better: "min" | "max" | null;
}

/** The metrics of a task: their only declaration. */
export interface TaskMetrics {
  /** The most important first. */
  evaluation: readonly MetricDeclaration[];
  /** Means over clips that a training step measures besides the loss, in the order of `Task.statistics`. */
  training: readonly MetricDeclaration[];
}

/** Numbers fitted to validation clips, such as a threshold for each label: JSON, stored in checkpoints. */
export type Calibration = Readonly<Record<string, readonly number[]>>;

/** Targets of a batch on the model's device, by name: [B, ...shape]. */
export type TargetTensors = Readonly<Record<string, Tensor>>;

/** Results of every clip of a set, by the clip's place in it. */
export interface EvaluationRecord {
  /** Activated outputs, row-major. */
  outputs: Float32Array; // [N, O]
  losses: Float32Array; // [N]
  targets: TargetTable; // [N, ...]
  /** Places of the clips that were evaluated, ascending: all of them, unless the evaluation was interrupted. */
  evaluated: Int32Array;
}

/** The meaning of a model's outputs: what it is trained for, and how its outputs are judged and shown. */
export interface Task {
  readonly metrics: TaskMetrics;
  /** Width of the model's outputs. */
  readonly numOutputs: number;
  /** Unit of each activated output [O] in which differences count: 1 for probabilities. */
  readonly outputScales: readonly number[];
  /** How a clip whose loss is not finite counts, for messages: `as misclassified`. */
  readonly notFiniteClips: string;
  /** Returns the targets of clips, in their order. */
  targetsOf(clips: readonly Clip[]): TargetTable;
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
  /** Columns of a table of samples besides clip, sound, picture and loss. */
  readonly sampleColumns: { before: readonly TableColumn[]; after: readonly TableColumn[] };
  sampleCells(record: EvaluationRecord, clip: number): { before: Cell[]; after: Cell[] };
  /** Returns the truth and the prediction of a clip in a few words. */
  describeClip(record: EvaluationRecord, clip: number): { truth: string; predicted: string };
  /** Describes what a model of this task returns. */
  describe(): TaskDescription;
  /** Returns the answer for a recording. @param outputs [O], activated, averaged over its windows, finite */
  answer(outputs: ArrayLike<number>): Answer;
  /** Name of the item of an evaluation that a model card shows, a table or a confusion matrix; null for none. */
  readonly cardItem: string | null;
}

/** The result of an evaluation, computed from its record. */
export interface Summary {
  numClips: number;
  /** By the names that the task declares. */
  metrics: Readonly<Record<string, number>>;
  /** Figures and tables for trackers, named without the split. */
  items(): [name: string, item: Item][];
  /** The result for programs, besides the metrics. */
  json(): Record<string, unknown>;
  /** The most detailed table. */
  table: { name: string; fits(width: number): boolean; csv(): string };
  /**
   * Returns the result as text.
   *
   * @param width columns that a table may take; a wider one is summarized
   * @param tablePlace where the complete table is, or how to get it
   */
  describe(split: string, width: number, tablePlace: string): string;
}
