/** The results of a search: best trials, best recipe, a page of figures. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatConfig } from "../config/format.js";
import type { Params, SearchPlan } from "./plan.js";
import { finishedTrials, type PlanStudy } from "./plan-study.js";
import type { StudyData } from "./study-checks.js";
import type { FrozenTrial } from "./trial.js";

export interface SearchSummary {
  numTrials: number;
  numComplete: number;
  numPruned: number;
  numFailed: number;
  /** Epochs that pruning saved, as a fraction of the epochs of all trials without pruning. */
  epochsSavedFraction: number;
  /** The best trial; with several objectives the Pareto front. Empty before a trial is complete. */
  best: FrozenTrial[];
  /** The trial with the recipe's own values, if the space contains them and the trial is complete. */
  asItIs: FrozenTrial | null;
}

export async function summarize(plan: SearchPlan, study: PlanStudy): Promise<SearchSummary> {
  const trials = finishedTrials(await study.trials());
  const count = (state: string): number => trials.filter((trial) => trial.state === state).length;
  const ran = trials.filter(({ state }) => state === "COMPLETE" || state === "PRUNED");
  const planned = ran.map(({ params }) => epochsOf(plan, params));
  const saved = ran.map(({ state, userAttrs }, i) =>
    state === "PRUNED" ? Math.max(0, planned[i]! - Number(userAttrs["epochs"] ?? 0)) : 0,
  );
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
  const own = plan.defaults();
  const asItIs =
    own === null
      ? undefined
      : trials.find(({ params }) => JSON.stringify(sorted(params)) === JSON.stringify(sorted(own)));
  return {
    numTrials: trials.length,
    numComplete: count("COMPLETE"),
    numPruned: count("PRUNED"),
    numFailed: count("FAIL"),
    epochsSavedFraction: planned.length === 0 ? 0 : sum(saved) / sum(planned),
    best: (await study.bestTrials()) as FrozenTrial[],
    asItIs: asItIs?.state === "COMPLETE" ? asItIs : null,
  };
}

/** The number of evaluations of a trial that is not pruned. */
function epochsOf(plan: SearchPlan, params: Params): number {
  const { training } = plan.config;
  const number = (key: string, own: number): number => (key in params ? Number(params[key]) : own);
  const epochs = number("training.epochs", training.epochs);
  const evaluate_every_epochs = number("training.evaluate_every_epochs", training.evaluate_every_epochs);
  return Math.ceil(epochs / evaluate_every_epochs);
}

const sorted = (params: Params): unknown => Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1));

/**
 * Writes the best trial's recipe, ready to train, and returns its path.
 *
 * @param data the recipe's clips; null where they cannot be compared with the trial's
 */
export function writeBestRecipe(plan: SearchPlan, best: FrozenTrial, data: StudyData | null): string {
  const root = best.retryHistory[0] ?? best.number;
  const { config, studyName } = plan;
  const values = describeValues(plan, best);
  const recipe = plan.configWith(best.params, {
    name: `${config.name.slice(0, 35)}-best`,
    ...("seed" in best.params ? {} : { seed: plan.trialSeed(root) }),
    data: { validation_seed: config.data.validation_seed ?? config.seed },
  });
  const path = join(plan.folder, "best.yaml");
  writeFileSync(
    path,
    `# Best trial of the study ${studyName}: trial ${best.number}, ${values}.\n${describeData(best, data)}#\n#   woodshed train ${path}\n\n${formatConfig(recipe)}`,
  );
  return path;
}

function describeData({ userAttrs }: FrozenTrial, data: StudyData | null): string {
  const measured = userAttrs["data"];
  if (data === null) return "# Its clips were not compared with those of this recipe.\n";
  if (measured !== undefined && measured !== data.fingerprint)
    return "# Warning: the trial was measured on other clips than those of this recipe.\n";
  return `# Labels: ${data.labels.join(", ")}; ${data.numClips} training and validation clips.\n`;
}

/** Writes the page with all figures and returns its path. */
export async function writePage(plan: SearchPlan, study: PlanStudy, summary: SearchSummary): Promise<string> {
  const path = join(plan.folder, "report.html");
  await study.broker.call("page", {
    path,
    title: plan.studyName,
    facts: summaryFacts(plan, summary),
  });
  return path;
}

export function summaryFacts(plan: SearchPlan, summary: SearchSummary): [string, string][] {
  const { numTrials, numComplete, numPruned, numFailed, epochsSavedFraction, best, asItIs } = summary;
  return [
    ["trials", `${numTrials}: ${numComplete} complete, ${numPruned} pruned, ${numFailed} failed`],
    ["epochs saved by pruning", `${(100 * epochsSavedFraction).toFixed(0)} %`],
    ...(asItIs === null ? [] : [["recipe unchanged", describeValues(plan, asItIs)] as [string, string]]),
    ...best.map((trial): [string, string] => [`best, trial ${trial.number}`, describeValues(plan, trial)]),
  ];
}

/** `validation/loss 0.4121` */
export function describeValues({ objectives }: SearchPlan, { values }: FrozenTrial): string {
  return objectives
    .map(({ metric }, i) => `${metric} ${values?.[i] === undefined ? "-" : formatValue(values[i])}`)
    .join(", ");
}

/** Keys of the space, then those that trials of an earlier space have. */
export function parameterKeys({ space }: SearchPlan, trials: readonly FrozenTrial[]): string[] {
  return [...new Set([...Object.keys(space), ...trials.flatMap(({ params }) => Object.keys(params))])];
}

export function formatValue(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(4);
}
