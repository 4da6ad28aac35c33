// N = clips of a set, B = clips of a batch, C = classes.

import type { TaskState } from "../../data/annotations.js";
import type { Clip } from "../../data/clip.js";
import type { MixTargets, TargetTable } from "../../data/targets.js";
import type { Cell } from "../../items.js";
import type { Statistics } from "../../metrics/bootstrap.js";
import { ConfusionMatrix } from "../../metrics/confusion-matrix.js";
import { NEUTRAL_THRESHOLD } from "../../metrics/thresholds.js";
import { crossEntropy, focalLoss } from "../../nn/index.js";
import type { TaskPredictions } from "../../predictions.js";
import { Tensor } from "../../tensor/index.js";
import { upload } from "../../tensor/upload.js";
import type { Answer, TaskDescription } from "../answer.js";
import { type OwnLoss, ownLossOf } from "../define-loss.js";
import { LinearHead } from "../linear-head.js";
import { meanLoss } from "../mean-loss.js";
import type { OptionsOf } from "../options.js";
import { rowsOf } from "../rows-of.js";
import type { EvaluationRecord, EventRules, Summary, TargetTensors, Task } from "../task.js";
import { windowEvents } from "../window-events.js";
import { classificationAnswer, describeClassifier } from "./answer.js";
import { classificationComparison } from "./comparison.js";
import { type Classes, classificationFigures } from "./figures.js";
import { CLASSIFICATION_METRICS } from "./metrics.js";
import { mixLabels } from "./mix-labels.js";
import { confusionCsv, describeClassification, fitsInto } from "./report.js";
import { resampleAnswers } from "./resample.js";

export interface ClassificationOptions {
  loss?: "cross_entropy" | "focal";
  /** A loss of the user's, instead of `loss`. */
  ownLoss?: OwnLoss | null;
  labelSmoothing?: number;
  focalGamma?: number;
  /** Weight of each class in the training loss; null weights all equally. */
  classWeights?: readonly number[] | null;
}

/** One label for each clip: outputs are logits [B, C], activated to probabilities that sum to 1. */
export class Classification implements Task {
  readonly name = "classification";
  readonly metrics = CLASSIFICATION_METRICS;
  readonly comparison = classificationComparison;
  readonly notFiniteClips = "as misclassified";
  readonly cardItem = "confusion_matrix";
  readonly labels: readonly string[];
  readonly labelRows: readonly string[] = ["fc.weight", "fc.bias"];
  readonly #options: ClassificationOptions;

  constructor(labels: readonly string[], options: ClassificationOptions = {}) {
    this.labels = labels;
    this.#options = options;
  }

  static create(
    this: void,
    options: OptionsOf<"classification">,
    { labels, numbers }: TaskState,
  ): Classification {
    const { num_clips: counts } = numbers;
    const numClips = counts?.reduce((sum, count) => sum + count, 0) ?? 0;
    return new Classification(labels, {
      loss: options.loss,
      ownLoss: ownLossOf(options.loss, labels),
      labelSmoothing: options.label_smoothing,
      focalGamma: options.focal_gamma,
      classWeights:
        options.class_weights === "none" || counts === undefined
          ? null
          : counts.map((count) => numClips / (labels.length * count)),
    });
  }

  get numOutputs(): number {
    return this.labels.length;
  }

  get outputScales(): readonly number[] {
    return this.labels.map(() => 1);
  }

  head(width: number): LinearHead {
    return new LinearHead(width, this.numOutputs);
  }

  targetsOf(clips: readonly Clip[]): TargetTable {
    const places = new Map(this.labels.map((label, i) => [label, BigInt(i)]));
    return {
      label: { values: BigInt64Array.from(clips, ({ label }) => places.get(label) ?? -1n), shape: [] },
    };
  }

  /** A loss of the user's takes one label, not shares of several. */
  get mixTargets(): MixTargets | undefined {
    return this.#options.ownLoss ? undefined : (table, mixture) => mixLabels(table, mixture, this.numOutputs);
  }

  get couplesClips(): boolean {
    return this.#options.ownLoss?.couplesClips ?? false;
  }

  trainingLoss(outputs: Tensor, targets: TargetTensors): Tensor {
    const { ownLoss } = this.#options;
    if (ownLoss) return ownLoss.training(outputs, targets).sum();
    // Mixed clips have a share of each class instead of a class.
    const label = targets["soft_label"] ?? targets["label"];
    const { loss = "cross_entropy", labelSmoothing = 0, focalGamma = 2, classWeights = null } = this.#options;
    const weight =
      classWeights === null
        ? null
        : upload(Tensor.from([...classWeights], { dtype: "float32" }), outputs.device);
    return loss === "focal"
      ? focalLoss(outputs, label!, { reduction: "sum", weight, gamma: focalGamma })
      : crossEntropy(outputs, label!, { reduction: "sum", weight, labelSmoothing });
  }

