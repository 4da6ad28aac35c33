/** `woodshed models`: built-in models, and versions of trained ones in MLflow's registry. */
import { Command, InvalidArgumentError, Option } from "commander";
import { wholeNumber } from "./option-numbers.js";
import { MAKES_FOLDERS } from "./output-file.js";
import { addPlaceOptions } from "./registry-options.js";

const VERSION = "a version: birds/3, birds@champion, or models:/birds/3";

export function modelsCommand(): Command {
  const command = new Command("models")
    .description("summarize a model; register, list, load, compare and promote model versions in MLflow")
    .addHelpText(
      "after",
      `
Examples:
  woodshed models summary cnn10
  woodshed models register runs/quickstart-20261123-101500-a1b2 birds
  woodshed models list birds
  woodshed models compare birds@champion birds/4 --data sounds/test
  woodshed models promote birds/4`,
    );
  command
    .command("summary")
    .description("show the layers, output shapes, parameters and cost of a model")
    .argument("<model>", "name of a built-in model, such as cnn10, or path of a recipe")
    .argument("[overrides...]", "dotted keys with values, such as model.width=0.5")
    .option(
      "--clip-sec <seconds>",
      "length of the clip in seconds (default: the recipe's data.clip_sec)",
      positive,
    )
    .option("--depth <levels>", "levels of modules that get rows of their own", wholeNumber(0), 2)
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      `
Modules without parameters and cost, such as activations and dropout, are left out.

Examples:
  woodshed models summary cnn10
  woodshed models summary mobilenet model.width=1 --clip-sec 10 --depth 1
  woodshed models summary recipes/quickstart.yaml --json`,
    )
    .action(async (...args: unknown[]): Promise<void> => {
      const { summary } = await import("./models-summary.js");
      await (summary as (...args: unknown[]) => Promise<void>)(...args);
    });
  addPlaceOptions(
    command
      .command("register")
      .description("register a trained model as a new version")
      .argument("<run>", "folder of a run (uses its best checkpoint) or of a checkpoint")
      .argument("[name]", "name of the model (default: the recipe's)")
      .option("--tag <key=value>", "tag the version; repeat the option to set several tags", collect)
      .option(
        "--alias <alias>",
        "give the version this alias, such as champion; repeat the option to give several",
        collect,
      )
      .option("--description <text>", "description of the version")
      .option(
        "--experiment <name>",
        "if MLflow does not have the run yet, upload it to this experiment (default: the recipe's)",
      )
      .option(
        "--no-onnx",
        "do not add an ONNX file; MLflow's Python client cannot load the version without it",
      )
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
      .description("list models, or the versions of a model")
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
      .description("show the metrics, tags and source run of a version")
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
      .description("set or remove tags of a version or a model")
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
        .argument("<alias>", "name of the alias, such as champion")
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
        .description("move an alias to a version if a metric improves (exit code 3 if not)")
        .argument("<version>", VERSION)
        .option("--alias <alias>", "move this alias", "champion")
        .addHelpText(
          "after",
          `
The version is compared with the one that has the alias. Without --data, the registered metrics are compared; this is
an error if they come from different clips.

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
      .option("--output <folder>", `copy the files to this folder; ${MAKES_FOLDERS}`)
      .addHelpText(
        "after",
        "\nExamples:\n  woodshed models load birds@champion --output birds\n  woodshed evaluate $(woodshed models load birds/3)",
      ),
  ).action(lazy("load"));
  addPlaceOptions(
    command
      .command("compare")
      .description("compare two models on the same clips, with a significance test")
      .argument("<a>", `${VERSION}; or the folder of a run`)
      .argument("<b>", "the model to compare with, in the same form")
      .option(
        "--data <path>",
        "compare on these clips: a folder with one folder per label, a manifest, or shards (default: the test clips of b)",
      )
      .addOption(
        new Option(
          "--labels <which>",
          "compare on all labels, or only on those that both models have (shared)",
        )
          .choices(["all", "shared"])
          .default("all"),
      )
      .option(
        "--html <file>",
        `write an HTML page with the results and with players for the clips on which the models differ; ${MAKES_FOLDERS}`,
      )
      .option("--json", "print the result as JSON")
      .option(
        "--clips <count>",
        "list at most this many clips on which a is better, and as many for b",
        wholeNumber(0),
        20,
      )
      .option(
        "--samples <count>",
        "number of bootstrap samples for confidence intervals",
        wholeNumber(0),
        2000,
      )
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
      "move the alias only if this metric improves on the version that has the alias",
      metric,
    )
    .option("--margin <number>", "smallest improvement, in the unit of the metric", number, 0)
    .addOption(
      new Option(
        "--mode <mode>",
        "whether lower (min) or higher (max) values are better, if the metric's name does not tell",
      ).choices(["min", "max"]),
    )
    .option("--data <path>", "evaluate both versions on these clips instead of comparing registered metrics");
}

type Actions = typeof import("./models-actions.js");

/** Loads the actions on first use, so that `--help` stays fast. */
function lazy<Name extends keyof Actions>(name: Name) {
  return async (...args: unknown[]): Promise<void> => {
    const actions = await import("./models-actions.js");
    await (actions[name] as (...args: unknown[]) => Promise<void>)(...args);
  };
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

function positive(text: string): number {
  const value = number(text);
  if (value === 0) throw new InvalidArgumentError("expected a number above 0.");
  return value;
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < 0)
    throw new InvalidArgumentError("expected a number, 0 or more.");
  return value;
}
