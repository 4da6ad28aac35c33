// N = clips of a set, B = rows of a batch, C = labels, F = frames, R = rows of outputs: C, or 2 C with attention.
import { counted } from "../../counted.js";
import type { TaskState } from "../../data/annotations.js";
import type { Clip } from "../../data/clip.js";
import type { TargetTable } from "../../data/targets.js";
import type { Cell } from "../../items.js";
import { NEUTRAL_THRESHOLD } from "../../metrics/thresholds.js";
import type { TaskPredictions } from "../../predictions.js";
import type { Tensor } from "../../tensor/index.js";
import type { Answer, TaskDescription } from "../answer.js";
import { type OwnLoss, ownLossOf } from "../define-loss.js";
import { meanLoss } from "../mean-loss.js";
import type { OptionsOf } from "../options.js";
import type {
  Calibration,
  EvaluatedRecording,
  EvaluationRecord,
  EventRules,
  RecordingOutputs,
  RecordingTimes,
  Summary,
  TargetTensors,
  Task,
} from "../task.js";
import { describeDetector, detectionAnswer } from "./answer.js";
import { collectFrames } from "./collect.js";
import { CountLayout } from "./count-layout.js";
import { eventsIn, trackOf, untilEnd } from "./events.js";
import { fitRules } from "./fit-rules.js";
import { FrameHead } from "./head.js";
import { detectionLosses } from "./loss.js";
import { DETECTION_METRICS } from "./metrics.js";
import { activateFrames, poolLabel } from "./pooling.js";
import { eventPredictions } from "./predictions.js";
import {
  describeDetection,
  detectionItems,
  detectionJson,
  detectionMetrics,
  detectionNotes,
  perLabelCsv,
  perLabelFits,
} from "./report.js";
import { summarizeCounts } from "./summarize.js";
import { eventsOf, eventTargets, weakLabelsOf } from "./targets.js";

/**
 * Events in time: outputs are logits of labels in frames [B, R, F], activated to probabilities. A model is evaluated on whole
 * recordings: the frames of its windows side by side become events, which are counted at many thresholds.
 */
export class Detection implements Task {
  readonly name = "detection";
  readonly metrics = DETECTION_METRICS;
  readonly notFiniteClips = "as clips without a detected event";
  readonly cardItem = "per_label";
  readonly hasFrames = true;
  readonly hasTraces = true;
  readonly labels: readonly string[];
  readonly labelRows: readonly string[] = ["fc.weight", "fc.bias", "attention.weight", "attention.bias"];
  readonly events: EventRules;
  readonly #options: OptionsOf<"detection">;
  readonly #ownLoss: OwnLoss | null;
  readonly #layout: CountLayout;

  constructor(
    labels: readonly string[],
    options: OptionsOf<"detection">,
    rules: Omit<EventRules, "labels"> | null = null,
  ) {
    this.labels = labels;
    this.#options = options;
    this.#ownLoss = ownLossOf(options.loss, labels) ?? null;
    this.#layout = new CountLayout(labels.length, options);
    this.events = {
      labels,
      ...(rules ?? {
        thresholds: labels.map(() => NEUTRAL_THRESHOLD),
        medianSec: labels.map(() => options.median_sec[0]!),
        minSec: labels.map(() => options.min_sec[0]!),
      }),
    };
  }

  static create(this: void, options: OptionsOf<"detection">, { labels }: TaskState): Detection {
    return new Detection(labels, options);
  }

  /** Counts of a recording. */
  get numOutputs(): number {
    return this.#layout.size;
  }

