import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { findRun, statusOf, untilEnded } from "../child-runs/find-run.js";
import { RunProcess } from "../child-runs/run-process.js";
import { describeDifference, findDifferences } from "../config/differences.js";
import { formatConfig } from "../config/format.js";
import type { Config } from "../config/schema.js";
import { ConfigError, SearchError } from "../errors.js";
import { isEvaluationMetric } from "../tasks/metrics.js";
import { readFeedState } from "../tracking/wandb/feed-state.js";
import { type Measured, measureRun } from "./metrics.js";
import type { Params, SearchPlan } from "./plan.js";
import { finishedTrials, openStudy, type PlanStudy } from "./plan-study.js";
import { writeNote } from "./storage-note.js";
import {
  assertSameSpace,
  compareStudyData,
  hasBegun,
  readStudyAttrs,
  readStudyData,
  type StudyData,
} from "./study-checks.js";
import type { FrozenTrial, Trial } from "./trial.js";
import { trialEnvironment } from "./trial-link.js";
import { resourcesOf, type TrialResources } from "./trial-resources.js";
import { type TrialReport, TrialServer } from "./trial-server.js";

/** Failed trials before the first complete one, after which the search stops: the recipe is the likely cause. */
const MAX_FAILURES = 3;
/** Interval at which trials of other machines are polled. */
const POLL_MS = 2000;

/** Receives the events of a search, to display them. */
export interface SearchObserver {
  /** Called while recordings are examined for bad clips (data.on_bad_clip), before the search starts. */
  onExamine?(done: number, total: number): void;
  /** `best` is the best value so far; null where there is none, and with several objectives. */
  onStart?(search: { numDone: number; numTrials: number; best: number | null }): void;
  onTrial?(number: number, params: Params, retryOf: number | null): void;
  /** `value` is the first metric; NaN where evaluations do not measure it. */
  onEvaluation?(number: number, epoch: number, value: number): void;
  /** `isRetried` is true if a failed trial is queued again. */
  onTrialEnd?(trial: FrozenTrial, isRetried: boolean): void;
  onWarning?(message: string): void;
}

export type SearchStatus = "finished" | "interrupted" | "timed out";

export interface SearchOptions {
  /** Continues a study although its trials were measured on other clips, with a warning. */
  allowChanges?: boolean;
}

type AnyTrial = Trial<Params>;

/** A running search. Each trial is a run in processes of its own. */
export class Search {
  readonly plan: SearchPlan;
  readonly study: PlanStudy;
  readonly data: StudyData;
  readonly #observer: SearchObserver;
  readonly #signal: AbortSignal;
  readonly #server: TrialServer;
  readonly #running = new Map<number, RunProcess | null>();
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #endMs: number;
  #numFailed = 0;
  #hasComplete = false;

  private constructor(
    plan: SearchPlan,
    study: PlanStudy,
    data: StudyData,
    server: TrialServer,
    observer: SearchObserver,
    signal: AbortSignal,
  ) {
    this.plan = plan;
    this.study = study;
    this.data = data;
    this.#server = server;
    this.#observer = observer;
    this.#signal = signal;
    const { timeout } = plan.config.optimization.hyperparameter_search;
    this.#endMs = timeout === null ? Number.POSITIVE_INFINITY : performance.now() + 1000 * timeout;
  }

  /** Creates the plan's study or continues it. @throws ConfigError for errors that the user can correct */
  static async open(
    plan: SearchPlan,
    observer: SearchObserver,
    signal: AbortSignal,
    { allowChanges = false }: SearchOptions = {},
  ): Promise<Search> {
    // Read before the study's files are created: a recipe whose data cannot be read must leave no files.
    const data = await readStudyData(plan, {
      signal,
      onExamine: (done, total) => observer.onExamine?.(done, total),
      // Trials report what is wrong with the data, except what is left out, which they find in the reports.
      ...(plan.config.data.on_bad_clip === "skip"
        ? { warn: (message: string) => observer.onWarning?.(message) }
        : {}),
    });
    const study = await openStudy(plan, false);
    let search: Search | null = null;
    try {
      mkdirSync(join(plan.folder, "trials"), { recursive: true });
      if (plan.storage !== join(plan.folder, "study.journal"))
        writeNote(plan.folder, plan.studyName, plan.storage);
      const server = await TrialServer.listen((report) => search!.#handleReport(report));
      search = new Search(plan, study, data, server, observer, signal);
      await search.#prepare(allowChanges);
      return search;
    } catch (error) {
      // A listening server would keep this process alive.
      await (search ?? study).close();
      throw error;
    }
  }

  async #prepare(allowChanges: boolean): Promise<void> {
    const { data } = this;
    const { broker } = this.study;
    const existing = await this.study.trials();
    assertSameSpace(this.plan, existing);
    const recipe = this.plan.configWith({});
    const before = await readStudyAttrs(this.study);
    const isNew = before.recipe === null || !existing.some(hasBegun);
    if (isNew) await this.study.setUserAttr("recipe", JSON.stringify(recipe));
    else {
      const warning = compareStudyData(
        this.plan,
        { before: before.data, recipe: before.recipe, now: data },
        allowChanges,
      );
      if (warning !== null) this.#observer.onWarning?.(warning);
      this.#warnOfChanges(before.recipe!, JSON.parse(JSON.stringify(recipe)) as Config);
    }
    if (isNew || before.data === null) await this.study.setUserAttr("data", JSON.stringify(data));
    // The recipe of the trials has no search of its own; a later search may plan more trials.
    const { n_trials } = this.plan.config.optimization.hyperparameter_search;
    await this.study.setUserAttr("num_trials", n_trials);
    for (const [i, params] of this.plan.firstTrials().entries()) {
      await broker.call("enqueue", { params, token: `first-${i}`, once: true });
    }
    const { grace_sec } = this.plan.config.optimization.hyperparameter_search;
    if (this.study.isShared) {
      let count = 0;
      const beat = (): void => {
        broker.call("beat", { count: count++ }).catch(() => {});
        broker.call("recover", { graceSec: grace_sec }).catch(() => {});
      };
      beat();
      this.#timers.push(setInterval(beat, Math.min(30_000, 250 * grace_sec)));
    }
    this.#hasComplete = existing.some(({ state }) => state === "COMPLETE");
  }

