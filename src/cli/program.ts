/** The command line: all commands, grouped by task. */
import { Command } from "commander";
import { packageVersion } from "../package-root.js";
import { setUpHelp } from "./help.js";
import { reportError, reportUncaughtErrors, watchOutput } from "./report-error.js";

/** Loads each command by its name: a command starts without the modules of the others. */
const GROUPS: Readonly<Record<string, Readonly<Record<string, () => Promise<Command>>>>> = {
  "Train:": {
    train: async () => (await import("./train.js")).trainCommand(),
    tune: async () => (await import("./tune.js")).tuneCommand(),
    "cross-validate": async () => (await import("./cross-validate.js")).crossValidateCommand(),
    profile: async () => (await import("./profile.js")).profileCommand(),
    launch: async () => (await import("./launch.js")).launchCommand(),
  },
  "Evaluate and predict:": {
    evaluate: async () => (await import("./evaluate.js")).evaluateCommand(),
    predict: async () => (await import("./predict.js")).predictCommand(),
    detect: async () => (await import("./detect.js")).detectCommand(),
  },
  "Deploy:": {
    export: async () => (await import("./export.js")).exportCommand(),
    serve: async () => (await import("./serve.js")).serveCommand(),
    models: async () => (await import("./models.js")).modelsCommand(),
  },
  "Manage runs:": {
    dashboard: async () => (await import("./dashboard.js")).dashboardCommand(),
    checkpoints: async () => (await import("./checkpoints.js")).checkpointsCommand(),
    weights: async () => (await import("./weights.js")).weightsCommand(),
    wandb: async () => (await import("./wandb.js")).wandbCommand(),
    registry: async () => (await import("./registry.js")).registryCommand(),
    trust: async () => (await import("./trust.js")).trustCommand(),
  },
  "Set up:": {
    setup: async () => (await import("./setup.js")).setupCommand(),
    init: async () => (await import("./init.js")).initCommand(),
    doctor: async () => (await import("./doctor.js")).doctorCommand(),
    data: async () => (await import("./data.js")).dataCommand(),
    config: async () => (await import("./config.js")).configCommand(),
    runpod: async () => (await import("./runpod.js")).runpodCommand(),
  },
};

const ALL = Object.values(GROUPS).flatMap((commands) => Object.keys(commands));

export async function runProgram(): Promise<void> {
  reportUncaughtErrors();
  watchOutput();
  try {
    const program = await createProgram(neededCommands(process.argv[2]));
    await program.parseAsync();
  } catch (error) {
    reportError(error);
  }
}

/** Returns the names of the commands that a command line needs: all for help and for what is unknown. */
function neededCommands(first: string | undefined): readonly string[] | undefined {
  if (first === "-V" || first === "--version") return [];
  return first !== undefined && ALL.includes(first) ? [first] : undefined;
}

/** @param names of the commands that are loaded */
export async function createProgram(names: readonly string[] = ALL): Promise<Command> {
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
  for (const [group, commands] of Object.entries(GROUPS)) {
    const needed = Object.entries(commands).filter(([name]) => names.includes(name));
    const loaded = await Promise.all(needed.map(([, load]) => load()));
    for (const command of loaded) program.addCommand(command.helpGroup(group));
  }
  program.commandsGroup("Set up:");
  setUpHelp(program);
  return program;
}
