/** `woodshed cross-validate`: trains and tests a model for each fold. */
import { Command } from "commander";
import { ConfigError } from "../errors.js";
import { Crash } from "../train/stop.js";
import { shownDataOptions } from "./data-progress.js";
import { Interrupt, ignoreOutputErrors } from "./interrupt.js";
import { loadRecipe } from "./load-recipe.js";

interface Options {
  folds?: string;
  json?: boolean;
}

export function crossValidateCommand(): Command {
  return new Command("cross-validate")
    .description("train and test a model on each fold of the clips in turn")
    .argument("<recipe>", "path of a YAML recipe")
    .argument("[overrides...]", "dotted keys with values, such as data.group=site")
    .option(
      "--folds <folds>",
      "the number of folds to make, or the column with the fold of each clip (default: the recipe's data.folds)",
    )
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      `
Each fold is held out once as the test set, and a model is trained on the others, as an ordinary run in the folder
NAME-folds of runs_dir. The weights of the last epoch are tested: nothing is chosen by the held-out fold. To stop early or
to take the best checkpoint, hold out validation clips of the other folds with data.validation_fraction=0.1.

The result is the mean and the standard deviation of each metric over the folds, a page with the folds side by side, and
the predictions of all clips, each by the model that was not trained on it.

Examples:
  woodshed cross-validate recipes/folder.yaml data.train=train.csv --folds 5
  woodshed cross-validate recipes/folder.yaml data.train=train.csv --folds 5 data.group=site
  woodshed cross-validate recipes/esc10.yaml --folds fold
  woodshed cross-validate recipes/esc10.yaml --json > esc10.json

The same command resumes after an interrupt or a kill: finished folds are not trained again. Ctrl-C saves a checkpoint of
the running fold and exits; press it twice to exit at once.`,
    )
    .action(crossValidate);
}

async function crossValidate(
  recipe: string,
  overrides: string[],
  { folds, json = false }: Options,
): Promise<void> {
  const given =
    folds === undefined ? [] : [`data.folds=${/^\d+$/.test(folds) ? folds : JSON.stringify(folds)}`];
  const loaded = loadRecipe(recipe, [...overrides, ...given]);
  if (loaded.config.data.folds === null)
    throw new ConfigError(
      "FOLDS",
      "cross-validate: expected the number of folds, or the column with the fold of each clip, in --folds or data.folds; such as --folds 5",
    );
  const [{ planFolds }, { FoldRuns }, { FoldsView }] = await Promise.all([
    import("../cross-validation/plan.js"),
    import("../cross-validation/cross-validate.js"),
    import("./folds-view.js"),
  ]);
  ignoreOutputErrors();
  const warnEarly = (message: string): void => void process.stderr.write(`${message}\n`);
  const interrupt = new Interrupt(() =>
    warnEarly("stopping: the running fold saves a checkpoint (Ctrl-C again stops it at once)"),
  );
  const { signal } = interrupt;
  const plan = await planFolds(loaded, { ...shownDataOptions(), signal });
  const view = new FoldsView(plan, json);
  const runs = new FoldRuns(plan, view, signal);
  // The second signal exits this process, which must not leave a run behind.
  process.on("exit", () => runs.kill());
  try {
    const results = await runs.run();
    const { filesOf, finishFolds } = await import("../cross-validation/finish.js");
    const summary =
      results === null
        ? null
        : await finishFolds(plan, results, {
            onProgress: (done, total) => view.onPooling(done, total),
            warn: (message) => view.onWarning(message),
            signal,
          });
    if (signal.reason instanceof Crash) throw signal.reason.cause;
    if (summary === null) {
      view.onWarning("stopped; the same command resumes");
      process.exitCode = interrupt.exitCode;
    } else if (json) process.stdout.write(`${JSON.stringify(summary)}\n`);
    else view.finish(summary, filesOf(plan), recipe, overrides);
  } finally {
    view.close();
  }
}