  statistics(outputs: Tensor, { label }: TargetTensors): readonly Tensor[] {
    return [outputs.argmax(1).eq(label!).sum()];
  }

  clipLosses(outputs: Tensor, targets: TargetTensors): Tensor {
    const { ownLoss } = this.#options;
    if (ownLoss?.evaluation) return ownLoss.evaluation(outputs, targets);
    return crossEntropy(outputs, targets["label"]!, { reduction: "none" });
  }

  activate(outputs: Tensor): Tensor {
    return outputs.softmax(1);
  }

  calibrate(): null {
    return null;
  }

  calibrated(): this {
    return this;
  }

  /** Returns the true and the most probable class of each clip. */
  classesOf({ outputs, targets }: EvaluationRecord): Classes {
    const { length: numClasses } = this.labels;
    const truth = Int32Array.from(targets["label"]!.values as BigInt64Array, Number);
    const predicted = Int32Array.from(truth, (_, clip) => {
      const row = outputs.subarray(clip * numClasses, (clip + 1) * numClasses);
      // The largest of numbers with NaN among them would be arbitrary.
      return row.some(Number.isNaN) ? -1 : row.reduce((top, value, i) => (value > row[top]! ? i : top), 0);
    });
    return { truth, predicted };
  }

  summarize(record: EvaluationRecord): Summary {
    const { truth, predicted } = this.classesOf(record);
    const confusion = new ConfusionMatrix(this.labels);
    for (const clip of record.evaluated) {
      if (predicted[clip]! < 0) confusion.addUnpredicted(truth[clip]!);
      else confusion.add(truth[clip]!, predicted[clip]!);
    }
    const { numClips, accuracy, macroF1 } = confusion;
    const { labels } = this;
    const metrics = { loss: meanLoss(record), accuracy, macro_f1: macroF1 };
    return {
      numClips,
      metrics,
      notes: [],
      items: () => classificationFigures(confusion, record, { truth, predicted }),
      json: () => ({
        labels,
        confusion: labels.map((_, i) => labels.map((_, j) => confusion.count(i, j))),
      }),
      table: {
        name: "confusion",
        fits: (width) => fitsInto(confusion, width),
        csv: () => confusionCsv(confusion),
      },
      describe: (split, width, tablePlace) =>
        describeClassification(split, { loss: metrics.loss, confusion }, width, tablePlace),
    };
  }

  resample(record: EvaluationRecord): Statistics<string> {
    const { length: numClasses } = this.labels;
    return resampleAnswers({ ...this.classesOf(record), losses: record.losses, numClasses });
  }

  get sampleColumns(): Task["sampleColumns"] {
    return {
      before: [
        { name: "label", type: "text" },
        { name: "predicted", type: "text" },
      ],
      after: this.labels.map((label) => ({ name: `p(${label})`, type: "number" })),
    };
  }

  sampleCells(record: EvaluationRecord, clip: number): { before: Cell[]; after: Cell[] } {
    const { length: numClasses } = this.labels;
    const { truth, predicted } = this.#labelsOf(record, clip);
    return {
      before: [truth ?? null, predicted ?? null],
      after: [...record.outputs.subarray(clip * numClasses, (clip + 1) * numClasses)],
    };
  }

  describeClip(record: EvaluationRecord, clip: number): { truth: string; predicted: string } {
    const { truth = "", predicted = "" } = this.#labelsOf(record, clip);
    return { truth, predicted };
  }

  predictions(record: EvaluationRecord, clips: Int32Array): TaskPredictions {
    const { truth, predicted } = this.classesOf(record);
    const { labels } = this;
    return {
      ...{ kind: "one_label", labels, thresholds: null },
      columns: [
        { name: "truth", shape: [], values: clips.map((clip) => truth[clip]!) },
        { name: "predicted", shape: [], values: clips.map((clip) => predicted[clip]!) },
        { name: "scores", shape: [labels.length], values: rowsOf(record.outputs, labels.length, clips) },
      ],
    };
  }

  get events(): EventRules {
    return windowEvents(
      this.labels,
      this.labels.map(() => NEUTRAL_THRESHOLD),
    );
  }

  describe(): TaskDescription {
    return describeClassifier(this.labels);
  }

  answer(outputs: ArrayLike<number>): Answer {
    return classificationAnswer(this.labels, outputs);
  }

  #labelsOf({ outputs, targets }: EvaluationRecord, clip: number) {
    const { length: numClasses } = this.labels;
    const row = outputs.subarray(clip * numClasses, (clip + 1) * numClasses);
    const values = targets["label"]!.values as BigInt64Array;
    return {
      truth: this.labels[Number(values[clip])],
      predicted: row.some(Number.isNaN) ? undefined : this.labels[row.indexOf(Math.max(...row))],
    };
  }
}
