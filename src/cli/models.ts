/** `woodshed models`: versions of trained models in MLflow's registry. */
import { Command, InvalidArgumentError, Option } from "commander";
import { addPlaceOptions } from "./registry-options.js";

const VERSION = "a version: birds/3, birds@champion, or models:/birds/3";

export function modelsCommand(): Command {
  const command = new Command("models").description(
    "register, list, load, compare and promote trained models (MLflow)",
  );
  addPlaceOptions(
    command
      .command("register")
      .description("register a trained model as a new version")
      .argument("<run>", "a run's folder (its best checkpoint) or a checkpoint's")
      .argument("[name]", "of the model (default: the recipe's)")
      .option("--tag <key=value>", "tag of the version; may be given again", collect, [])
      .option("--alias <alias>", "alias for the version, such as champion", collect, [])
      .option("--description <text>", "what is new in it")
      .option(
        "--experiment <name>",
        "MLflow experiment of a run that MLflow does not have yet (default: the recipe's)",
      )
      .option("--no-onnx", "without an ONNX file: Python's MLflow cannot load the version then")
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
      .description("all models, or the versions of one")
      .argument("[name]", "of a model")
      .option("--filter <text>", `MLflow's own, such as "tags.\`stage\` = 'trial'"`)
      .option("--json", "print a line of JSON for each")
      .addHelpText("after", "\nExamples:\n  woodshed models list\n  woodshed models list birds"),
  ).action(lazy("list"));
  addPlaceOptions(
    command
      .command("show")
      .description("what a version is, how good, and what it was made from")
      .argument("<version>", VERSION)
      .option("--card", "print its model card, in Markdown")
      .option("--json", "print it as JSON")
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
      .argument("<tags...>", "key=value sets one, key= removes it")
      .addHelpText(
        "after",
        "\nExamples:\n  woodshed models tag birds/3 reviewed=yes\n  woodshed models tag birds/3 reviewed=",
      ),
  ).action(lazy("tag"));
  addRule(
    addPlaceOptions(
      command
        .command("alias")
        .description("give an alias to a version, move it, or take it away")
        .argument("<version>", VERSION)
        .argument("<alias>", "such as champion")
        .option("--delete", "take it away from the model")
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
        .description("move an alias to a version if it is better: the exit code is 3 when it is not")
        .argument("<version>", VERSION)
        .option("--alias <alias>", "the alias", "champion")
        .addHelpText(
          "after",
          `
Without --data, both versions' registered metrics are compared; those of different clips are refused.

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
      .description("fetch a version, verify it, and say where it lies")
      .argument("<version>", VERSION)
      .option("--output <folder>", "copy its files there")
      .addHelpText(
        "after",
        "\nExamples:\n  woodshed models load birds@champion --output birds\n  woodshed evaluate $(woodshed models load birds/3)",
      ),
  ).action(lazy("load"));
  addPlaceOptions(
    command
      .command("compare")
      .description(
        "run two models on the same clips and say what differs, and whether it is more than chance",
      )
      .argument("<a>", `${VERSION}; or a run's folder`)
      .argument("<b>", "another")
      .option(
        "--data <path>",
        "a folder with one folder a class, a manifest, or shards (default: b's own test clips)",
      )
      .addOption(
        new Option(
          "--labels <which>",
          "shared: where the models' labels differ, use only the labels that both have",
        )
          .choices(["all", "shared"])
          .default("all"),
      )
      .option("--html <file>", "write a page with all of it, and players for the clips they disagree on")
      .option("--json", "print it as JSON")
      .option("--clips <count>", "clips of each kind to list", count, 20)
      .option("--samples <count>", "bootstrap samples", count, 2000)
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
      .option("--yes", "do not ask")
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
      "only if the version is better by this metric than the one that has it",
      metric,
    )
    .option("--margin <number>", "by how much it must be better, in the metric's own unit", number, 0)
    .addOption(
      new Option("--mode <mode>", "what is better, where the metric's name does not tell").choices([
        "min",
        "max",
      ]),
    )
    .option("--data <path>", "measure both on these clips, instead of what they were registered with");
}

type Actions = typeof import("./models-actions.js");

/** The actions are loaded when one is used: `--help` stays quick. */
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
