import pc from "picocolors";
import { counted } from "../counted.js";
import { displayPath } from "../display-path.js";
import type { Params, SearchPlan } from "../search/plan.js";
import { formatValue, parameterKeys, type SearchSummary, summaryFacts } from "../search/results.js";
import type { SearchObserver, SearchStatus } from "../search/search.js";
import type { FrozenTrial } from "../search/trial.js";
import { examinationBar } from "./data-progress.js";
import { formatDuration } from "./duration.js";
import { createProgress, type Progress } from "./progress.js";
import { tableLines } from "./table.js";
import { fitTo } from "./wrap.js";

/** Shows a search: a progress bar on stderr, a line per trial on stdout. */
export class TuneView implements SearchObserver {
  readonly #plan: SearchPlan;
  readonly #colors = pc.createColors(process.stdout.isTTY === true && !process.env["NO_COLOR"]);
  readonly #running = new Map<number, string>();
  #bar: Progress | null = null;
  /** Redraws the bar, whose redraws are limited. */
  #timer: NodeJS.Timeout | null = null;
  #numDone = 0;
  #numTrials: number;
  /** The best value so far, negated for objectives to maximize. */
  #best: number | null = null;

  constructor(plan: SearchPlan) {
    this.#plan = plan;
    this.#numTrials = plan.config.optimization.hyperparameter_search.n_trials;
  }

  onExamine(done: number, total: number): void {
    this.#bar ??= examinationBar(total, done);
    this.#bar.update(done);
    if (done < total) return;
    this.#bar.done();
    this.#bar = null;
  }

  onStart({ numDone, numTrials, best }: { numDone: number; numTrials: number; best: number | null }): void {
    const { bold } = this.#colors;
    const { studyName, folder, sampler, pruner, objectives, config } = this.#plan;
    const { parallel } = config.optimization.hyperparameter_search;
    this.#numDone = numDone;
    this.#numTrials = numTrials;
    const sign = objectives[0]!.direction === "maximize" ? -1 : 1;
    this.#best = best === null ? null : sign * best;
    const done = numDone === 0 ? "" : `, ${numDone} of them done before`;
    const goals = objectives.map(({ metric, direction }) => `${direction} ${metric}`).join(", ");
    this.#print(`${bold("study")}     ${studyName} in ${displayPath(folder)}`);
    this.#print(`${bold("search")}    ${goals}; sampler ${sampler.name}, pruner ${pruner.name}`);
    this.#print(
      `${bold("plan")}      ${counted(numTrials, "trial")}${done}, ${parallel} at a time  (Ctrl-C saves and exits)`,
    );
    this.#timer = setInterval(() => this.#draw(), 500).unref();
  }

  onTrial(number: number, _params: Params, retryOf: number | null): void {
    this.#running.set(number, "starting");
    if (retryOf !== null) this.#print(`trial ${retryOf} is retried as ${number}`);
    this.#draw();
  }

  onEvaluation(number: number, epoch: number, value: number): void {
    this.#running.set(number, `epoch ${epoch} ${Number.isNaN(value) ? "" : value.toPrecision(3)}`);
    this.#draw();
  }

  onTrialEnd(trial: FrozenTrial, isRetried: boolean): void {
    this.#running.delete(trial.number);
    if (!isRetried) this.#numDone++;
    this.#print(this.#describe(trial, isRetried));
    this.#draw();
  }

  #describe(trial: FrozenTrial, isRetried: boolean): string {
    const { green, red, dim } = this.#colors;
    const { number, state, values, params, userAttrs, startedMs, endedMs } = trial;
    const head = `trial ${String(number).padStart(String(this.#numTrials).length)}`;
    const error = userAttrs["error"] === undefined ? "" : `: ${userAttrs["error"]}`;
    if (isRetried)
      return `${head}  ${error === "" ? "interrupted, saved" : `failed, will be retried${error}`}`;
    if (state === "FAIL") return red(`${head}  failed${error}`);
    const numbers = this.#plan.objectives.map(({ metric }, i) => {
      const value = state === "PRUNED" && this.#plan.objectives.length > 1 ? undefined : values?.[i];
      return `${metric} ${value === undefined ? "-" : formatValue(value)}`;
    });
    const sec =
      startedMs === null || endedMs === null ? "" : `${((endedMs - startedMs) / 1000).toFixed(1)} s`;
    const epochs =
      state === "PRUNED" ? `pruned after ${counted(Number(userAttrs["epochs"]), "epoch")}` : "complete";
    const best = this.#isBest(trial) ? green("  best") : "";
    return `${head}  ${epochs}  ${numbers.join(", ")}${best}  ${describeParams(params)}  ${dim(sec)}`;
  }

  #isBest({ state, values, constraints }: FrozenTrial): boolean {
    const { objectives } = this.#plan;
    if (state !== "COMPLETE" || objectives.length > 1) return false;
    if (Object.values(constraints).some((value) => value > 0)) return false;
    const sign = objectives[0]!.direction === "maximize" ? -1 : 1;
    const cost = sign * values![0]!;
    if (this.#best !== null && cost >= this.#best) return false;
    this.#best = cost;
    return true;
  }

  onWarning(message: string): void {
    if (this.#bar === null) process.stderr.write(`${fitTo(process.stderr, message)}\n`);
    else this.#bar.log(message);
  }

  #draw(): void {
    // In a pipe the lines of the trials are enough.
    if (process.stderr.isTTY !== true) return;
    this.#bar ??= createProgress(process.stderr, {
      total: this.#numTrials,
      label: "search",
      unit: "trials",
      startAt: this.#numDone,
    });
    this.#bar.update(
      this.#numDone,
      Object.fromEntries([...this.#running].map(([number, text]) => [`t${number}`, text])),
    );
  }

  #print(line: string): void {
    this.#endBar();
    process.stdout.write(`${fitTo(process.stdout, line)}\n`);
  }

  /** Ends all drawing. */
  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#endBar();
  }

  /** Removes the bar. */
  #endBar(): void {
    if (this.#bar !== null) process.stderr.write("\r\x1b[K");
    this.#bar = null;
  }

  finish(lines: readonly string[]): void {
    this.#print(lines.join("\n"));
  }
}

