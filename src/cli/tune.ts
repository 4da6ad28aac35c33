/** `woodshed tune`: searches for good hyperparameters, and shows the results of a search. */
import { statSync } from "node:fs";
import { Command } from "commander";
import { readRecipe } from "../config/recipe.js";
import { valueAt } from "../config/values.js";
import { counted } from "../counted.js";
import { displayPath } from "../display-path.js";
import { ConfigError, DataError } from "../errors.js";
import type { SearchPlan } from "../search/plan.js";
import type { SearchOptions, Search as SearchUnderWay } from "../search/search.js";
import type { StudyData } from "../search/study-checks.js";
import { modeOf } from "../tracking/wandb/options.js";
import { Crash } from "../train/stop.js";
import { shownDataOptions } from "./data-progress.js";
import { Interrupt, ignoreOutputErrors } from "./interrupt.js";
import { loadRecipe } from "./load-recipe.js";
import { fitTo } from "./wrap.js";

export function tuneCommand(): Command {
  const command = new Command("tune")
    .description("search for good hyperparameters with Optuna")
    .argument("<recipe>", "path of a YAML recipe with a search_space")
    .argument(
      "[overrides...]",
      "dotted keys with values, such as optimization.hyperparameter_search.n_trials=50",
    )
    .option("--allow-changes", "resume a study even if the data changed since its first trials")
    .addHelpText(
      "after",
      `
The recipe's section optimization.hyperparameter_search configures the search. Each trial is an ordinary run in the
study's folder; unpromising trials are pruned. The same command resumes a search that was stopped or killed. The search
ends after n_trials trials.

Examples:
  woodshed tune recipes/search.yaml
  woodshed tune recipes/search.yaml optimization.hyperparameter_search.parallel=4
  woodshed tune status recipes/search.yaml
  woodshed tune best recipes/search.yaml
  woodshed tune importance recipes/search.yaml
  woodshed train runs/search/best.yaml

Ctrl-C saves a checkpoint of each running trial and exits; press it twice to exit at once.`,
    )
    .action((recipe: string, overrides: string[], options: SearchOptions) =>
      tune(recipe, overrides, options),
    );
  const looks: [string, string, (look: Look) => Promise<void>][] = [
    ["status", "list the trials of a study with their parameters and results", showStatus],
    ["best", "print the parameters of the best trial, and write its recipe", showBest],
    ["importance", "print the importance of each hyperparameter", showImportance],
    ["report", "write an HTML page with charts of the study", showReport],
  ];
  for (const [name, description, show] of looks) {
    command
      .command(name)
      .description(description)
      .argument("<recipe>", "recipe that the search was started with")
      .argument("[overrides...]", "overrides that the search was started with")
      .addHelpText("after", `\nExample:\n  woodshed tune ${name} recipes/search.yaml`)
      .action((recipe: string, overrides: string[]) => look(recipe, overrides, show));
  }
  return command;
}

const SPACE = "optimization.hyperparameter_search.search_space";

async function planOf(recipe: string, overrides: string[]): Promise<SearchPlan> {
  if (statSync(recipe, { throwIfNoEntry: false })?.isDirectory()) {
    throw new ConfigError(
      "TUNE",
      `${recipe} is a folder; expected the recipe of the search, which names the folder of the study`,
    );
  }
  const { SearchPlan } = await import("../search/plan.js");
  const plan = new SearchPlan(loadRecipe(recipe, overrides), recipe);
  const { search_space } = plan.config.optimization.hyperparameter_search;
  const recipeSpace = valueAt(readRecipe(recipe).values, SPACE.split("."));
  const dropped = Object.keys(recipeSpace ?? {}).filter((key) => !(key in search_space));
  if (dropped.length > 0) {
    process.stderr.write(
      `note: the override of ${SPACE} replaces the recipe's: ${dropped.join(", ")} keep${dropped.length === 1 ? "s" : ""} the recipe's value\n`,
    );
  }
  return plan;
}

