import pc from "picocolors";
import type { Position } from "../checkpoint/format.js";
import type { Config } from "../config/schema.js";
import { captureConsole } from "../tracking/console.js";
import type { Evaluation } from "../train/evaluate.js";
import type { InitReport } from "../train/init.js";
import type { RunObserver, RunResult, RunStart } from "../train/run.js";
import type { EpochMeans, StepMeans } from "../train/step.js";
import { formatDuration } from "./duration.js";
import { createProgress, type Progress } from "./progress.js";
import { describeRandomSplit } from "./validation-note.js";

/** Shows a run to a person: bars on stderr, lines that stay on stdout. */
export class TrainView implements RunObserver {
  readonly #colors = pc.createColors(process.stdout.isTTY === true && !process.env["NO_COLOR"]);
  #bar: Progress | null = null;
  readonly #numEpochs: number;
  readonly #batchSize: number;
  readonly #randomSplit: string | null;
  #numTrainClips = 0;
  #doneInEpoch = 0;
  /** Of the newest means, for the bar. */
  #shown: Record<string, string> = {};
  #epochMeans: EpochMeans | null = null;

  constructor(config: Config) {
    const { training } = config;
    this.#numEpochs = training.epochs;
    this.#batchSize = training.batch_size;
    this.#randomSplit = describeRandomSplit(config);
  }

