/** `woodshed models`: versions of trained models in MLflow's registry. */
import { Command, InvalidArgumentError, Option } from "commander";
import { addPlaceOptions } from "./registry-options.js";

const VERSION = "a version: birds/3, birds@champion, or models:/birds/3";

export function modelsCommand(): Command {
  const command = new Command("models")
    .description("register, list, load, compare and promote model versions (MLflow)")
    .addHelpText(
      "after",
      `
Examples:
  woodshed models register runs/quickstart-20261123-101500-a1b2 birds
  woodshed models list birds
  woodshed models compare birds@champion birds/4 --data sounds/test
  woodshed models promote birds/4`,
    );
  addPlaceOptions(
    command
      .command("register")
      .description("register a trained model as a new version")
      .argument("<run>", "folder of a run (its best checkpoint) or of a checkpoint")
      .argument("[name]", "name of the model (default: the recipe's)")
      .option("--tag <key=value>", "tag the version; repeat for several tags", collect, [])
      .option(
        "--alias <alias>",
        "give the version this alias, such as champion; repeat for several",
        collect,
        [],
      )
      .option("--description <text>", "describe the version")
      .option(
        "--experiment <name>",
        "upload a run that MLflow does not have yet to this experiment (default: the recipe's)",
      )
      .option("--no-onnx", "skip the ONNX file, which MLflow in Python needs to load the version")
      .option("--json", "print the version as JSON")
      .addHelpText(
        "after",
        `
Examples:
  woodshed models register runs/quickstart-20261123-101500-a1b2
  woodshed models register runs/quickstart-20261123-101500-a1b2 birds --tag stage=trial --alias challenger`,
      ),
  ).action(lazy("register"));
  addPlaceOptions(
    command
      .command("list")
      .description("list models, or the versions of one")
      .argument("[name]", "name of a model")
      .option(
        "--filter <text>",
        `list only matches of this MLflow filter, such as "tags.\`stage\` = 'trial'"`,
      )
      .option("--json", "print one line of JSON per entry")
      .addHelpText("after", "\nExamples:\n  woodshed models list\n  woodshed models list birds"),
  ).action(lazy("list"));
  addPlaceOptions(
    command
      .command("show")
      .description("show a version: its metrics, tags and the run that it comes from")
      .argument("<version>", VERSION)
      .option("--card", "print its model card as Markdown")
      .option("--json", "print the result as JSON")
      .addHelpText(
        "after",
        "\nExamples:\n  woodshed models show birds@champion\n  woodshed models show birds/3 --card",
      ),
  ).action(lazy("show"));
  addPlaceOptions(
    command
      .command("tag")
      .description("set or remove tags")
      .argument("<target>", `${VERSION}; or a model: birds`)
      .argument("<tags...>", "key=value sets a tag, key= removes it")
      .addHelpText(
        "after",
        "\nExamples:\n  woodshed models tag birds/3 reviewed=yes\n  woodshed models tag birds/3 reviewed=",
      ),
  ).action(lazy("tag"));
  addRule(
    addPlaceOptions(
      command
        .command("alias")
        .description("set, move or delete an alias of a version")
        .argument("<version>", VERSION)
        .argument("<alias>", "the alias, such as champion")
        .option("--delete", "delete the alias")
        .addHelpText(
          "after",
          `
Examples:
  woodshed models alias birds/3 champion
  woodshed models alias birds/4 champion --if-better test/accuracy --margin 0.01
  woodshed models alias birds/3 champion --delete`,
        ),
    ),
  ).action(lazy("alias"));
  addRule(
    addPlaceOptions(
      command
        .command("promote")
        .description("move an alias to a version if it is better; the exit code is 3 if it is not")
        .argument("<version>", VERSION)
        .option("--alias <alias>", "move this alias", "champion")
        .addHelpText(
          "after",
          `
Without --data, the registered metrics of both versions are compared; metrics of different clips are refused.

Examples:
  woodshed models promote birds/4
  woodshed models promote birds/4 --margin 0.01 --data sounds/test`,
        ),
    ),
    "test/accuracy",
  ).action(lazy("promoteVersion"));
  addPlaceOptions(
    command
      .command("load")
      .description("download and verify a version, and print its folder")
      .argument("<version>", VERSION)
      .option("--output <folder>", "copy its files to this folder")
      .addHelpText(
        "after",
        "\nExamples:\n  woodshed models load birds@champion --output birds\n  woodshed evaluate $(woodshed models load birds/3)",
      ),
  ).action(lazy("load"));
  addPlaceOptions(
    command
      .command("compare")
      .description("compare two models on the same clips, with a test of significance")
      .argument("<a>", `${VERSION}; or the folder of a run`)
      .argument("<b>", "the model to compare with, likewise")
      .option(
        "--data <path>",
        "compare on these clips: a folder with one folder per class, a manifest, or shards (default: the test clips of b)",
      )
      .addOption(
        new Option("--labels <which>", "shared: compare on the labels that both models have")
          .choices(["all", "shared"])
          .default("all"),
      )
      .option(
        "--html <file>",
        "write a page with the results, and players for the clips that the models disagree on",
      )
      .option("--json", "print the result as JSON")
      .option("--clips <count>", "list this many clips of each kind", count, 20)
      .option("--samples <count>", "draw this many bootstrap samples", count, 2000)
      .addHelpText(
        "after",
        `
Examples:
  woodshed models compare birds@champion birds/4 --data sounds/test
  woodshed models compare runs/birds-20261123-101500-a1b2 birds@champion --html comparison.html`,
      ),
  ).action(lazy("compare"));
  addPlaceOptions(
    command
      .command("delete")
      .description("delete a version, or a model with all its versions")
      .argument("<target>", `${VERSION}; or a model: birds`)
      .option("--yes", "do not ask for confirmation")
      .addHelpText(
        "after",
        "\nExamples:\n  woodshed models delete birds/2 --yes\n  woodshed models delete birds --yes",
      ),
  ).action(lazy("remove"));
  return command;
}

function addRule(command: Command, metric?: string): Command {
  return command
    .option(
      "--if-better <metric>",
      "move the alias only if the version is better by this metric than the current one",
      metric,
    )
    .option("--margin <number>", "require this much improvement, in the unit of the metric", number, 0)
    .addOption(
      new Option(
        "--mode <mode>",
        "lower (min) or higher (max) is better, where the metric's name does not tell",
      ).choices(["min", "max"]),
    )
    .option("--data <path>", "evaluate both on these clips instead of comparing registered metrics");
}

type Actions = typeof import("./models-actions.js");

/** Loads the actions on first use, so that `--help` stays fast. */
function lazy<Name extends keyof Actions>(name: Name) {
  return async (...args: unknown[]): Promise<void> => {
    const actions = await import("./models-actions.js");
    await (actions[name] as (...args: unknown[]) => Promise<void>)(...args);
  };
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError("expected 0 or more.");
  return value;
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < 0)
    throw new InvalidArgumentError("expected a number, 0 or more.");
  return value;
}
