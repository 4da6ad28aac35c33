import { Command } from "commander";
import { loadConfig } from "../config/load.js";
import { Interrupt } from "./interrupt.js";

export function trainCommand(): Command {
  return new Command("train")
    .description("train a recipe")
    .argument("<recipe>", "path of a YAML recipe")
    .argument("[overrides...]", "dotted keys with values, such as training.epochs=3")
    .addHelpText(
      "after",
      `
Examples:
  woodshed train recipes/quickstart.yaml
  woodshed train recipes/quickstart.yaml training.epochs=3 training.precision=fp32
  woodshed train recipes/folder.yaml data.train=my-audio

\`woodshed config keys\` lists every key. Ctrl-C saves a checkpoint and leaves; twice leaves at once.`,
    )
    .action(train);
}

async function train(recipe: string, overrides: string[]): Promise<void> {
  const startMs = performance.now();
  const loaded = loadConfig(recipe, overrides);
  // After the recipe is known to be good: libtorch takes a moment to load.
  const [{ runTraining }, { TrainView }] = await Promise.all([
    import("../train/run.js"),
    import("./train-view.js"),
  ]);
  const view = new TrainView(loaded.config.training.epochs);
  const interrupt = new Interrupt(() =>
    view.onWarning("stopping: saving a checkpoint (Ctrl-C again leaves at once)"),
  );
  try {
    const result = await runTraining(loaded, view, interrupt.signal);
    view.finish(result, (performance.now() - startMs) / 1000);
    if (result.status === "interrupted") process.exitCode = interrupt.exitCode;
  } catch (error) {
    if (error !== interrupt.signal.reason) throw error;
    // Stopped before training began: nothing to save.
    process.exitCode = interrupt.exitCode;
  }
}