  #warnOfChanges(before: Config, now: Config): void {
    const changes = findDifferences(before, now).filter(({ isHarmless }) => !isHarmless);
    for (const change of changes) {
      this.#observer.onWarning?.(
        `warning: the recipe changed since this study began: ${describeDifference(change)}; trials before and after the change are not comparable. Use another study_name for comparable trials`,
      );
    }
  }

  /** Runs trials until n_trials are done, the time is over, or the signal is aborted. */
  async run(): Promise<SearchStatus> {
    const { n_trials, parallel } = this.plan.config.optimization.hyperparameter_search;
    const before = this.plan.objectives.length > 1 ? undefined : (await this.study.bestTrials())[0];
    this.#observer.onStart?.({
      numDone: (await this.#finished()).length,
      numTrials: n_trials,
      best: before?.values?.[0] ?? null,
    });
    const stop = (): void => {
      for (const child of this.#running.values()) child?.stop();
    };
    this.#signal.addEventListener("abort", stop);
    let failure: { error: unknown } | null = null;
    const slots = Array.from({ length: parallel }, async (_, slot) => {
      try {
        await this.#work(slot, () => failure !== null);
      } catch (error) {
        // The other trials save first; then the error is thrown.
        failure ??= { error };
        stop();
      }
    });
    await Promise.all(slots);
    this.#signal.removeEventListener("abort", stop);
    if (failure !== null) throw (failure as { error: unknown }).error;
    if (this.#signal.aborted) return "interrupted";
    return performance.now() >= this.#endMs && (await this.#finished()).length < n_trials
      ? "timed out"
      : "finished";
  }

  async #work(slot: number, hasFailed: () => boolean): Promise<void> {
    const { n_trials, parallel } = this.plan.config.optimization.hyperparameter_search;
    const { world_size } = this.plan.config.training.distributed;
    const share = resourcesOf(slot, parallel, world_size);
    while (!this.#signal.aborted && !hasFailed() && performance.now() < this.#endMs) {
      const trial = await this.study.ask(n_trials);
      if (trial !== null) await this.#runTrial(trial, share, hasFailed);
      // A trial that runs elsewhere may fail and be queued again.
      else if (await this.#isAnyRunning()) await this.#pause();
      else return;
    }
  }

  async #isAnyRunning(): Promise<boolean> {
    if (this.#running.size > 0) return true;
    return this.study.isShared && (await this.study.trials()).some(({ state }) => state === "RUNNING");
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, this.study.isShared ? POLL_MS : 100);
      this.#signal.addEventListener("abort", done);
    });
  }

  async #runTrial(trial: AnyTrial, share: TrialResources, isStopping: () => boolean): Promise<void> {
    const root = trial.retryHistory[0] ?? trial.number;
    const name = this.plan.trialName(root);
    this.#running.set(trial.number, null);
    try {
      this.#observer.onTrial?.(trial.number, trial.params, trial.retryHistory.at(-1) ?? null);
      const recipe = this.#writeRecipe(root, trial.params, share);
      const left = findRun(this.plan.folder, name);
      if (left !== null) await untilEnded(left);
      // A search that was killed may not have reported the result of a finished run.
      if (left !== null && statusOf(left) === "finished") return await this.#tell(trial, left);
      if (this.#signal.aborted || isStopping()) return await this.#retry(trial, null);
      const child = new RunProcess({
        recipe,
        // The trial's part of the machine, such as threads, may differ: `parallel` may have changed.
        options: ["--allow-changes"],
        log: join(this.plan.folder, "trials", `${name}.log`),
        env: {
          ...trialEnvironment({ socket: this.#server.path, number: trial.number }),
          ...(share.gpus === null ? {} : { CUDA_VISIBLE_DEVICES: share.gpus }),
        },
      });
      this.#running.set(trial.number, child);
      const { code, signal } = await child.ended;
      const run = findRun(this.plan.folder, name);
      if (code === 0 && run !== null) await this.#tell(trial, run);
      else if (this.#signal.aborted || isStopping()) await this.#retry(trial, null);
      else await this.#retry(trial, signal === null ? child.lastError() : `killed by ${signal}`);
    } catch (error) {
      if (!(error instanceof ConfigError) || error.code.startsWith("SEARCH_")) throw error;
      // Values that are valid but conflict: a retry would fail in the same way.
      await this.#end(trial, null, { state: "FAIL", userAttrs: { error: error.message } });
    } finally {
      this.#running.delete(trial.number);
    }
  }

  #writeRecipe(root: number, params: Params, share: TrialResources): string {
    const config = this.plan.trialConfig(root, params, share);
    const path = join(this.plan.folder, "trials", `${config.name}.yaml`);
    writeFileSync(path, formatConfig(config));
    return path;
  }

  /** Handles an evaluation of a trial's run. Returns the reason to stop the run, or null. */
  async #handleReport({ number, step, metrics }: TrialReport): Promise<string | null> {
    const { objectives } = this.plan;
    const [{ metric }] = objectives as [(typeof objectives)[number]];
    this.#observer.onEvaluation?.(number, step + 1, metrics[metric] ?? Number.NaN);
    // Optuna prunes only studies of one objective.
    if (objectives.length > 1 || !isEvaluationMetric(metric)) return null;
    const { broker } = this.study;
    const isHopeless = await broker.call<boolean>("report", { number, step, value: metrics[metric] });
    if (!isHopeless) return null;
    // Stored before the run is notified: after a kill between the two, the reason must be known.
    await broker.call("set_user_attr", { number, key: "pruned_at", value: step });
    return `pruned after epoch ${step + 1}`;
  }

  async #tell(trial: AnyTrial, run: string): Promise<void> {
    const measured = measureRun(run, this.plan.objectives, this.plan.constraints);
    if (measured === null) return this.#retry(trial, `${run}: finished without an evaluation`);
    await this.#reportAll(trial.number, measured);
    const url = readFeedState(run)?.url;
    const userAttrs = {
      run: basename(run),
      data: this.data.fingerprint,
      epochs: measured.numEvaluations,
      ...(url ? { url } : {}),
    };
    const isPruned = (await this.study.trials())[trial.number]!.userAttrs["pruned_at"] !== undefined;
    const { constraints, values } = measured;
    if (isPruned) return this.#end(trial, null, { state: "PRUNED", userAttrs, constraints });
    const missing = this.plan.objectives.filter((_, i) => Number.isNaN(values[i]));
    if (missing.length === 0) return this.#end(trial, values, { userAttrs, constraints });
    const error = `${missing.map(({ metric }) => metric).join(", ")}: not a number`;
    await this.#end(trial, null, { state: "FAIL", userAttrs: { ...userAttrs, error } });
  }

  /** Reports evaluations that only the run's record has: a kill may come between an evaluation and its report. */
  async #reportAll(number: number, { evaluations }: Measured): Promise<void> {
    if (this.plan.objectives.length > 1) return;
    const reported = new Set((await this.study.trials())[number]!.intermediateValues.map(([step]) => step));
    for (const { epoch, value } of evaluations) {
      if (reported.has(epoch)) continue;
      await this.study.broker.call("report", { number, step: epoch, value, prune: false });
    }
  }

  async #end(
    trial: AnyTrial,
    values: number[] | null,
    more: Parameters<PlanStudy["tell"]>[2],
  ): Promise<void> {
    const { state } = await this.study.tell(trial, values, more);
    if (state === "COMPLETE") this.#hasComplete = true;
    this.#observer.onTrialEnd?.((await this.study.trials())[trial.number]!, false);
    if (state === "FAIL") this.#countFailure(String((more?.userAttrs as { error?: string })?.error));
  }

  /** @param message the error; null for a trial that is only interrupted */
  async #retry(trial: AnyTrial, message: string | null): Promise<void> {
    const { number } = trial;
    const { retried } = await this.study.broker.call<{ retried: boolean }>("retry", {
      ...{ number, inherit: true, counts: message !== null },
      ...(message === null ? {} : { message }),
    });
    this.#observer.onTrialEnd?.((await this.study.trials())[number]!, retried);
    if (!retried) this.#countFailure(message ?? "");
  }

  /** Stops a search whose recipe cannot train: it would fail n_trials times. */
  #countFailure(message: string): void {
    this.#numFailed++;
    if (this.#hasComplete || this.#numFailed < MAX_FAILURES) return;
    throw new SearchError(
      "TRIALS_FAIL",
      `${this.plan.studyName}: ${MAX_FAILURES} trials failed and none is complete; the last error: ${message}. Logs: ${join(this.plan.folder, "trials")}`,
    );
  }

  /** Finished trials in the order of their numbers; of a trial and its retries the last one. */
  async #finished(): Promise<FrozenTrial[]> {
    return finishedTrials(await this.study.trials());
  }

  /** Kills all running trials. */
  kill(): void {
    for (const child of this.#running.values()) child?.kill();
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#server.close();
    await this.study.close();
  }
}
