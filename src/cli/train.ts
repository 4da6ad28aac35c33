import { Command } from "commander";
import { loadConfig } from "../config/load.js";
import { Crash } from "../train/stop.js";
import { Interrupt } from "./interrupt.js";
import { addTrainOnOptions, trainOn } from "./train-on.js";

interface Options {
  resume?: string;
  allowChanges?: boolean;
  initFrom?: string;
  initKeys?: string;
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

--resume auto goes on with the newest run of the same recipe that did not finish, and starts one if there is
none: the command to give to whatever restarts your jobs. last and best take the newest run of the recipe's name.

\`woodshed config keys\` lists every key. Ctrl-C saves a checkpoint and leaves; twice leaves at once.`,
    )
    .action(train);
  return addTrainOnOptions(command);
}

async function train(recipe: string, given: string[], options: Options): Promise<void> {
  if (options.on !== undefined) return trainOn(recipe, [...given, ...initOverrides(options)], options);
  const startMs = performance.now();
  const loaded = loadConfig(recipe, [...given, ...initOverrides(options)]);
  // After the recipe is known to be good: libtorch takes a moment to load.
  const [{ runTraining }, { TrainView }] = await Promise.all([
    import("../train/run.js"),
    import("./train-view.js"),
  ]);
  // A run outlives its terminal and whatever its output was piped into.
  for (const stream of [process.stdout, process.stderr])
    stream.removeAllListeners("error").on("error", () => {});
  const view = new TrainView(loaded.config);
  const interrupt = new Interrupt(() =>
    view.onWarning("stopping: saving a checkpoint (Ctrl-C again leaves at once)"),
  );
  try {
    const { resume, allowChanges = false } = options;
    const result = await runTraining(loaded, view, interrupt.signal, {
      ...(resume === undefined ? {} : { resume }),
      allowChanges,
    });
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

/** The flags as the keys that they stand for: JSON is YAML. */
function initOverrides({ initFrom, initKeys }: Options): string[] {
  return [
    ...(initFrom === undefined ? [] : [`model.init_from=${JSON.stringify(initFrom)}`]),
    ...(initKeys === undefined ? [] : [`model.init_keys=${JSON.stringify(initKeys.split(","))}`]),
  ];
}
