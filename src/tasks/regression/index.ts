// N = clips of a set, B = clips of a batch, D = numbers of a clip.

import type { TaskState } from "../../data/annotations.js";
import type { Clip } from "../../data/clip.js";
import type { TargetTable } from "../../data/targets.js";
import type { Cell } from "../../items.js";
import type { Statistics } from "../../metrics/bootstrap.js";
import { type RegressionRows, summarizeRegression } from "../../metrics/regression.js";
import { drawRegression } from "../../metrics/regression-draws.js";
import { huberLoss, l1Loss, mseLoss } from "../../nn/index.js";
import type { TaskPredictions } from "../../predictions.js";
import type { Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import type { Answer, TaskDescription } from "../answer.js";
import { type OwnLoss, ownLossOf } from "../define-loss.js";
import { LinearHead } from "../linear-head.js";
import { meanAt, meanLoss } from "../mean-loss.js";
import type { OptionsOf } from "../options.js";
import { rowsOf } from "../rows-of.js";
import type { EvaluationRecord, Summary, TargetTensors, Task } from "../task.js";
import { numbersIn } from "./annotations.js";
import { describeRegressor, regressionAnswer } from "./answer.js";
import { regressionComparison } from "./comparison.js";
import { REGRESSION_TASK_METRICS } from "./metrics.js";
import { describeRegression, predictionsCsv, regressionItems, regressionNotes } from "./report.js";

export interface RegressionOptions {
  loss?: "mse" | "mae" | "huber";
  /** A loss of the user's, instead of `loss`. */
  ownLoss?: OwnLoss | null;
  /** In standard deviations of the target. */
  huberDelta?: number;
}

/** Scale of a target over the training clips. */
export interface Scale {
  mean: number;
  /** Standard deviation (population). */
  deviation: number;
}

/**
 * One or more numbers for each clip: outputs [B, D] are in standard deviations from the training clips' mean, activated to
 * the target's unit.
 */
export class Regression implements Task {
  readonly name = "regression";
  readonly metrics = REGRESSION_TASK_METRICS;
  readonly notFiniteClips = "as errors without a value, so metrics are NaN";
  readonly cardItem = "per_target";
  readonly comparison = regressionComparison;
  readonly names: readonly string[];
  readonly #scales: readonly Scale[];
  readonly #options: RegressionOptions;

  constructor(names: readonly string[], scales: readonly Scale[], options: RegressionOptions = {}) {
    this.names = names;
    this.#scales = scales;
    this.#options = options;
  }

  static create(this: void, options: OptionsOf<"regression">, { labels, numbers }: TaskState): Regression {
    const { mean = [], deviation = [] } = numbers;
    const scales = labels.map((_, d) => ({ mean: mean[d]!, deviation: deviation[d]! }));
    return new Regression(labels, scales, {
      loss: options.loss,
      ownLoss: ownLossOf(options.loss, labels),
      huberDelta: options.huber_delta,
    });
  }

  get numOutputs(): number {
    return this.names.length;
  }

  get outputScales(): readonly number[] {
    return this.#scales.map(({ deviation }) => deviation);
  }

  head(width: number): LinearHead {
    return new LinearHead(width, this.numOutputs);
  }

  targetsOf(clips: readonly Clip[]): TargetTable {
    const width = this.names.length;
    const target = new Float64Array(clips.length * width);
    const scaled = new Float32Array(clips.length * width);
    for (const [i, clip] of clips.entries()) {
      for (const [d, value] of numbersIn(clip.label).entries()) {
        const { mean, deviation } = this.#scales[d]!;
        target[i * width + d] = value;
        scaled[i * width + d] = (value - mean) / deviation;
      }
    }
    return { target: { values: target, shape: [width] }, scaled: { values: scaled, shape: [width] } };
  }

  get couplesClips(): boolean {
    return this.#options.ownLoss?.couplesClips ?? false;
  }

  trainingLoss(outputs: Tensor, targets: TargetTensors): Tensor {
    const { ownLoss } = this.#options;
    return (ownLoss ? ownLoss.training(outputs, targets) : this.clipLosses(outputs, targets)).sum();
  }

  statistics(outputs: Tensor, { target }: TargetTensors): readonly Tensor[] {
    const errors = this.activate(outputs).to("float64").sub(target!).abs(); // [B, D]
    return [errors.mean(1).sum()];
  }

  clipLosses(outputs: Tensor, targets: TargetTensors): Tensor {
    const { ownLoss } = this.#options;
    if (ownLoss?.evaluation) return ownLoss.evaluation(outputs, targets);
    return this.#lossOf(outputs, targets["scaled"]!).mean(1);
  }

  #lossOf(outputs: Tensor, scaled: Tensor): Tensor {
    const { loss = "mse", huberDelta = 1 } = this.#options;
    if (loss === "mae") return l1Loss(outputs, scaled, { reduction: "none" });
    if (loss === "huber") return huberLoss(outputs, scaled, { reduction: "none", delta: huberDelta });
    return mseLoss(outputs, scaled, { reduction: "none" });
  }

  activate(outputs: Tensor): Tensor {
    const columns = this.#scales.map(({ mean, deviation }, d) =>
      outputs.narrow(1, d, 1).mul(deviation).add(mean),
    );
    return columns.length === 1 ? columns[0]! : ops.cat(columns, 1);
  }

  calibrate(): null {
    return null;
  }

  calibrated(): this {
    return this;
  }

  summarize(record: EvaluationRecord): Summary {
    const rows = this.#rowsOf(record, record.evaluated);
    const summary = summarizeRegression(rows);
    const numClips = record.evaluated.length;
    const loss = meanLoss(record);
    const result = { names: this.names, rows, summary, loss, numClips };
    return {
      numClips,
      metrics: { loss, ...summary.mean },
      notes: regressionNotes(result),
      items: () => regressionItems(result),
      json: () => ({
        targets: this.names,
        per_target: summary.perDimension,
        constant_targets: summary.constantTargets.map((d) => this.names[d]),
      }),
      table: { name: "predictions", fits: () => true, csv: (clipNames) => predictionsCsv(result, clipNames) },
      describe: (split) => describeRegression(split, result),
    };
  }

  resample(record: EvaluationRecord): Statistics<string> {
    const { losses } = record;
    const draw = drawRegression(this.#rowsOf(record, Int32Array.from(losses.keys())));
    return (clips) => ({ loss: meanAt(losses, clips), ...draw(clips) });
  }

  get sampleColumns(): Task["sampleColumns"] {
    return {
      before: this.names.flatMap((name) => [
        { name, type: "number" as const },
        { name: `predicted ${name}`, type: "number" as const },
      ]),
      after: [],
    };
  }

  sampleCells(record: EvaluationRecord, clip: number): { before: Cell[]; after: Cell[] } {
    const { truth, predicted } = this.#numbersOf(record, clip);
    return { before: truth.flatMap((value, d) => [value, predicted[d]!]), after: [] };
  }

  describeClip(record: EvaluationRecord, clip: number): ReturnType<Task["describeClip"]> {
    const { truth, predicted } = this.#numbersOf(record, clip);
    const shown = (values: readonly number[]): string =>
      values.map((value) => String(Number(value.toPrecision(4)))).join(", ");
    return { truth: shown(truth), predicted: shown(predicted), isCorrect: null };
  }

  predictions({ outputs, targets }: EvaluationRecord, clips: Int32Array): TaskPredictions {
    const width = this.names.length;
    const truth = targets["target"]!.values as Float64Array;
    return {
      ...{ kind: "numbers", labels: this.names, thresholds: null },
      columns: [
        { name: "truth", shape: [width], values: rowsOf(truth, width, clips) },
        { name: "predicted", shape: [width], values: rowsOf(outputs, width, clips) },
      ],
    };
  }

  describe(): TaskDescription {
    return describeRegressor(this.names);
  }

  answer(outputs: ArrayLike<number>): Answer {
    return regressionAnswer(this.names, outputs);
  }

  #numbersOf({ outputs, targets }: EvaluationRecord, clip: number): { truth: number[]; predicted: number[] } {
    const width = this.names.length;
    const target = targets["target"]!.values as Float64Array;
    return {
      truth: [...target.subarray(clip * width, (clip + 1) * width)],
      predicted: [...outputs.subarray(clip * width, (clip + 1) * width)],
    };
  }

  /** Predictions and targets of clips, by their places. */
  #rowsOf({ outputs, targets }: EvaluationRecord, clips: Int32Array): RegressionRows {
    const width = this.names.length;
    const all = targets["target"]!.values as Float64Array;
    const predicted = new Float64Array(clips.length * width);
    const target = new Float64Array(clips.length * width);
    for (const [row, clip] of clips.entries()) {
      for (let d = 0; d < width; d++) {
        predicted[row * width + d] = outputs[clip * width + d]!;
        target[row * width + d] = all[clip * width + d]!;
      }
    }
    return { predicted, target, numDimensions: width };
  }
}