/** Returns the last lines: results, files and the next command. */
export function resultLines(
  plan: SearchPlan,
  status: SearchStatus,
  summary: SearchSummary,
  { page, best, sec }: { page: string; best: string | null; sec: number },
): string[] {
  const { bold } = pc.createColors(process.stdout.isTTY === true && !process.env["NO_COLOR"]);
  const { n_trials } = plan.config.optimization.hyperparameter_search;
  const took = formatDuration(sec);
  const how =
    status === "finished"
      ? `${bold("done")} in ${took}`
      : `${status} after ${took} with ${summary.numTrials} of ${counted(n_trials, "trial")}; the same command resumes the search`;
  return [
    "",
    `${how}: ${displayPath(plan.folder)}`,
    ...summaryFacts(plan, summary).map(([name, text]) => `  ${name}: ${text}`),
    ...(summary.best.length === 1 ? summary.best : []).map(({ params }) => `    ${describeParams(params)}`),
    `  charts       ${displayPath(page)}`,
    ...(best === null
      ? []
      : [`  best recipe  ${displayPath(best)}`, `  train it     npx woodshed train ${displayPath(best)}`]),
  ];
}

/** Formats parameters by the last part of their keys: `learning_rate=0.003 dropout=0.1`. */
export function describeParams(params: Readonly<Record<string, unknown>>): string {
  return Object.entries(params)
    .map(([key, value]) => `${key.slice(key.lastIndexOf(".") + 1)}=${shorten(value)}`)
    .join(" ");
}

function shorten(value: unknown): string {
  return typeof value === "number" ? String(Number(value.toPrecision(4))) : String(value);
}

/** Returns the lines of a table with a row per trial. */
export function trialTable(
  plan: SearchPlan,
  trials: readonly FrozenTrial[],
  best: readonly number[],
): string[] {
  const keys = parameterKeys(plan, trials);
  // Retried as later trials.
  const retried = new Set(trials.flatMap(({ retryHistory }) => retryHistory));
  const head = [
    "trial",
    "state",
    ...plan.objectives.map(({ metric }) => metric),
    ...keys.map((key) => key.slice(key.lastIndexOf(".") + 1)),
    "epochs",
    "run",
  ];
  const rows = trials.map((trial) => [
    `${trial.number}${best.includes(trial.number) ? "*" : ""}`,
    retried.has(trial.number) ? "retried" : trial.state.toLowerCase(),
    ...plan.objectives.map((_, i) => (trial.values?.[i] === undefined ? "" : formatValue(trial.values[i]!))),
    ...keys.map((key) => (trial.params[key] === undefined ? "" : shorten(trial.params[key]))),
    String(trial.userAttrs["epochs"] ?? (trial.intermediateValues.length || "")),
    String(trial.userAttrs["run"] ?? ""),
  ]);
  return tableLines([head, ...rows]);
}
