/** `woodshed config`: what a recipe comes to, and what may stand in one. */
import { Command } from "commander";
import { describeKeys, type KeyInfo } from "../config/describe.js";
import { formatConfig } from "../config/format.js";
import { recipeJsonSchemaText } from "../config/json-schema.js";
import { loadConfig } from "../config/load.js";

export function configCommand(): Command {
  const command = new Command("config").description("show what a recipe comes to, and what may stand in one");
  command
    .command("print")
    .description("print the resolved recipe: every key, defaults and overrides included")
    .argument("<recipe>", "path of a YAML recipe")
    .argument("[overrides...]", "dotted keys with values, such as training.epochs=3")
    .option("--sources", "say where each key comes from instead")
    .addHelpText(
      "after",
      `
Examples:
  woodshed config print recipes/quickstart.yaml
  woodshed config print recipes/quickstart.yaml training.epochs=3 data.augment.gain_db=0
  woodshed config print recipes/quickstart.yaml training.epochs=3 --sources`,
    )
    .action((recipe: string, overrides: string[], options: { sources?: boolean }) => {
      process.stdout.write(options.sources ? sourcesText(recipe, overrides) : printText(recipe, overrides));
    });
  command
    .command("schema")
    .description("print the JSON Schema of recipes, for editors")
    .addHelpText("after", "\nExample:\n  woodshed config schema > recipes/schema.json")
    .action(() => {
      process.stdout.write(recipeJsonSchemaText());
    });
  command
    .command("keys")
    .description("list every key with its type, default and meaning")
    .argument("[part]", "only keys that contain this text")
    .addHelpText("after", "\nExamples:\n  woodshed config keys\n  woodshed config keys early_stopping")
    .action((part?: string) => {
      process.stdout.write(keysText(part));
    });
  return command;
}

/** The resolved recipe as YAML, its hash in a comment. */
export function printText(recipe: string, overrides: readonly string[]): string {
  const { config, hash } = loadConfig(recipe, overrides);
  return `# sha256 ${hash}\n${formatConfig(config)}`;
}

/** One line for each key that was given, with its place. */
export function sourcesText(recipe: string, overrides: readonly string[]): string {
  const { sources } = loadConfig(recipe, overrides);
  return describeKeys()
    .map(({ key }) => `${key.padEnd(44)} ${sources.places.get(key) ?? "default"}\n`)
    .join("");
}

export function keysText(part = ""): string {
  const keys = describeKeys().filter(({ key }) => key.includes(part));
  if (keys.length === 0) return `No key contains "${part}".\n`;
  return `${keys.map(keyText).join("\n")}\n`;
}

function keyText({ key, type, default: value, description }: KeyInfo): string {
  const normally = value === undefined ? "" : `, default ${JSON.stringify(value)}`;
  return `${key}\n    ${type}${normally}\n    ${description}`;
}
