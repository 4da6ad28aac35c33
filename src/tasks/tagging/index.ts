// N = clips of a set, B = clips of a batch, C = labels.

import type { TaskState } from "../../data/annotations.js";
import type { Clip } from "../../data/clip.js";
import type { MixTargets, TargetTable } from "../../data/targets.js";
import type { Cell } from "../../items.js";
import type { Statistics } from "../../metrics/bootstrap.js";
import type { TaggingRows } from "../../metrics/tagging-rows.js";
import { summarizeTagging, type TaggingSummary } from "../../metrics/tagging-summary.js";
import { bestThresholds, NEUTRAL_THRESHOLD } from "../../metrics/thresholds.js";
import {
  type AsymmetricLossOptions,
  asymmetricLoss,
  binaryCrossEntropyWithLogits,
  sigmoidFocalLoss,
} from "../../nn/index.js";
import type { TaskPredictions } from "../../predictions.js";
import { Tensor } from "../../tensor/index.js";
import { upload } from "../../tensor/upload.js";
import type { Answer, TaskDescription } from "../answer.js";
import { type OwnLoss, ownLossOf } from "../define-loss.js";
import { LinearHead } from "../linear-head.js";
import { meanLoss } from "../mean-loss.js";
import type { OptionsOf } from "../options.js";
import type { Calibration, EvaluationRecord, EventRules, Summary, TargetTensors, Task } from "../task.js";
import { windowEvents } from "../window-events.js";
import { tagsIn } from "./annotations.js";
import { describeTagger, taggingAnswer } from "./answer.js";
import { taggingComparison } from "./comparison.js";
import { TAGGING_METRICS } from "./metrics.js";
import { mixTags } from "./mix-tags.js";
import { describeTagging, perLabelCsv, perLabelFits, taggingItems, taggingNotes } from "./report.js";
import { resampleTags, taggingMetrics } from "./resample.js";

export interface TaggingOptions {
  loss?: "bce" | "focal" | "asymmetric";
  /** A loss of the user's, instead of `loss`. */
  ownLoss?: OwnLoss | null;
  focalGamma?: number;
  asymmetric?: Pick<AsymmetricLossOptions, "gammaNeg" | "gammaPos" | "clip">;
  /** Weight of the positive clips of each label in the bce loss; null weights them as the negative ones. */
  positiveWeights?: readonly number[] | null;
}

/** Several labels for each clip, or none: outputs are logits [B, C], activated to a probability for each label. */
export class Tagging implements Task {
  readonly name = "tagging";
  readonly metrics = TAGGING_METRICS;
  readonly notFiniteClips = "as clips without a predicted label";
  readonly cardItem = "per_label";
  readonly comparison = taggingComparison;
  readonly labels: readonly string[];
  readonly labelRows: readonly string[] = ["fc.weight", "fc.bias"];
  /** Probabilities from which on a label is predicted. */
  readonly thresholds: readonly number[];
  readonly #options: TaggingOptions;

  constructor(labels: readonly string[], options: TaggingOptions = {}, thresholds?: readonly number[]) {
    this.labels = labels;
    this.thresholds = thresholds ?? labels.map(() => NEUTRAL_THRESHOLD);
    this.#options = options;
  }

