/** The command line: all commands, grouped by task. */
import { Command } from "commander";
import { packageVersion } from "../package-root.js";
import { checkpointsCommand } from "./checkpoints.js";
import { configCommand } from "./config.js";
import { crossValidateCommand } from "./cross-validate.js";
import { dataCommand } from "./data.js";
import { doctorCommand } from "./doctor.js";
import { evaluateCommand } from "./evaluate.js";
import { exportCommand } from "./export.js";
import { setUpHelp } from "./help.js";
import { initCommand } from "./init.js";
import { launchCommand } from "./launch.js";
import { modelsCommand } from "./models.js";
import { predictCommand } from "./predict.js";
import { profileCommand } from "./profile.js";
import { registryCommand } from "./registry.js";
import { reportError, reportUncaughtErrors, watchOutput } from "./report-error.js";
import { runpodCommand } from "./runpod.js";
import { serveCommand } from "./serve.js";
import { setupCommand } from "./setup.js";
import { trainCommand } from "./train.js";
import { trustCommand } from "./trust.js";
import { tuneCommand } from "./tune.js";
import { wandbCommand } from "./wandb.js";
import { weightsCommand } from "./weights.js";

export async function runProgram(): Promise<void> {
  reportUncaughtErrors();
  watchOutput();
  try {
    await createProgram().parseAsync();
  } catch (error) {
    reportError(error);
  }
}

export function createProgram(): Command {
  const program = new Command("woodshed")
    .description("Train audio models in TypeScript on PyTorch's own engine")
    .version(packageVersion, "-V, --version", "print the version")
    // Options after the script of `launch` are the script's.
    .enablePositionalOptions()
    .addHelpText(
      "after",
      `
Examples:
  woodshed train recipes/quickstart.yaml
  woodshed train recipes/quickstart.yaml training.epochs=3 seed=1
  woodshed evaluate runs/quickstart-20261123-101500-a1b2
  woodshed predict runs/quickstart-20261123-101500-a1b2 note.wav
  woodshed export runs/quickstart-20261123-101500-a1b2 --out model.onnx

woodshed COMMAND --help shows the options and examples of a command.`,
    );
  const groups: Record<string, Command[]> = {
    "Train:": [trainCommand(), tuneCommand(), crossValidateCommand(), profileCommand(), launchCommand()],
    "Evaluate and predict:": [evaluateCommand(), predictCommand()],
    "Deploy:": [exportCommand(), serveCommand(), modelsCommand()],
    "Manage runs:": [
      checkpointsCommand(),
      weightsCommand(),
      wandbCommand(),
      registryCommand(),
      trustCommand(),
    ],
    "Set up:": [
      setupCommand(),
      initCommand(),
      doctorCommand(),
      dataCommand(),
      configCommand(),
      runpodCommand(),
    ],
  };
  for (const [group, commands] of Object.entries(groups)) {
    for (const command of commands) program.addCommand(command.helpGroup(group));
  }
  program.commandsGroup("Set up:");
  setUpHelp(program);
  return program;
}
