import pc from "picocolors";
import type { Params, SearchPlan } from "../search/plan.js";
import { formatValue, parameterKeys, type SearchSummary, summaryFacts } from "../search/results.js";
import type { SearchObserver, SearchStatus } from "../search/search.js";
import type { FrozenTrial } from "../search/trial.js";
import { alignColumns } from "../text-columns.js";
import { formatDuration } from "./duration.js";
import { createProgress, type Progress } from "./progress.js";

/** Shows a search to a person: a bar on stderr, a line for each trial on stdout. */
export class TuneView implements SearchObserver {
  readonly #plan: SearchPlan;
  readonly #colors = pc.createColors(process.stdout.isTTY === true && !process.env["NO_COLOR"]);
  readonly #running = new Map<number, string>();
  #bar: Progress | null = null;
  /** The bar takes what comes too fast for it with the next drawing. */
  #timer: NodeJS.Timeout | null = null;
  #numDone = 0;
  #numTrials: number;
  /** The lower the better. */
  #best: number | null = null;

  constructor(plan: SearchPlan) {
    this.#plan = plan;
    this.#numTrials = plan.config.optimization.hyperparameter_search.n_trials;
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
    this.#say(`${bold("study")}     ${studyName} in ${folder}`);
    this.#say(`${bold("search")}    ${goals}; sampler ${sampler.name}, pruner ${pruner.name}`);
    this.#say(
      `${bold("plan")}      ${numTrials} trials${done}, ${parallel} at a time  (Ctrl-C saves and leaves)`,
    );
    this.#timer = setInterval(() => this.#draw(), 500).unref();
  }

  onTrial(number: number, _params: Params, retryOf: number | null): void {
    this.#running.set(number, "starting");
    if (retryOf !== null) this.#say(`trial ${retryOf} is given again, as ${number}`);
    this.#draw();
  }

  onEvaluation(number: number, epoch: number, value: number): void {
    this.#running.set(number, `epoch ${epoch} ${Number.isNaN(value) ? "" : value.toPrecision(3)}`);
    this.#draw();
  }

  onTrialEnd(trial: FrozenTrial, again: boolean): void {
    this.#running.delete(trial.number);
    if (!again) this.#numDone++;
    this.#say(this.#describe(trial, again));
    this.#draw();
  }

  #describe(trial: FrozenTrial, again: boolean): string {
    const { green, red, dim } = this.#colors;
    const { number, state, values, params, userAttrs, startedMs, endedMs } = trial;
    const head = `trial ${String(number).padStart(String(this.#numTrials).length)}`;
    const error = userAttrs["error"] === undefined ? "" : `: ${userAttrs["error"]}`;
    if (again) return `${head}  ${error === "" ? "put off, saved" : `failed, to be given again${error}`}`;
    if (state === "FAIL") return red(`${head}  failed${error}`);
    const numbers = this.#plan.objectives.map(({ metric }, i) => {
      const value = state === "PRUNED" && this.#plan.objectives.length > 1 ? undefined : values?.[i];
      return `${metric} ${value === undefined ? "-" : formatValue(value)}`;
    });
    const sec =
      startedMs === null || endedMs === null ? "" : `${((endedMs - startedMs) / 1000).toFixed(1)} s`;
    const epochs = state === "PRUNED" ? `pruned after ${userAttrs["epochs"]} epochs` : "complete";
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
    if (this.#bar === null) process.stderr.write(`${message}\n`);
    else this.#bar.log(message);
  }

  #draw(): void {
    // In a pipe the lines of the trials tell all.
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

  #say(line: string): void {
    this.#endBar();
    process.stdout.write(`${line}\n`);
  }

  /** Draws nothing more. */
  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#endBar();
  }

  /** Takes the bar away, without a word. */
  #endBar(): void {
    if (this.#bar !== null) process.stderr.write("\r\x1b[K");
    this.#bar = null;
  }

  finish(lines: readonly string[]): void {
    this.#say(lines.join("\n"));
  }
}

/** The last lines: what came out and what to do with it. */
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
      : `${status} after ${took} with ${summary.numTrials} of ${n_trials} trials; the same command goes on`;
  return [
    "",
    `${how}: ${plan.folder}`,
    ...summaryFacts(plan, summary).map(([name, text]) => `  ${name}: ${text}`),
    ...(summary.best.length === 1 ? summary.best : []).map(({ params }) => `    ${describeParams(params)}`),
    `  figures      ${page}`,
    ...(best === null ? [] : [`  best recipe  ${best}`, `  train it     npx woodshed train ${best}`]),
  ];
}

/** `learning_rate=0.003 dropout=0.1`: the last names say enough. */
export function describeParams(params: Readonly<Record<string, unknown>>): string {
  return Object.entries(params)
    .map(([key, value]) => `${key.slice(key.lastIndexOf(".") + 1)}=${shorten(value)}`)
    .join(" ");
}

function shorten(value: unknown): string {
  return typeof value === "number" ? String(Number(value.toPrecision(4))) : String(value);
}

/** A line a trial, under a line that says what stands where. */
export function trialTable(
  plan: SearchPlan,
  trials: readonly FrozenTrial[],
  best: readonly number[],
): string[] {
  const keys = parameterKeys(plan, trials);
  // Given again, as a later one.
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
    retried.has(trial.number) ? "again" : trial.state.toLowerCase(),
    ...plan.objectives.map((_, i) => (trial.values?.[i] === undefined ? "" : formatValue(trial.values[i]!))),
    ...keys.map((key) => (trial.params[key] === undefined ? "" : shorten(trial.params[key]))),
    String(trial.userAttrs["epochs"] ?? (trial.intermediateValues.length || "")),
    String(trial.userAttrs["run"] ?? ""),
  ]);
  return alignColumns([head, ...rows]);
}
