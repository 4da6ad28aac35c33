import { Command } from "commander";
import { endWithParent } from "../child-runs/parent.js";
import type { LoadedConfig } from "../config/load.js";
import { readEnvironment } from "../distributed/environment.js";
import { ConfigError } from "../errors.js";
import { trialOptions } from "../search/trial-link.js";
import type { RunOptions } from "../train/run.js";
import { Crash } from "../train/stop.js";
import { startDashboardBeside } from "./dashboard-beside.js";
import { showDryRun } from "./dry-run.js";
import { Interrupt, ignoreOutputErrors } from "./interrupt.js";
import { addLaunchOptions, type LaunchFlags, launchRanks } from "./launch.js";
import { loadRecipe } from "./load-recipe.js";
import { loadForRank, trainAsRank } from "./rank.js";
import { addTrainOnOptions, trainOn } from "./train-on.js";
import { tune } from "./tune.js";

interface RunFlags {
  resume?: string;
  allowChanges?: boolean;
  initFrom?: string;
  initKeys?: string;
  dryRun?: boolean;
  dashboard?: boolean;
  on?: string;
}

type Flags = RunFlags & LaunchFlags;

export function trainCommand(): Command {
  const command = new Command("train")
    .description("train a model from a recipe")
    .argument("<recipe>", "path of a YAML recipe")
    .argument("[overrides...]", "dotted keys with values, such as training.epochs=3")
    .option(
      "--resume <from>",
      "resume from a checkpoint: auto, last, best, never, or the path of a run or a checkpoint (default: the recipe's checkpoint.resume)",
    )
    .option("--allow-changes", "resume even if the configuration changed in ways that affect results")
    .option(
      "--init-from <path>",
      "start from the weights of a run, a checkpoint, a Hugging Face folder, a .safetensors, .pth, .pt or .bin file",
    )
    .option(
      "--init-keys <patterns>",
      'with --init-from, load only the weights that match these patterns, such as "encoder.blocks.*"; "!head.*" excludes weights',
    )
    .option(
      "--dry-run",
      "check the recipe and the data, try one training step, and exit; with --on, print what would be rented",
    )
    .option("--dashboard", "show the runs in a browser while this command trains (woodshed dashboard)")
    .optionsGroup("Training on several ranks (training.distributed.world_size), with torchrun:");
  addLaunchOptions(command, ".logs in runs_dir");
  return addTrainOnOptions(command)
    .addHelpText(
      "after",
      `
Examples:
  woodshed train recipes/quickstart.yaml training.epochs=3 seed=1
  woodshed train recipes/folder.yaml data.train=my-audio --dashboard
  woodshed train recipes/quickstart.yaml --resume auto
  woodshed train recipes/folder.yaml --init-from model.safetensors --init-keys '!head.*'
  woodshed train recipes/quickstart.yaml training.distributed.world_size=2
  woodshed train recipes/quickstart.yaml --on runpod --max-usd 5

--resume auto resumes the newest unfinished run of the same recipe, or starts a run if there is none: use it in a
scheduler that restarts jobs. --resume last and --resume best use the newest run with the recipe's name.

\`woodshed config keys\` lists every key. Ctrl-C saves a checkpoint and exits; press it twice to exit at once.`,
    )
    .action(train);
}

async function train(recipe: string, keyOverrides: string[], options: Flags): Promise<void> {
  if (options.on !== undefined && options.dashboard)
    throw new ConfigError("OPTIONS", "--dashboard shows runs of this machine, and --on trains on another");
  if (options.on !== undefined) return trainOn(recipe, [...keyOverrides, ...initOverrides(options)], options);
  const environment = readEnvironment();
  const overrides = [...keyOverrides, ...initOverrides(options)];
  const loaded =
    environment === null ? loadRecipe(recipe, overrides) : loadForRank(recipe, overrides, environment);
  if (options.dryRun) return showDryRun(loaded.config, Number(options.nnodes?.split(":").at(-1) ?? 1));
  const address =
    options.dashboard && environment === null
      ? await startDashboardBeside(loaded.config.runs_dir, loaded.config.registry.mlflow.tracking_uri)
      : null;
  if (address !== null) process.stdout.write(`dashboard ${address}\n`);
  if (environment === null && loaded.config.optimization.hyperparameter_search.enabled) {
    return tune(recipe, overrides, options);
  }
  if (environment === null && loaded.config.training.distributed.world_size > 1) {
    await endWithParent(true);
    return launchRanks(loaded.config, options);
  }
  if (environment === null) return trainAlone(loaded, options);
  return trainAsRank(loaded, runOptions(options), environment);
}

async function trainAlone(loaded: LoadedConfig, options: Flags): Promise<void> {
  const startMs = performance.now();
  // After the recipe is validated: libtorch takes a moment to load.
  const [{ runTraining }, { TrainView }] = await Promise.all([
    import("../train/run.js"),
    import("./train-view.js"),
  ]);
  ignoreOutputErrors();
  await endWithParent(false);
  const view = new TrainView(loaded.config, !options.dashboard);
  const interrupt = new Interrupt(() =>
    view.onWarning("stopping: saving a checkpoint (Ctrl-C again exits at once)"),
  );
  try {
    const result = await runTraining(loaded, view, interrupt.signal, runOptions(options));
    view.finish(result, (performance.now() - startMs) / 1000);
    if (result.status === "interrupted") process.exitCode = interrupt.exitCode;
  } catch (error) {
    const { reason } = interrupt.signal;
    if (reason instanceof Crash) throw reason.cause;
    if (error !== reason) throw error;
    // Stopped before training began: nothing to save.
    process.exitCode = interrupt.exitCode;
  }
}

function runOptions({ resume, allowChanges = false }: Flags): RunOptions {
  return { ...(resume === undefined ? {} : { resume }), allowChanges, ...trialOptions() };
}

/** Returns the keys that the flags set, as overrides: JSON is YAML. */
function initOverrides({ initFrom, initKeys }: Flags): string[] {
  return [
    ...(initFrom === undefined ? [] : [`model.init_from=${JSON.stringify(initFrom)}`]),
    ...(initKeys === undefined ? [] : [`model.init_keys=${JSON.stringify(initKeys.split(","))}`]),
  ];
}