  get #numRows(): number {
    return this.#options.pooling === "attention" ? 2 * this.labels.length : this.labels.length;
  }

  get outputScales(): readonly number[] {
    return Array.from({ length: this.#numRows }, () => 1);
  }

  head(width: number): FrameHead {
    return new FrameHead(width, this.labels.length, this.#options.pooling === "attention");
  }

  targetsOf(clips: readonly Clip[]): TargetTable {
    return eventTargets(clips, this.labels);
  }

  get couplesClips(): boolean {
    return this.#ownLoss?.couplesClips ?? false;
  }

  trainingLoss(outputs: Tensor, targets: TargetTensors): Tensor {
    return (this.#ownLoss?.training(outputs, targets) ?? this.#losses(outputs, targets)).sum();
  }

  statistics(): readonly Tensor[] {
    return [];
  }

  clipLosses(outputs: Tensor, targets: TargetTensors): Tensor {
    return this.#ownLoss?.evaluation?.(outputs, targets) ?? this.#losses(outputs, targets);
  }

  #losses(outputs: Tensor, targets: TargetTensors): Tensor {
    const { loss, focal_gamma: focalGamma, pooling, clip_weight: clipWeight } = this.#options;
    return detectionLosses(outputs, targets, { loss, focalGamma, pooling, clipWeight });
  }

  activate(outputs: Tensor): Tensor {
    return activateFrames(outputs, this.#options.pooling);
  }

  collect({ clip, targets, numSamples, sampleRateHz }: EvaluatedRecording): RecordingOutputs {
    const lengths = { numSamples, sampleRateHz };
    return collectFrames({ clip, targets, ...lengths, numRows: this.#numRows, layout: this.#layout });
  }

  calibrate(record: EvaluationRecord): Calibration {
    const { thresholds, medianSec, minSec } = fitRules(record, this.#layout);
    return { thresholds, median_sec: medianSec, min_sec: minSec };
  }

  calibrated(calibration: Calibration | null): Detection {
    const rules =
      calibration === null
        ? null
        : {
            thresholds: calibration["thresholds"]!,
            medianSec: calibration["median_sec"]!,
            minSec: calibration["min_sec"]!,
          };
    return new Detection(this.labels, this.#options, rules);
  }

  summarize(record: EvaluationRecord): Summary {
    const sum = this.#layout.sumOf(record, record.evaluated);
    const summary = summarizeCounts(sum, this.#layout, this.events);
    const numClips = record.evaluated.length;
    const result = { labels: this.labels, rules: this.events, summary, loss: meanLoss(record), numClips };
    return {
      numClips,
      metrics: detectionMetrics(result),
      notes: detectionNotes(result),
      items: () => detectionItems(result),
      json: () => detectionJson(result),
      table: {
        name: "labels",
        fits: (width) => perLabelFits(result, width),
        csv: () => perLabelCsv(result),
      },
      describe: (split, width, tablePlace) => describeDetection(split, result, width, tablePlace),
    };
  }

  get sampleColumns(): Task["sampleColumns"] {
    return {
      before: [
        { name: "events", type: "text" },
        { name: "counts", type: "text" },
      ],
      after: [],
    };
  }

  sampleCells(record: EvaluationRecord, clip: number): { before: Cell[]; after: Cell[] } {
    const { truth, predicted } = this.describeClip(record, clip);
    return { before: [truth, predicted], after: [] };
  }

  describeClip(
    record: EvaluationRecord,
    clip: number,
  ): { truth: string; predicted: string; isCorrect: boolean | null } {
    const truth = eventsOf(record.targets, clip);
    if (truth === null) {
      const names = weakLabelsOf(record.targets, clip).map((label) => this.labels[label]!);
      return {
        truth: `${names.join(", ")} without times`,
        predicted: "not counted",
        isCorrect: null,
      };
    }
    const counts = this.#layout.sumOf(record, [clip]);
    const { truePositives, falsePositives } = this.#layout.countsAt(counts, "events", this.events);
    const total = (numbers: ArrayLike<number>): number =>
      Array.from(numbers).reduce((all, one) => all + one, 0);
    const [found, wrong] = [total(truePositives), total(falsePositives)];
    return {
      truth: counted(truth.length, "event"),
      predicted: `${found} correct, ${truth.length - found} missed, ${wrong} false`,
      isCorrect: found === truth.length && wrong === 0,
    };
  }

  predictions(record: EvaluationRecord, clips: Int32Array): TaskPredictions {
    return eventPredictions(record, clips, this.#layout, this.events);
  }

  describe(): TaskDescription {
    return describeDetector(this.events, this.#options.pooling);
  }

  answer(outputs: ArrayLike<number>, { durationSec, windowedSec }: RecordingTimes): Answer {
    const { pooling } = this.#options;
    const numLabels = this.labels.length;
    const numFrames = outputs.length / this.#numRows;
    const values = Float64Array.from(outputs);
    const track = untilEnd(trackOf(values, this.#numRows, numLabels, windowedSec / numFrames), durationSec);
    const probabilities = track.scores.map((scores, label) => {
      const row = pooling === "attention" ? numLabels + label : label;
      return poolLabel(scores, values.subarray(row * numFrames, row * numFrames + scores.length), pooling);
    });
    return detectionAnswer(this.labels, eventsIn(track, this.events), probabilities);
  }
}
