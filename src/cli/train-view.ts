import { writeFileSync } from "node:fs";
import { join } from "node:path";
import pc from "picocolors";
import type { Position } from "../checkpoint/format.js";
import { type Config, DEFAULT_RUNS_DIR } from "../config/schema.js";
import { counted } from "../counted.js";
import { displayPath } from "../display-path.js";
import type { Evaluation } from "../evaluation/evaluate.js";
import { describeBatches } from "../inference/batch-summary.js";
import { describeCache } from "../inference/clip-cache.js";
import { fixed } from "../number-text.js";
import { shellWord } from "../shell-word.js";
import { annotationsOf } from "../tasks/annotations.js";
import { taskMetrics } from "../tasks/metrics.js";
import { captureConsole } from "../tracking/console.js";
import type { InitReport } from "../train/init.js";
import type { GroupChoice } from "../train/parameter-groups.js";
import type { RunObserver, RunResult, RunStart } from "../train/run.js";
import type { EpochMeans, StepMeans } from "../train/running-means.js";
import { examinationBar, renderingBar } from "./data-progress.js";
import { formatDuration } from "./duration.js";
import { textWidth } from "./help.js";
import { createProgress, type Progress } from "./progress.js";
import { describeSplit } from "./split-note.js";
import { fitTo } from "./wrap.js";

/** Metrics in the line of an epoch. */
const MOST_METRICS = 4;

/** Shows a run: progress bars on stderr, permanent lines on stdout. */
export class TrainView implements RunObserver {
  readonly #colors = pc.createColors(process.stdout.isTTY === true && !process.env["NO_COLOR"]);
  #bar: Progress | null = null;
  readonly #config: Config;
  readonly #namesDashboard: boolean;
  readonly #numEpochs: number;
  readonly #batchSize: number;
  readonly #split: readonly string[];
  #numTrainClips = 0;
  /** False without validation clips, whose evaluation else ends an epoch. */
  #isEvaluated = true;
  #numSteps = 0;
  /** The last optimizer step. */
  #step = 0;
  /** The first step of this process, and when it was done. */
  #start: { step: number; ms: number } | null = null;
  #doneInEpoch = 0;
  /** Means since the last log, for the bar. */
  #recent: Record<string, string> = {};
  #epochMeans: EpochMeans | null = null;
  /** Notes about evaluations that were printed: each comes once. */
  readonly #notes = new Set<string>();

  /** @param namesDashboard false if the dashboard is open */
  constructor(config: Config, namesDashboard = true) {
    this.#config = config;
    this.#namesDashboard = namesDashboard;
    const { training } = config;
    this.#numEpochs = training.epochs;
    this.#batchSize = training.batch_size;
    this.#split = describeSplit(config);
  }

