/** Trains and tests a model for each fold, one after the other. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findRun, statusOf, untilEnded } from "../child-runs/find-run.js";
import { parentEnvironment } from "../child-runs/parent.js";
import { RunProcess } from "../child-runs/run-process.js";
import { formatConfig } from "../config/format.js";
import { TrainingError } from "../errors.js";
import type { Fold, FoldPlan } from "./plan.js";
import { recordPlan } from "./record.js";
import { type FoldResult, resultOf } from "./results.js";

export interface FoldsObserver {
  onFold?(fold: Fold, isResumed: boolean): void;
  /** `isNew` is false for a fold that an earlier command finished. */
  onFoldEnd?(result: FoldResult, isNew: boolean): void;
}

/** Runs that a command has started. */
export class FoldRuns {
  readonly #plan: FoldPlan;
  readonly #observer: FoldsObserver;
  readonly #signal: AbortSignal;
  #running: RunProcess | null = null;

  constructor(plan: FoldPlan, observer: FoldsObserver, signal: AbortSignal) {
    this.#plan = plan;
    this.#observer = observer;
    this.#signal = signal;
  }

  /**
   * Trains the folds that are not finished; one that was interrupted resumes from its checkpoint. Returns the results of all,
   * or null if the signal stopped it.
   *
   * @throws ConfigError for runs of other settings or clips; TrainingError naming the fold whose run failed
   */
  async run(): Promise<FoldResult[] | null> {
    const { folder, folds } = this.#plan;
    mkdirSync(join(folder, "folds"), { recursive: true });
    recordPlan(this.#plan);
    const stop = (): void => this.#running?.stop();
    this.#signal.addEventListener("abort", stop);
    try {
      const results: FoldResult[] = [];
      for (const fold of folds) {
        const result = this.#signal.aborted ? null : await this.#runFold(fold);
        if (result === null) return null;
        results.push(result);
      }
      return results;
    } finally {
      this.#signal.removeEventListener("abort", stop);
    }
  }

  async #runFold(fold: Fold): Promise<FoldResult | null> {
    const { folder } = this.#plan;
    const left = findRun(folder, fold.run);
    if (left !== null) {
      await untilEnded(left);
      if (statusOf(left) === "finished") return this.#finish(fold, left, false);
    }
    if (this.#signal.aborted) return null;
    this.#observer.onFold?.(fold, left !== null);
    const recipe = join(folder, "folds", `${fold.run}.yaml`);
    const log = join(folder, "folds", `${fold.run}.log`);
    writeFileSync(recipe, formatConfig(this.#plan.configOf(fold)));
    const child = new RunProcess({
      ...{ recipe, log },
      env: parentEnvironment("cross-validation", `fold ${fold.name}`),
    });
    this.#running = child;
    const { code, signal } = await child.ended;
    this.#running = null;
    const run = findRun(folder, fold.run);
    if (code === 0 && run !== null && statusOf(run) === "finished") return this.#finish(fold, run, true);
    if (this.#signal.aborted) return null;
    throw new TrainingError(
      "FOLD_FAILED",
      `fold ${fold.name}: ${signal === null ? child.lastError() : `its run was killed by ${signal}`}. Log: ${log}. The same command resumes`,
    );
  }

  #finish(fold: Fold, run: string, isNew: boolean): FoldResult {
    const result = resultOf(fold, run);
    this.#observer.onFoldEnd?.(result, isNew);
    return result;
  }

  /** Kills the run and all its ranks. */
  kill(): void {
    this.#running?.kill();
  }
}
