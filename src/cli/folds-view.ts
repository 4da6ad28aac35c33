import pc from "picocolors";
import { findRun } from "../child-runs/find-run.js";
import { counted } from "../counted.js";
import type { FoldsObserver } from "../cross-validation/cross-validate.js";
import { describeFolds, describeResult } from "../cross-validation/describe.js";
import type { FoldsFiles, FoldsSummary } from "../cross-validation/finish.js";
import type { Fold, FoldPlan } from "../cross-validation/plan.js";
import type { FoldResult } from "../cross-validation/results.js";
import { displayPath } from "../display-path.js";
import { fixed } from "../number-text.js";
import { shellWord } from "../shell-word.js";
import { lossLast, taskMetrics } from "../tasks/metrics.js";
import { RunStore } from "../tracking/store/store.js";
import { formatDuration } from "./duration.js";
import { createProgress, type Progress } from "./progress.js";
import { tableLines } from "./table.js";
import { fitTo } from "./wrap.js";

/** Metrics in the line of a fold. */
const MOST_METRICS = 3;

/** Shows a cross-validation: a progress bar on stderr, a line per fold on stdout. */
export class FoldsView implements FoldsObserver {
  readonly #plan: FoldPlan;
  readonly #isQuiet: boolean;
  readonly #colors = pc.createColors(process.stdout.isTTY === true && !process.env["NO_COLOR"]);
  #bar: Progress | null = null;
  #timer: NodeJS.Timeout | null = null;
  #running: { fold: Fold; startMs: number } | null = null;
  /** Epochs of finished folds. */
  #numEpochs = 0;

  /** @param isQuiet prints no lines on stdout, which a program reads */
  constructor(plan: FoldPlan, isQuiet: boolean) {
    this.#plan = plan;
    this.#isQuiet = isQuiet;
    const { bold } = this.#colors;
    this.#print(`${bold("folds")}     ${plan.name} in ${displayPath(plan.folder)}`);
    this.#print(`${bold("plan")}      ${describeFolds(plan)}  (Ctrl-C saves and exits)`);
    this.#print(`${bold("test")}      ${describeResult(plan.config)}`);
    this.#timer = setInterval(() => this.#draw(), 500).unref();
  }

  onFold(fold: Fold, isResumed: boolean): void {
    this.#running = { fold, startMs: performance.now() };
    if (isResumed) this.#print(`fold ${fold.name}  resumes`);
    this.#draw();
  }

  onFoldEnd({ fold, numEpochs, metrics }: FoldResult, isNew: boolean): void {
    const { dim } = this.#colors;
    const values = this.#metrics()
      .slice(0, MOST_METRICS)
      .map(({ name, title }) => `${title} ${fixed(metrics[name] ?? Number.NaN)}`);
    const sec = (performance.now() - (this.#running?.startMs ?? 0)) / 1000;
    this.#print(
      `fold ${fold}  ${counted(numEpochs, "epoch")}  ${values.join(", ")}  ${dim(isNew ? formatDuration(sec) : "done before")}`,
    );
    this.#running = null;
    this.#numEpochs += this.#plan.config.training.epochs;
    this.#draw();
  }

  onWarning(message: string): void {
    if (this.#bar === null) process.stderr.write(`${fitTo(process.stderr, message)}\n`);
    else this.#bar.log(message);
  }

  onPooling(done: number, total: number): void {
    this.#bar ??= createProgress(process.stderr, { total, label: "all clips" });
    this.#bar.update(done);
    if (done === total) this.#endBar();
  }

  /** The task's metrics, the loss last. */
  #metrics() {
    return lossLast(taskMetrics(this.#plan.config).evaluation);
  }

  #draw(): void {
    // In a pipe the lines of the folds are enough.
    if (process.stderr.isTTY !== true || this.#running === null) return;
    const { config, folds } = this.#plan;
    const { fold } = this.#running;
    this.#bar ??= createProgress(process.stderr, {
      total: folds.length * config.training.epochs,
      label: "folds",
      unit: "epochs",
      startAt: this.#numEpochs,
    });
    const epoch = epochOf(findRun(this.#plan.folder, fold.run));
    this.#bar.update(this.#numEpochs + Math.max(0, epoch - 1), { fold: fold.name, epoch: String(epoch) });
  }

  #print(line: string): void {
    this.#endBar();
    if (!this.#isQuiet) process.stdout.write(`${fitTo(process.stdout, line)}\n`);
  }

  /** Ends all drawing. */
  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#endBar();
  }

  #endBar(): void {
    if (this.#bar !== null && process.stderr.isTTY === true) process.stderr.write("\r\x1b[K");
    this.#bar = null;
  }

  /** Prints the table of results, the files and the next command. */
  finish(summary: FoldsSummary, files: FoldsFiles, recipe: string, overrides: readonly string[]): void {
    const metrics = this.#metrics();
    const cell = (value: unknown): string => (typeof value === "number" ? fixed(value) : "-");
    const row = (name: string, numClips: string, metricOf: (metric: string) => unknown): string[] => [
      ...[name, numClips],
      ...metrics.map((metric) => cell(metricOf(metric.name))),
    ];
    const rows = [
      ["fold", "clips", ...metrics.map(({ title }) => title)],
      ...summary.folds.map((fold) => row(fold.fold, String(fold.numClips), (name) => fold.metrics[name])),
      row("mean", "", (name) => summary.metrics[name]?.mean),
      row("deviation", "", (name) => summary.metrics[name]?.deviation),
      row("all clips", String(summary.numClips), (name) => summary.pooled[name]),
    ];
    this.#print(`\n${tableLines(rows).join("\n")}`);
    this.#print(
      `\ndeviation: sample standard deviation over folds; all clips: one result for the predictions of all folds`,
    );
    this.#print(`  page         ${displayPath(files.page)}`);
    this.#print(`  predictions  ${displayPath(files.predictions)}`);
    const words = [displayPath(recipe), ...overrides, "data.folds=null", "data.validation_fraction=0"];
    this.#print(`  train on all clips  npx woodshed train ${words.map(shellWord).join(" ")}`);
  }
}

/** The last epoch in a run's record; 0 before there is one. */
function epochOf(run: string | null): number {
  if (run === null) return 0;
  try {
    using store = RunStore.open(run);
    return store.last("epoch")?.value ?? 0;
  } catch {
    // Its record is being created.
    return 0;
  }
}