  #print(line: string): void {
    this.#endBar();
    process.stdout.write(`${fitTo(process.stdout, line)}\n`);
  }

  /** The command that shows this run and its neighbours. */
  #dashboardCommand(): string {
    const { runs_dir: runs } = this.#config;
    return `npx woodshed dashboard${runs === DEFAULT_RUNS_DIR ? "" : ` ${shellWord(displayPath(runs))}`}`;
  }

  #endBar(): void {
    this.#bar?.done();
    this.#bar = null;
  }

  onPrepare(done: number, total: number, unit: string): void {
    this.#bar ??= renderingBar(total, unit);
    this.#bar.update(done);
    if (done === total) this.#endBar();
  }

  onExamine(done: number, total: number): void {
    this.#bar ??= examinationBar(total, done);
    this.#bar.update(done);
    if (done === total) this.#endBar();
  }

  onResume(checkpoint: string, position: Position, differences: readonly string[]): void {
    const { step, epoch, batch } = position;
    const where = batch === 0 ? counted(epoch, "epoch") : `epoch ${epoch + 1}, batch ${batch}`;
    this.#print(`${this.#colors.bold("resume")}    ${displayPath(checkpoint)}: step ${step} (${where})`);
    for (const difference of differences) this.#print(`          ${difference}`);
    this.#doneInEpoch = batch * this.#batchSize;
  }

  onInit(path: string, report: InitReport): void {
    const { loaded, missing, unexpected, leftOut, changed, map, labels } = report;
    const names = map === null ? "" : `, with the names of ${map}`;
    this.#print(
      `${this.#colors.bold("weights")}   ${displayPath(path)}: ${counted(loaded.length, "tensor")} loaded${names}`,
    );
    for (const { name, change } of changed) this.#print(`          ${name}: ${change}`);
    if (labels !== null) {
      for (const [outcome, list] of [
        ["copied", labels.copied],
        ["newly initialized", labels.fresh],
      ] as const)
        if (list.length > 0)
          this.#print(`          ${counted(list.length, "label")} ${outcome}: ${shorten(list)}`);
    }
    for (const [outcome, names] of [
      ["newly initialized", missing],
      ["not in the model", unexpected],
      ["left out", leftOut],
    ] as const) {
      if (names.length > 0) this.#print(`          ${names.length} ${outcome}: ${shorten(names)}`);
    }
  }

  onStart({ folder, data, modelName, numParameters, hardware, numSteps, numRanks }: RunStart): void {
    captureConsole(folder);
    this.#numSteps = numSteps;
    const { bold, dim } = this.#colors;
    this.#numTrainClips = data.train.length;
    this.#isEvaluated = data.validation.length > 0;
    const test = data.test.length > 0 ? `, ${data.test.length} test` : "";
    this.#print(`${bold("run")}       ${displayPath(folder)}`);
    this.#print(
      `${bold("data")}      ${counted(data.train.length, "training clip")}, ${data.validation.length} validation${test}${leftOut(data)}; ${annotationsOf(this.#config).describe(data)}`,
    );
    for (const [i, line] of this.#split.entries())
      this.#print(`${i === 0 ? bold("split") : "     "}     ${line}`);
    const kept = describeCache(this.#config, data.train);
    if (kept !== null) this.#print(`${bold("clips")}     ${kept}`);
    const batches = describeBatches(this.#config, data.train);
    if (batches !== null) this.#print(`${bold("batches")}   ${batches}`);
    this.#print(`${bold("model")}     ${modelName}, ${numParameters.toLocaleString("en")} parameters`);
    const ranks = numRanks === 1 ? "" : `${numRanks} ranks, each `;
    this.#print(`${bold("hardware")}  ${ranks}${hardware.notes.join(", ")}`);
    this.#print(
      `${bold("plan")}      ${counted(this.#numEpochs, "epoch")}, ${counted(numSteps, "step")}  ${dim("(Ctrl-C saves a checkpoint and exits)")}`,
    );
    if (this.#namesDashboard) this.#print(`${bold("dashboard")} ${this.#dashboardCommand()}`);
  }

  onThaw(epoch: number, groups: readonly GroupChoice[]): void {
    const patterns = groups.map(({ match }) => match.join(", ")).join("; ");
    this.#print(`${this.#colors.bold("thaw")}      ${patterns}: trained from epoch ${epoch + 1} on`);
  }

  onStep(position: Position, numClips: number, means: StepMeans | null, epochMeans: EpochMeans | null): void {
    // From the second step on: the first one chooses kernels and fills caches.
    this.#start ??= { step: position.step, ms: performance.now() };
    this.#step = position.step;
    this.#epochMeans = epochMeans;
    if (position.batch === 1) this.#doneInEpoch = 0;
    if (means !== null) this.#recent = rounded({ "recent loss": means.loss, ...this.#titled(means) });
    this.#bar ??= createProgress(process.stderr, {
      total: this.#numTrainClips,
      label: `epoch ${position.epoch + 1}/${this.#numEpochs}`,
      startAt: this.#doneInEpoch,
      leftSec: () => this.#runLeftSec(),
    });
    this.#doneInEpoch += numClips;
    this.#bar.update(this.#doneInEpoch, this.#recent);
    if (this.#doneInEpoch >= this.#numTrainClips) this.#endBar();
    if (epochMeans !== null && !this.#isEvaluated) this.#print(this.#epochLine(position.epoch));
  }

  #epochLine(epoch: number): string {
    const means = this.#epochMeans;
    const number = String(epoch + 1).padStart(String(this.#numEpochs).length);
    // An epoch that was resumed for its evaluation alone has no training steps.
    const train =
      means === null ? "" : `  train ${listed({ loss: means.loss, ...this.#titled(means) })} (epoch mean)`;
    return `epoch ${number}/${this.#numEpochs}${train}`;
  }

  /** Returns a step's statistics by their titles. */
  #titled({ statistics }: EpochMeans): Record<string, number> {
    const { training } = taskMetrics(this.#config);
    return Object.fromEntries(training.map(({ name, title }) => [title, statistics[name]!]));
  }

  /** Estimates the run's remaining time from the mean step so far, evaluations and saves included. */
  #runLeftSec(): number | null {
    const { step, ms } = this.#start!;
    const numDone = this.#step - step;
    if (numDone === 0) return null;
    const stepSec = (performance.now() - ms) / 1000 / numDone;
    return stepSec * (this.#numSteps - this.#step);
  }

  onEvaluationBatch(split: string, done: number, total: number): void {
    this.#bar ??= createProgress(process.stderr, { total, label: split });
    this.#bar.update(done);
    if (done === total) this.#endBar();
  }

  onEvaluation(
    epoch: number,
    metrics: Record<string, number>,
    { summary }: Evaluation,
    isBest: boolean,
  ): void {
    const { green } = this.#colors;
    const titled = Object.fromEntries(
      taskMetrics(this.#config)
        .evaluation.slice(0, MOST_METRICS)
        .map(({ name, title }) => [title, metrics[`validation/${name}`]!]),
    );
    this.#print(`${this.#epochLine(epoch)}  validation ${listed(titled)}${isBest ? green("  best") : ""}`);
    for (const note of summary.notes) {
      if (!this.#notes.has(note)) this.#print(`          validation: ${note}`);
      this.#notes.add(note);
    }
  }

  onStop(reason: string): void {
    this.#print(`stopped early: ${reason}`);
  }

  onWarning(message: string): void {
    if (this.#bar === null) process.stderr.write(`${fitTo(process.stderr, message)}\n`);
    else this.#bar.log(message);
  }

  onNote(message: string): void {
    if (this.#bar === null) this.#print(message);
    else this.#bar.log(message);
  }

  /** Prints the last lines: results, files and the next command. */
  finish(result: RunResult, elapsedSec: number): void {
    const { bold } = this.#colors;
    const duration = formatDuration(elapsedSec);
    const folder = displayPath(result.folder);
    if (result.status === "interrupted") {
      const { last } = result.saved;
      const isSaved = last?.step === result.position.step;
      const newest =
        last === null ? "there is no checkpoint" : `the newest checkpoint is ${displayPath(last.folder)}`;
      this.#print(
        `\nstopped at step ${result.position.step} after ${duration}; ${isSaved ? `saved in ${join(folder, "checkpoints/last")}` : `not saved: ${newest}`}`,
      );
      return;
    }
    if (result.test !== null) this.#printTest(result.test, folder);
    this.#print(`\n${bold("done")} in ${duration}: ${folder}`);
    const { weights, best, last } = result.saved;
    if (weights !== null) this.#print(`  weights          ${displayPath(weights)}`);
    if (best !== null) this.#print(`  best checkpoint  ${join(folder, "checkpoints/best")}`);
    // Without a checkpoint, predict would refuse the run's folder.
    const command = annotationsOf(this.#config).inTime === undefined ? "predict" : "detect";
    if (last !== null)
      this.#print(`  try it           npx woodshed ${command} ${shellWord(folder)} some.wav`);
    this.#print(`  see and hear it  ${this.#dashboardCommand()}`);
  }

  #printTest(test: Evaluation, folder: string): void {
    const width = textWidth(process.stdout);
    const { table } = test.summary;
    let tablePlace = "woodshed evaluate --csv FILE writes it";
    if (!table.fits(width)) {
      const path = join(folder, `test-${table.name}.csv`);
      try {
        writeFileSync(path, table.csv());
        tablePlace = path;
      } catch (error) {
        this.onWarning(`warning: ${path} could not be written: ${(error as Error).message}`);
      }
    }
    this.#print(`\n${test.summary.describe("test", width, tablePlace)}`);
  }
}

/** Returns `, 3 left out`. */
function leftOut({ examined }: RunStart["data"]): string {
  const count = examined?.leftOut.length ?? 0;
  return count === 0 ? "" : `, ${count} left out`;
}

function rounded(values: Readonly<Record<string, number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fixed(value)]));
}

/** Returns `loss 0.123, accuracy 0.950`. */
function listed(values: Readonly<Record<string, number>>): string {
  return Object.entries(rounded(values))
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}

function shorten(names: readonly string[]): string {
  return `${names.slice(0, 6).join(", ")}${names.length > 6 ? ", ..." : ""}`;
}