  #say(line: string): void {
    this.#endBar();
    process.stdout.write(`${line}\n`);
  }

  #endBar(): void {
    this.#bar?.done();
    this.#bar = null;
  }

  onPrepare(done: number, total: number): void {
    this.#bar ??= createProgress(process.stderr, { total, label: "rendering notes", unit: "notes" });
    this.#bar.update(done);
    if (done === total) this.#endBar();
  }

  onResume(checkpoint: string, position: Position, differences: readonly string[]): void {
    const { step, epoch, batch } = position;
    const where = batch === 0 ? `${epoch} epochs` : `epoch ${epoch + 1}, batch ${batch}`;
    this.#say(`${this.#colors.bold("resume")}    ${checkpoint}: step ${step} (${where})`);
    for (const difference of differences) this.#say(`          ${difference}`);
    this.#doneInEpoch = batch * this.#batchSize;
  }

  onInit(path: string, { loaded, missing, unexpected, leftOut }: InitReport): void {
    this.#say(`${this.#colors.bold("weights")}   ${path}: ${loaded.length} tensors loaded`);
    for (const [what, names] of [
      ["stay fresh", missing],
      ["not in the model", unexpected],
      ["left out", leftOut],
    ] as const) {
      if (names.length > 0) this.#say(`          ${names.length} ${what}: ${shorten(names)}`);
    }
  }

  onStart({ folder, data, modelName, numParameters, hardware, numSteps, numRanks }: RunStart): void {
    captureConsole(folder);
    const { bold, dim } = this.#colors;
    this.#numTrainClips = data.train.length;
    const test = data.test.length > 0 ? `, ${data.test.length} test` : "";
    this.#say(`${bold("run")}       ${folder}`);
    this.#say(
      `${bold("data")}      ${data.train.length} training clips, ${data.validation.length} validation${test}; ${data.labels.length} labels: ${data.labels.join(", ")}`,
    );
    if (this.#randomSplit !== null) this.#say(`${bold("validation")}  ${this.#randomSplit}`);
    this.#say(`${bold("model")}     ${modelName}, ${numParameters.toLocaleString("en")} parameters`);
    const ranks = numRanks === 1 ? "" : `${numRanks} ranks, each `;
    this.#say(`${bold("hardware")}  ${ranks}${hardware.notes.join(", ")}`);
    this.#say(
      `${bold("plan")}      ${this.#numEpochs} epochs, ${numSteps} steps  ${dim("(Ctrl-C saves and leaves)")}`,
    );
  }

  onStep(position: Position, numClips: number, means: StepMeans | null, epochMeans: EpochMeans | null): void {
    this.#epochMeans = epochMeans;
    if (position.batch === 1) this.#doneInEpoch = 0;
    if (means !== null) this.#shown = { loss: means.loss.toFixed(3), acc: means.accuracy.toFixed(3) };
    this.#bar ??= createProgress(process.stderr, {
      total: this.#numTrainClips,
      label: `epoch ${position.epoch + 1}/${this.#numEpochs}`,
      startAt: this.#doneInEpoch,
    });
    this.#doneInEpoch += numClips;
    this.#bar.update(this.#doneInEpoch, this.#shown);
    if (this.#doneInEpoch >= this.#numTrainClips) this.#endBar();
  }

  onEvaluationBatch(split: string, done: number, total: number): void {
    this.#bar ??= createProgress(process.stderr, { total, label: split });
    this.#bar.update(done);
    if (done === total) this.#endBar();
  }

  onEvaluation(epoch: number, metrics: Record<string, number>, _: Evaluation, isBest: boolean): void {
    const { green } = this.#colors;
    const means = this.#epochMeans;
    const number = String(epoch + 1).padStart(String(this.#numEpochs).length);
    const [loss, accuracy, f1] = ["loss", "accuracy", "macro_f1"].map(
      (name) => metrics[`validation/${name}`]!,
    );
    // Nothing of an epoch that was resumed for its evaluation alone.
    const train =
      means === null ? "" : `  train loss ${means.loss.toFixed(3)}, accuracy ${means.accuracy.toFixed(3)}`;
    this.#say(
      `epoch ${number}/${this.#numEpochs}${train}` +
        `  validation loss ${loss!.toFixed(3)}, accuracy ${accuracy!.toFixed(3)}, F1 ${f1!.toFixed(3)}${isBest ? green("  best") : ""}`,
    );
  }

  onStop(reason: string): void {
    this.#say(`stopped early: ${reason}`);
  }

  onWarning(message: string): void {
    if (this.#bar === null) process.stderr.write(`${message}\n`);
    else this.#bar.log(message);
  }

  onNote(message: string): void {
    if (this.#bar === null) this.#say(message);
    else this.#bar.log(message);
  }

  /** The last lines: what came out and what to do with it. */
  finish(result: RunResult, elapsedSec: number): void {
    const { bold } = this.#colors;
    const minutes = formatDuration(elapsedSec);
    if (result.status === "interrupted") {
      const { last } = result.saved;
      const isSaved = last?.step === result.position.step;
      const newest = last === null ? "there is no checkpoint" : `the newest checkpoint is ${last.folder}`;
      this.#say(
        `\nstopped at step ${result.position.step} after ${minutes}; ${isSaved ? `saved in ${result.folder}/checkpoints/last` : `not saved: ${newest}`}`,
      );
      return;
    }
    if (result.test !== null) this.#say(`\n${describeEvaluation("test", result.test)}`);
    this.#say(`\n${bold("done")} in ${minutes}: ${result.folder}`);
    const { weights, best, last } = result.saved;
    if (weights !== null) this.#say(`  weights alone    ${weights}`);
    if (best !== null) this.#say(`  best checkpoint  ${result.folder}/checkpoints/best`);
    // Without a checkpoint, predict would refuse the run's folder.
    if (last !== null) this.#say(`  try it           npx woodshed predict ${result.folder} some.wav`);
  }
}

function shorten(names: readonly string[]): string {
  return `${names.slice(0, 6).join(", ")}${names.length > 6 ? ", ..." : ""}`;
}

/** Accuracy beside what guessing the commonest label reaches, and the confusion matrix. */
export function describeEvaluation(split: string, { loss, confusion }: Evaluation): string {
  const percent = (value: number): string => `${(100 * value).toFixed(1)}%`;
  return (
    `${split} accuracy ${percent(confusion.accuracy)}, macro F1 ${confusion.macroF1.toFixed(3)}, loss ${loss.toFixed(3)} ` +
    `on ${confusion.numClips} clips (guessing the commonest label: ${percent(confusion.majorityShare)})\n\n` +
    `rows: what it is; columns: what the model says\n${confusion}`
  );
}