  static create(this: void, options: OptionsOf<"tagging">, { labels, numbers }: TaskState): Tagging {
    const { num_positive: numPositive = [], num_negative: numNegative = [] } = numbers;
    return new Tagging(labels, {
      loss: options.loss,
      ownLoss: ownLossOf(options.loss, labels),
      focalGamma: options.focal_gamma,
      asymmetric: {
        gammaNeg: options.asymmetric_gamma_negative,
        gammaPos: options.asymmetric_gamma_positive,
        clip: options.asymmetric_clip,
      },
      positiveWeights:
        options.positive_weights === "none"
          ? null
          : numPositive.map((count, i) => weightOfPositives(count, numNegative[i]!)),
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
    const { length: numLabels } = this.labels;
    const places = new Map(this.labels.map((label, i) => [label, i]));
    const labels = new Float32Array(clips.length * numLabels);
    const known = new Float32Array(clips.length * numLabels).fill(1);
    for (const [i, clip] of clips.entries()) {
      const tags = tagsIn(clip.label);
      const set = (names: readonly string[], array: Float32Array, value: number): void => {
        for (const name of names) {
          const place = places.get(name);
          if (place !== undefined) array[i * numLabels + place] = value;
        }
      };
      set(tags.labels, labels, 1);
      set(tags.ignored, known, 0);
    }
    const shape = [numLabels];
    return { labels: { values: labels, shape }, known: { values: known, shape } };
  }

  /** A loss of the user's may take labels of 0 and 1 alone. */
  get mixTargets(): MixTargets | undefined {
    return this.#options.ownLoss ? undefined : mixTags;
  }

  get couplesClips(): boolean {
    return this.#options.ownLoss?.couplesClips ?? false;
  }

  trainingLoss(outputs: Tensor, targets: TargetTensors): Tensor {
    const { loss = "bce", focalGamma = 2, positiveWeights = null, ownLoss } = this.#options;
    if (ownLoss) return ownLoss.training(outputs, targets).sum();
    const options = { reduction: "none" as const, weight: targets["known"]! };
    const labels = targets["labels"]!;
    if (loss === "focal")
      return meanOverLabels(sigmoidFocalLoss(outputs, labels, { ...options, gamma: focalGamma })).sum();
    if (loss === "asymmetric")
      return meanOverLabels(
        asymmetricLoss(outputs, labels, { ...options, ...this.#options.asymmetric }),
      ).sum();
    const posWeight =
      positiveWeights === null
        ? {}
        : {
            posWeight: upload(Tensor.from([...positiveWeights], { dtype: "float32" }), outputs.device),
          };
    return meanOverLabels(binaryCrossEntropyWithLogits(outputs, labels, { ...options, ...posWeight })).sum();
  }

  statistics(): readonly Tensor[] {
    return [];
  }

  clipLosses(outputs: Tensor, targets: TargetTensors): Tensor {
    const { ownLoss } = this.#options;
    if (ownLoss?.evaluation) return ownLoss.evaluation(outputs, targets);
    const options = { reduction: "none" as const, weight: targets["known"]! };
    return meanOverLabels(binaryCrossEntropyWithLogits(outputs, targets["labels"]!, options));
  }

  activate(outputs: Tensor): Tensor {
    return outputs.sigmoid();
  }

  calibrate(record: EvaluationRecord): Calibration {
    return { thresholds: [...bestThresholds(this.#rowsOf(record, record.evaluated))] };
  }

  calibrated(calibration: Calibration | null): Tagging {
    return new Tagging(this.labels, this.#options, calibration?.["thresholds"]);
  }

  summarize(record: EvaluationRecord): Summary {
    const rows = this.#rowsOf(record, record.evaluated);
    const summary = summarizeTagging(rows, this.thresholds);
    const numClips = record.evaluated.length;
    const loss = meanLoss(record);
    const result = { labels: this.labels, thresholds: this.thresholds, rows, summary, loss, numClips };
    return {
      numClips,
      metrics: taggingMetrics(loss, summary),
      notes: taggingNotes(result),
      items: () => taggingItems(result),
      json: () => ({
        labels: this.labels,
        thresholds: this.thresholds,
        per_label: inSnakeCase(summary.perLabel),
        labels_without_positives: summary.labelsWithoutPositives.map((i) => this.labels[i]),
      }),
      table: {
        name: "labels",
        fits: (width) => perLabelFits(result, width),
        csv: () => perLabelCsv(result),
      },
      describe: (split, width, tablePlace) => describeTagging(split, result, width, tablePlace),
    };
  }

  resample(record: EvaluationRecord): Statistics<string> {
    return resampleTags(this.#rowsOf(record, everyClip(record)), this.thresholds, record.losses);
  }

  perLabel(record: EvaluationRecord): TaggingSummary["perLabel"] {
    return summarizeTagging(this.#rowsOf(record, record.evaluated), this.thresholds).perLabel;
  }

  get sampleColumns(): Task["sampleColumns"] {
    return {
      before: [
        { name: "labels", type: "text" },
        { name: "predicted", type: "text" },
      ],
      after: this.labels.map((label) => ({ name: `p(${label})`, type: "number" })),
    };
  }

  sampleCells(record: EvaluationRecord, clip: number): { before: Cell[]; after: Cell[] } {
    const { truth, predicted } = this.describeClip(record, clip);
    return { before: [truth, predicted], after: [...this.#rowOf(record.outputs, clip)] };
  }

  describeClip(record: EvaluationRecord, clip: number): { truth: string; predicted: string } {
    const truth = this.#rowOf(record.targets["labels"]!.values as Float32Array, clip);
    const scores = this.#rowOf(record.outputs, clip);
    const named = (isChosen: (label: number) => boolean): string =>
      this.labels.filter((_, label) => isChosen(label)).join(", ");
    return {
      truth: named((label) => truth[label] === 1),
      predicted: named((label) => scores[label]! >= this.thresholds[label]!),
    };
  }

  predictions(record: EvaluationRecord, clips: Int32Array): TaskPredictions {
    const { scores, targets } = this.#rowsOf(record, clips);
    const { labels, thresholds } = this;
    return {
      ...{ kind: "labels", labels, thresholds },
      columns: [
        {
          ...{ name: "truth", shape: [labels.length] },
          values: Uint8Array.from(targets, (target) => (target < 0 ? 2 : target)),
        },
        { name: "scores", shape: [labels.length], values: Float32Array.from(scores) },
      ],
    };
  }

  get events(): EventRules {
    return windowEvents(this.labels, this.thresholds);
  }

  describe(): TaskDescription {
    return describeTagger(this);
  }

  answer(outputs: ArrayLike<number>): Answer {
    return taggingAnswer(this, outputs);
  }

  #rowOf(rows: Float32Array, clip: number): Float32Array {
    return rows.subarray(clip * this.labels.length, (clip + 1) * this.labels.length);
  }

  /** Scores and targets of clips, by their places. */
  #rowsOf({ outputs, targets }: EvaluationRecord, clips: Int32Array): TaggingRows {
    const { length: numLabels } = this.labels;
    const labels = targets["labels"]!.values as Float32Array;
    const known = targets["known"]!.values as Float32Array;
    const scores = new Float32Array(clips.length * numLabels);
    const values = new Int8Array(clips.length * numLabels);
    for (const [row, clip] of clips.entries()) {
      for (let label = 0; label < numLabels; label++) {
        const from = clip * numLabels + label;
        scores[row * numLabels + label] = outputs[from]!;
        values[row * numLabels + label] = known[from] === 0 ? -1 : labels[from]!;
      }
    }
    return { scores, targets: values, numLabels };
  }
}

const everyClip = ({ losses }: EvaluationRecord): Int32Array => Int32Array.from(losses.keys());

/** [B, C] to [B]. */
function meanOverLabels(losses: Tensor): Tensor {
  return losses.mean(1);
}

/** A label that every clip has keeps the weight 1: with 0 it would have no loss at all. */
function weightOfPositives(numPositive: number, numNegative: number): number {
  return numNegative === 0 ? 1 : numNegative / numPositive;
}

function inSnakeCase({
  averagePrecision,
  rocAuc,
  numPositive,
  numNegative,
  ...same
}: TaggingSummary["perLabel"]): Record<string, readonly number[]> {
  return {
    average_precision: averagePrecision,
    auroc: rocAuc,
    ...same,
    num_positive: numPositive,
    num_negative: numNegative,
  };
}
