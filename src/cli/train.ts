import { Command, InvalidArgumentError } from "commander";
import { type LoadedConfig, loadConfig } from "../config/load.js";
import { readEnvironment } from "../distributed/environment.js";
import { endWithSearch, trialOptions } from "../search/trial-link.js";
import type { RunOptions } from "../train/run.js";
import { Crash } from "../train/stop.js";
import { showDryRun } from "./dry-run.js";
import { Interrupt, outliveTerminal } from "./interrupt.js";
import { type LaunchFlags, launchRanks } from "./launch.js";
import { loadForRank, trainAsRank } from "./rank.js";
import { addTrainOnOptions, trainOn } from "./train-on.js";
import { tune } from "./tune.js";

interface Options extends LaunchFlags {
  resume?: string;
  allowChanges?: boolean;
  initFrom?: string;
  initKeys?: string;
  dryRun?: boolean;
  on?: string;
}

export function trainCommand(): Command {
  const command = new Command("train")
    .description("train a recipe")
    .argument("<recipe>", "path of a YAML recipe")
    .argument("[overrides...]", "dotted keys with values, such as training.epochs=3")
    .option(
      "--resume <what>",
      "go on from a checkpoint: auto, last, best, never, or the path of a run or a checkpoint (default: what the recipe says)",
    )
    .option("--allow-changes", "go on although the configuration changed in ways that change results")
    .option("--init-from <path>", "start from the weights of a run, a checkpoint or a safetensors file")
    .option(
      "--init-keys <patterns>",
      'weights to take of those: "blocks.*,bn0.*", or "!fc.*" to leave some out',
    )
    .option(
      "--dry-run",
      "check the recipe, the data and one step as each of its ranks would do it, and leave; with --on, say what would be rented",
    )
    .optionsGroup("Several ranks (training.distributed.world_size), by torchrun:")
    .option("--nnodes <n>", "hosts, each of which runs this command; 2:4 for two to four (default: 1)")
    .option("--rdzv-endpoint <host:port>", "where hosts meet: one of them, by a name that all can reach")
    .option("--rdzv-id <id>", "the same on each host, another for each job")
    .option(
      "--max-restarts <n>",
      "start all ranks again when one fails, from the last checkpoint",
      wholeNumber,
    )
    .option("--log-dir <path>", "where the logs of ranks go (default: .logs in runs_dir)")
    .addHelpText(
      "after",
      `
Examples:
  woodshed train recipes/quickstart.yaml
  woodshed train recipes/quickstart.yaml training.epochs=3 training.precision=fp32
  woodshed train recipes/folder.yaml data.train=my-audio
  woodshed train recipes/quickstart.yaml --resume auto
  woodshed train recipes/quickstart.yaml training.epochs=20 --resume last --allow-changes
  woodshed train recipes/quickstart.yaml --on runpod --max-usd 5
  woodshed train recipes/folder.yaml --init-from runs/quickstart-20261123-101500-a1b2 --init-keys '!fc.*'
  woodshed train recipes/quickstart.yaml training.distributed.world_size=2 --max-restarts 3
  woodshed train recipes/quickstart.yaml training.distributed.world_size=16 --nnodes 2 --rdzv-endpoint node0:29500

--resume auto goes on with the newest run of the same recipe that did not finish, and starts one if there is
none: the command to give to whatever restarts your jobs. last and best take the newest run of the recipe's name.

\`woodshed config keys\` lists every key. Ctrl-C saves a checkpoint and leaves; twice leaves at once.`,
    )
    .action(train);
  return addTrainOnOptions(command);
}

async function train(recipe: string, given: string[], options: Options): Promise<void> {
  if (options.on !== undefined) return trainOn(recipe, [...given, ...initOverrides(options)], options);
  const environment = readEnvironment();
  const overrides = [...given, ...initOverrides(options)];
  const loaded =
    environment === null ? loadConfig(recipe, overrides) : loadForRank(recipe, overrides, environment);
  if (options.dryRun) return showDryRun(loaded.config, Number(options.nnodes?.split(":").at(-1) ?? 1));
  if (environment === null && loaded.config.optimization.hyperparameter_search.enabled) {
    return tune(recipe, overrides, options);
  }
  if (environment === null && loaded.config.training.distributed.world_size > 1) {
    await endWithSearch(true);
    return launchRanks(loaded.config, options);
  }
  if (environment === null) return trainAlone(loaded, options);
  return trainAsRank(loaded, runOptions(options), environment);
}

async function trainAlone(loaded: LoadedConfig, options: Options): Promise<void> {
  const startMs = performance.now();
  // After the recipe is known to be good: libtorch takes a moment to load.
  const [{ runTraining }, { TrainView }] = await Promise.all([
    import("../train/run.js"),
    import("./train-view.js"),
  ]);
  outliveTerminal();
  await endWithSearch(false);
  const view = new TrainView(loaded.config);
  const interrupt = new Interrupt(() =>
    view.onWarning("stopping: saving a checkpoint (Ctrl-C again leaves at once)"),
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

function runOptions({ resume, allowChanges = false }: Options): RunOptions {
  return { ...(resume === undefined ? {} : { resume }), allowChanges, ...trialOptions() };
}

function wholeNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError(`expected a whole number, got "${text}"`);
}

/** The flags as the keys that they stand for: JSON is YAML. */
function initOverrides({ initFrom, initKeys }: Options): string[] {
  return [
    ...(initFrom === undefined ? [] : [`model.init_from=${JSON.stringify(initFrom)}`]),
    ...(initKeys === undefined ? [] : [`model.init_keys=${JSON.stringify(initKeys.split(","))}`]),
  ];
}