/** Searches until there are n_trials in all. */
export async function tune(recipe: string, overrides: string[], options: SearchOptions): Promise<void> {
  const plan = await planOf(recipe, overrides);
  const startMs = performance.now();
  const [{ Search }, { TuneView, resultLines }, results] = await Promise.all([
    import("../search/search.js"),
    import("./tune-view.js"),
    import("../search/results.js"),
  ]);
  ignoreOutputErrors();
  const view = new TuneView(plan);
  let search: SearchUnderWay | null = null;
  const interrupt = new Interrupt(() =>
    view.onWarning("stopping: trials save checkpoints (Ctrl-C again stops them at once)"),
  );
  // The second signal exits this process, which must not leave trials behind.
  process.on("exit", () => search?.kill());
  search = await Search.open(plan, view, interrupt.signal, options);
  try {
    const status = await search.run();
    const { reason } = interrupt.signal;
    if (reason instanceof Crash) throw reason.cause;
    view.close();
    const summary = await results.summarize(plan, search.study);
    const page = await results.writePage(plan, search.study, summary);
    const best =
      summary.best[0] === undefined ? null : results.writeBestRecipe(plan, summary.best[0], search.data);
    view.finish(
      resultLines(plan, status, summary, { page, best, sec: (performance.now() - startMs) / 1000 }),
    );
    if (status === "interrupted") process.exitCode = interrupt.exitCode;
    else if (modeOf(plan.config.logging.wandb) !== "disabled") {
      const { logSummaryRun } = await import("../search/summary-run.js");
      await logSummaryRun(plan, search.study, summary, (line) => view.onWarning(line));
    }
  } finally {
    view.close();
    await search.close();
  }
}

interface Look {
  plan: SearchPlan;
  study: Awaited<ReturnType<typeof import("../search/plan-study.js").openStudy>>;
}

async function look(recipe: string, overrides: string[], show: (look: Look) => Promise<void>): Promise<void> {
  const plan = await planOf(recipe, overrides);
  const { openStudy } = await import("../search/plan-study.js");
  const study = await openStudy(plan, true);
  try {
    await show({ plan, study });
  } finally {
    await study.close();
  }
}

const print = (line: string): void => void process.stdout.write(`${fitTo(process.stdout, line)}\n`);

async function showStatus({ plan, study }: Look): Promise<void> {
  const [{ summarize, summaryFacts }, { trialTable }] = await Promise.all([
    import("../search/results.js"),
    import("./tune-view.js"),
  ]);
  const trials = await study.trials();
  const { n_trials } = plan.config.optimization.hyperparameter_search;
  const summary = await summarize(plan, study);
  const numRunning = trials.filter(({ state }) => state === "RUNNING").length;
  print(
    trialTable(
      plan,
      trials,
      summary.best.map(({ number }) => number),
    ).join("\n"),
  );
  print("");
  print(
    `study  ${plan.studyName}: ${summary.numTrials} of ${counted(n_trials, "trial")} done, ${numRunning} running`,
  );
  for (const [name, text] of summaryFacts(plan, summary)) print(`${name}: ${text}`);
}

async function showBest({ plan, study }: Look): Promise<void> {
  const [{ describeValues, writeBestRecipe }, { describeParams }] = await Promise.all([
    import("../search/results.js"),
    import("./tune-view.js"),
  ]);
  const best = await study.bestTrials();
  if (best.length === 0) {
    throw new ConfigError(
      "TUNE",
      `${plan.studyName}: no trial is complete and satisfies the constraints yet`,
    );
  }
  for (const trial of best) {
    print(`trial ${trial.number}: ${describeValues(plan, trial)}  ${describeParams(trial.params)}`);
  }
  const path = writeBestRecipe(plan, best[0]!, await comparableData(plan, study));
  print(`\nwrote ${displayPath(path)}\n  train it  npx woodshed train ${displayPath(path)}`);
}

/** The recipe's clips, if they are those of the trials; null with a warning where they cannot be read. */
async function comparableData(plan: SearchPlan, study: Look["study"]): Promise<StudyData | null> {
  const { compareStudyData, readStudyAttrs, readStudyData } = await import("../search/study-checks.js");
  let now: StudyData;
  try {
    now = await readStudyData(plan, { onExamine: shownDataOptions().onExamine });
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    process.stderr.write(`warning: the data cannot be compared with those of the trials: ${error.message}\n`);
    return null;
  }
  const { data: before, recipe } = await readStudyAttrs(study);
  compareStudyData(plan, { before, recipe, now }, false);
  return now;
}

async function showImportance({ plan, study }: Look): Promise<void> {
  for (const [i, { metric }] of plan.objectives.entries()) {
    print(`importance for ${metric} (PED-ANOVA, sums to 1)`);
    for (const [key, importance] of await study.importances(i)) {
      print(`  ${importance.toFixed(3)}  ${"#".repeat(Math.round(30 * importance)).padEnd(30)}  ${key}`);
    }
  }
}

async function showReport({ plan, study }: Look): Promise<void> {
  const { summarize, writePage } = await import("../search/results.js");
  print(displayPath(await writePage(plan, study, await summarize(plan, study))));
}
