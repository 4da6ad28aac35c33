/** `woodshed config`: prints a recipe with its defaults, the schema, and the keys. */
import { Command } from "commander";
import { describeKeys, type KeyInfo, keysInLists } from "../config/describe.js";
import { formatConfig } from "../config/format.js";
import { recipeJsonSchemaText } from "../config/json-schema.js";
import { ownSections } from "../config/own-places.js";
import type { Config } from "../config/schema.js";
import { helpWithKey } from "../config/suggest.js";
import { ConfigError } from "../errors.js";
import { loadRecipe } from "./load-recipe.js";

const RECIPE_OPTION = [
  "--recipe <path>",
  "include the options of your own components that this recipe names",
] as const;

interface RecipeOption {
  recipe?: string;
}

export function configCommand(): Command {
  const command = new Command("config")
    .description("print a recipe with all defaults filled in, or list all keys")
    .addHelpText(
      "after",
      `
Examples:
  woodshed config print recipes/quickstart.yaml training.epochs=3
  woodshed config keys early_stopping
  woodshed config schema > recipes/schema.json`,
    );
  command
    .command("print")
    .description("print a recipe with all defaults and overrides filled in")
    .argument("<recipe>", "path of a YAML recipe")
    .argument("[overrides...]", "dotted keys with values, such as training.epochs=3")
    .option("--sources", "print where each key is set, instead of its value")
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
    .option(...RECIPE_OPTION)
    .addHelpText(
      "after",
      "\nExamples:\n  woodshed config schema > recipes/schema.json\n  woodshed config schema --recipe birds.yaml > schema.json",
    )
    .action(({ recipe }: RecipeOption) => {
      process.stdout.write(recipeJsonSchemaText(ownSections(configOf(recipe))));
    });
  command
    .command("keys")
    .description("list every key with its type, default and meaning")
    .argument("[part]", "list only keys that contain this text")
    .option(...RECIPE_OPTION)
    .addHelpText(
      "after",
      "\nExamples:\n  woodshed config keys\n  woodshed config keys early_stopping\n  woodshed config keys model --recipe birds.yaml",
    )
    .action((part: string | undefined, { recipe }: RecipeOption) => {
      process.stdout.write(keysText(part, recipe));
    });
  return command;
}

/** Returns the resolved recipe as YAML, with its hash in a comment. */
export function printText(recipe: string, overrides: readonly string[]): string {
  const { config, hash } = loadRecipe(recipe, overrides);
  return `# sha256 ${hash}\n${formatConfig(config)}`;
}

/** Returns a line per key with the place that sets it. */
export function sourcesText(recipe: string, overrides: readonly string[]): string {
  const { config, sources } = loadRecipe(recipe, overrides);
  return describeKeys(config)
    .map(({ key }) => `${key.padEnd(44)} ${sources.places.get(key) ?? "default"}\n`)
    .join("");
}

export function keysText(part = "", recipe?: string): string {
  const all = [...describeKeys(configOf(recipe)), ...keysInLists()];
  const keys = all.filter(({ key }) => key.includes(part));
  if (keys.length === 0) {
    const help = helpWithKey(
      part,
      all.map(({ key }) => key),
    );
    throw new ConfigError("KEY", `no key contains "${part}".${help}`);
  }
  return `${keys.map(keyText).join("\n")}\n`;
}

/** Returns a recipe's configuration, with its components loaded; undefined for no recipe. */
function configOf(recipe: string | undefined): Config | undefined {
  return recipe === undefined ? undefined : loadRecipe(recipe).config;
}

function keyText({ key, type, default: value, description, components }: KeyInfo): string {
  const defaultText = value === undefined ? "" : `, default ${JSON.stringify(value)}`;
  const only =
    components === undefined ? "" : ` Only with ${key.replace(/[^.]*$/, "name")} ${components.join(", ")}.`;
  return `${key}\n    ${type}${defaultText}\n    ${description}${only}`;
}
